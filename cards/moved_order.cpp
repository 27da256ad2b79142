#include "cards/moved_order.hpp"

#include "cards/edited_object.hpp"
#include "cards/resources.hpp"
#include "engine/derive/myositis_facts.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using fhir::Json;
using fhir::Original;

constexpr std::string_view unclear = "its dates do not stand plainly in it";

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Words that a moved date could contradict: a month, a weekday, "tomorrow", or numbers like 21/11
/// or 21.11.26.
bool speaks_of_dates(std::string_view text) {
    constexpr std::array words{
        "january",  "february", "march",    "april",  "may", "june",  "july",     "august",  "september",
        "october",  "november", "december", "jan",    "feb", "mar",   "apr",      "jun",     "jul",
        "aug",      "sep",      "sept",     "oct",    "nov", "dec",   "monday",   "tuesday", "wednesday",
        "thursday", "friday",   "saturday", "sunday", "mon", "tue",   "tues",     "wed",     "thu",
        "thur",     "thurs",    "fri",      "sat",    "sun", "today", "tomorrow", "tonight"};
    if (std::ranges::any_of(words, [&](const char* one) { return engine::contains_words(text, one); }))
        return true;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        const char mark = text[at];
        if ((mark != '/' && mark != '-' && mark != '.') || !is_digit(text[at - 1]) || !is_digit(text[at + 1]))
            continue;
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
        if (mark == '/' || (end < text.size() && text[end] == mark)) return true;  // not 0.4 g/kg, 2-5 days
    }
    return false;
}

bool speaks_of_dates(const Original& instruction) {
    const Json value = instruction.value;
    if (speaks_of_dates(value["text"].text()) || speaks_of_dates(value["patientInstruction"].text()))
        return true;
    for (const Json each : value["additionalInstruction"])
        if (speaks_of_dates(fhir::label(each))) return true;
    return speaks_of_dates(value["timing"]["code"]["text"].text());
}

/// The JSON of a date that many days later; the time of day and its zone stay. Nothing when it is no whole
/// date.
std::optional<std::string> moved(Json value, int days) {
    const std::string_view text = value.text();
    const auto date = fhir::parse_date(text, {});
    constexpr std::size_t day_length = 10;  // 2026-11-21
    if (!date || text.size() < day_length || date->precision < fhir::Date::Precision::day) return {};
    const auto day = fhir::parse_date(text.substr(0, day_length), {});
    if (!day) return {};
    return fmt::format("\"{}{}\"", fhir::to_string(day->first + fhir::Days(days)), text.substr(day_length));
}

/// "event" of a timing.
bool move_events(EditedObject& timing, const Original& old, int days) {
    std::string events;
    for (const Original& each : old["event"].elements()) {
        const auto later = moved(each.value, days);
        if (!later) return false;
        events.append(events.empty() ? "" : ",").append(*later);
    }
    if (!events.empty()) timing.set("event", fmt::format("[{}]", events));
    return true;
}

bool move_bounds(EditedObject& timing, const Original& old, int days) {
    const Original repeat = old["repeat"], bounds = repeat["boundsPeriod"];
    if (!bounds.value) return true;
    EditedObject period(bounds), whole(repeat);
    for (const std::string_view name : {"start", "end"}) {
        if (!bounds.value[name]) continue;
        const auto later = moved(bounds.value[name], days);
        if (!later) return false;
        period.set(name, *later);
    }
    whole.set("boundsPeriod", period.text());
    timing.set("repeat", whole.text());
    return true;
}

/// Nothing when its dates cannot be moved.
std::optional<std::string> moved_instruction(const Original& old, int days) {
    const Json timing = old.value["timing"];
    const bool dated = timing["event"].first() || timing["repeat"]["boundsPeriod"]["start"];
    if (!dated || timing["repeat"]["dayOfWeek"] || speaks_of_dates(old)) return {};
    EditedObject made(old), when(old["timing"]);
    if (!move_events(when, old["timing"], days) || !move_bounds(when, old["timing"], days)) return {};
    made.set("timing", when.text());
    return made.text();
}

}  // namespace

ChangedOrder moved_order(const engine::ChangeOrder& change, const engine::Patient& patient) {
    const Original draft = fhir::find_resource(patient.facts().context, change.order->json);
    EditedObject resource(draft);
    if (resource.empty()) return {{}, {}, "its text was not kept"};
    if (draft.value["dispenseRequest"]["validityPeriod"]) return {{}, {}, "it is valid for a period only"};
    for (const Json note : draft.value["note"])
        if (speaks_of_dates(note["text"].text())) return {{}, {}, unclear};
    std::string instructions;
    for (const Original& each : draft["dosageInstruction"].elements()) {
        const auto one = moved_instruction(each, change.move_days);
        if (!one) return {{}, {}, unclear};
        instructions.append(instructions.empty() ? "" : ",").append(*one);
    }
    if (instructions.empty()) return {{}, {}, unclear};
    resource.set("dosageInstruction", fmt::format("[{}]", instructions));
    resource.erase("text");  // the narrative tells the old dates
    resource.erase("renderedDosageInstruction");
    add_note(resource, draft, change.note);
    return {resource.text(), {}, {}};
}

}  // namespace iim::cards

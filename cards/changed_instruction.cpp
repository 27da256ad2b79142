#include "cards/changed_order.hpp"
#include "cards/dosage_json.hpp"
#include "cards/edited_object.hpp"
#include "cards/prescription.hpp"
#include "fhir/types.hpp"
#include "fhir/writer.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::ChangeOrder;
using fhir::Json;
using fhir::Original;

std::string quoted(std::string_view text) {
    return fhir::Writer().value(text).take();
}

// --- how often

/// Numbers of the old frequency. Lengths, extensions and whatever else stands there stay.
constexpr std::array<std::string_view, 12> frequency_members{
    "count",
    "countMax",
    "frequency",
    "frequencyMax",
    "period",
    "periodMax",
    "periodUnit",
    "periodUnits",
    "dayOfWeek",
    "timeOfDay",
    "when",
    "offset"};
constexpr std::array<std::string_view, 4> bounds_members{
    "boundsDuration", "boundsRange", "boundsPeriod", "boundsQuantity"};

/// One time of the day fits one administration on its day; more would multiply it.
bool keeps_time_of_day(const ChangeOrder& change, Json repeat) {
    const std::size_t named = repeat["timeOfDay"].size() + repeat["when"].size();
    return repeat_of(change.times, change.period).frequency == 1 && named == 1 && !repeat["offset"];
}

void set_frequency(EditedObject& repeat, const ChangeOrder& change, Json old) {
    const bool keep_time = keeps_time_of_day(change, old);
    for (const std::string_view each : frequency_members)
        if (!keep_time || (each != "timeOfDay" && each != "when")) repeat.erase(each);
    const Repeat numbers = repeat_of(change.times, change.period);
    repeat.set("frequency", fmt::format("{}", numbers.frequency));
    repeat.set("period", fhir::Writer().value(numbers.period).take());
    repeat.set("periodUnit", quoted(change.period_unit));
    if (change.weekdays & 0x7Fu) repeat.set("dayOfWeek", weekdays_json(change.weekdays));
}

std::string timing_json(const ChangeOrder& change, const Original& old) {
    EditedObject timing(old), repeat(old["repeat"]);
    if (change.timing) {
        timing.erase("code");
        timing.erase("event");
        set_frequency(repeat, change, old.value["repeat"]);
    }
    if (change.days) {
        repeat.erase("count");
        repeat.erase("countMax");
        for (const std::string_view each : bounds_members) repeat.erase(each);
        repeat.set("boundsDuration", days_json(*change.days));
    }
    timing.set("repeat", repeat.text());
    return timing.text();
}

// --- how much

Original ordered_row(const Original& rows) {
    const Json wanted = ordered_dose(rows.value);
    for (const Original& each : rows.elements())
        if (each.value.identity() == wanted.identity()) return each;
    return {};
}

/// STU3 writes dose and rate into the instruction itself.
bool is_flat(Json instruction) {
    if (instruction["doseAndRate"]) return false;
    return instruction["doseQuantity"] || instruction["doseSimpleQuantity"] || instruction["doseRange"]
           || instruction["rateQuantity"] || instruction["rateSimpleQuantity"] || instruction["rateRange"]
           || instruction["rateRatio"];
}

/// Elements that only STU3 has, where no dose tells.
bool is_stu3(Json draft) {
    return draft["requester"]["agent"] || draft["definition"] || draft["context"]
           || draft["substitution"]["allowed"] || is_flat(draft["dosageInstruction"].first());
}

void set_dose(EditedObject& into, const std::string& quantity) {
    for (const std::string_view other : {"doseRange", "doseSimpleQuantity"}) into.erase(other);
    into.set("doseQuantity", quantity);
}

std::string dose_row(const Original& old_rows, const std::string& quantity) {
    const Original old = ordered_row(old_rows);
    EditedObject row(old);
    if (!fhir::has_code(old.value["type"], "ordered")) row.set("type", std::string(ordered_type_json));
    set_dose(row, quantity);
    return fmt::format("[{}]", row.text());
}

struct NewDose {
    double value;
    std::string_view unit;
};

void write_dose(EditedObject& into, const Original& old, const NewDose& dose, bool stu3) {
    const std::string quantity = quantity_json(dose.value, dose.unit);
    if (stu3)
        set_dose(into, quantity);
    else
        into.set("doseAndRate", dose_row(old["doseAndRate"], quantity));
}

// --- words that would contradict

void drop_old_words(EditedObject& into, const Original& old) {
    if (speaks_of_dosing(old.value["patientInstruction"].text())) into.erase("patientInstruction");
    std::string kept;
    for (const Original& each : old["additionalInstruction"].elements()) {
        if (speaks_of_dosing(fhir::label(each.value))) continue;
        if (!kept.empty()) kept += ',';
        kept += each.text;
    }
    if (kept.empty())
        into.erase("additionalInstruction");
    else
        into.set("additionalInstruction", fmt::format("[{}]", kept));
}

/// A maximum that fitted the old dose would permit it again.
void drop_old_limits(EditedObject& into, const ChangeOrder& change) {
    if (!change.dose && !change.timing) return;
    into.erase("maxDosePerPeriod");
    into.erase("maxDosePerAdministration");
    if (!change.timing) return;
    for (const std::string_view each :
         {"asNeededBoolean", "asNeededCodeableConcept", "asNeeded", "asNeededFor"})
        into.erase(each);
}

void set_route(EditedObject& into, engine::Route route) {
    for (const std::string_view of_the_old : {"method", "site", "route"}) into.erase(of_the_old);
    if (std::string json = route_json(route); !json.empty()) into.set("route", std::move(json));
}

std::optional<std::string> text_of(const ChangeOrder& change, const Original& old, std::string_view amount) {
    const auto schedule = schedule_of(change);
    if (!schedule) return {};
    const engine::Route route = change.route.value_or(change.order->route);
    std::string text = instruction_text(amount, route, *schedule);
    if (change.days)
        text += length_text(*change.days);
    else
        text += bounds_text(old.value["timing"]["repeat"]);
    return text;
}

}  // namespace

ChangedInstruction changed_instruction(const ChangeOrder& wanted, const Original& draft) {
    const std::vector<Original> all = draft["dosageInstruction"].elements();
    const bool several = all.size() > 1;
    if (several && (!wanted.dose || !wanted.timing)) return {{}, {}, "it has several instructions"};
    const Original old = all.empty() ? Original{} : all.front();
    const auto change = with_words(wanted, old.value);
    const auto amount = change ? amount_of(*change, old.value) : std::nullopt;
    auto text = amount ? text_of(*change, old, amount->text) : std::nullopt;
    if (!text) return {{}, {}, "its instruction does not say plainly how much or how often"};

    EditedObject made(old);
    made.set("text", quoted(*text));
    if (several) made.erase("sequence");
    drop_old_words(made, old);
    drop_old_limits(made, wanted);
    if (change->timing || change->days) made.set("timing", timing_json(*change, old["timing"]));
    if (change->route) set_route(made, *change->route);
    if (const auto dose = change->dose ? change->dose : amount->mg)
        write_dose(made, old, {*dose, change->dose ? change->unit : "mg"}, is_stu3(draft.value));
    return {made.text(), std::move(*text), {}};
}

}  // namespace iim::cards

#include "cards/changed_order.hpp"
#include "cards/prescription.hpp"
#include "fhir/dosage_text.hpp"
#include "fhir/timing.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::ChangeOrder;
using engine::DrugProposal;
using fhir::Json;

/// "6 tablets", "1.5 mL"; nothing without a unit that can be said.
std::optional<std::string> words_of(const fhir::Quantity& quantity) {
    std::string_view unit = quantity.printed.empty() ? quantity.unit : quantity.printed;
    const bool annotation = unit.size() > 2 && unit.starts_with('{') && unit.ends_with('}');
    if (annotation) unit = unit.substr(1, unit.size() - 2);  // UCUM has no tablet: "{tablet}"
    const bool sayable = !unit.empty() && unit.find_first_of("{}1") == unit.npos;
    if (!quantity.value || quantity.comparator || !sayable) return {};
    const bool plural = *quantity.value > 1 && (unit == "tablet" || unit == "capsule");
    return fmt::format("{} {}{}", *quantity.value, unit, plural ? "s" : "");
}

/// doseQuantity or doseRange; an empty view when the dose is written in words only.
Json structured_dose(Json instruction) {
    const Json rows = instruction["doseAndRate"];
    return rows ? ordered_dose(rows) : instruction;
}

std::optional<std::string> written_amount(Json dose) {
    for (const char* name : {"doseQuantity", "doseSimpleQuantity"})
        if (dose[name]) return words_of(fhir::quantity(dose[name]));
    const auto low = fhir::quantity(dose["doseRange"]["low"]),
               high = fhir::quantity(dose["doseRange"]["high"]);
    const auto most = words_of(high);
    if (!most || !low.value || low.unit != high.unit) return {};
    return fmt::format("{} to {}", *low.value, *most);
}

bool has_dose(Json dose) {
    return dose["doseQuantity"] || dose["doseSimpleQuantity"] || dose["doseRange"];
}

bool whole(double number) {
    return number >= 1 - 1e-6 && std::abs(number - std::round(number)) < 1e-6;
}

/// The frequency as it stays, in the numbers of a prescription.
bool read_schedule(const fhir::DosePhase& phase, DrugProposal& into) {
    const fhir::Span& a_day = phase.doses_per_day;
    const bool plain = a_day.hi && *a_day.hi > 0 && (phase.prn || a_day.lo == a_day.hi);
    if (!plain || phase.frequency == fhir::Frequency::once) return false;
    into.weekdays = phase.weekdays;
    into.period = 1;
    for (const auto& [unit, days] : {std::pair{"d", 1.0}, std::pair{"wk", 7.0}}) {
        into.times = *a_day.hi * days;
        into.period_unit = unit;
        if (whole(into.times)) return true;
    }
    into.times = 1;
    into.period = std::round(1 / *a_day.hi);
    into.period_unit = "d";
    return whole(1 / *a_day.hi);
}

/// True when no element says how often: then only words may.
bool has_no_timing(Json instruction) {
    const fhir::Timing timing = fhir::read_timing(instruction["timing"], {});
    return timing.state == fhir::Timing::State::absent && !timing.events;
}

bool has_no_length(Json repeat) {
    for (const char* name : {"boundsDuration", "boundsRange", "boundsPeriod", "boundsQuantity", "count"})
        if (repeat[name]) return false;
    return true;
}

std::optional<int> length_in_words(Json instruction) {
    for (const char* name : {"text", "patientInstruction"}) {
        const auto parts = fhir::parse_dosage_text(instruction[name].text());
        if (parts && parts->size() == 1) return parts->front().days;
    }
    return {};
}

/// "As needed" with no frequency is read as once a day at most; that is no instruction to write.
bool takes_schedule_of_words(ChangeOrder& change) {
    const std::vector<fhir::DosePhase>& phases = change.order->dose.phases;
    DrugProposal plan;
    if (phases.size() != 1 || phases.front().prn || !read_schedule(phases.front(), plan)) return false;
    change.timing = true;
    change.times = plan.times;
    change.period = plan.period;
    change.period_unit = plan.period_unit;
    change.weekdays = plan.weekdays;
    return true;
}

/// One of the words (lower case) stands in the text as a whole word, in any case.
bool has_word(std::string_view text, std::initializer_list<std::string_view> words) {
    std::string word;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char low = at < text.size() ? static_cast<char>(text[at] | 0x20) : ' ';
        if (low >= 'a' && low <= 'z') {
            word += low;
            continue;
        }
        if (std::ranges::find(words, word) != words.end()) return true;
        word.clear();
    }
    return false;
}

}  // namespace

std::optional<ChangeOrder> with_words(ChangeOrder change, Json instruction) {
    if (!change.days && has_no_length(instruction["timing"]["repeat"]))
        change.days = length_in_words(instruction);
    if (!change.timing && has_no_timing(instruction) && !takes_schedule_of_words(change)) return {};
    return change;
}

Json ordered_dose(Json dose_and_rate) {
    for (const Json each : dose_and_rate)
        if (fhir::has_code(each["type"], "ordered")) return each;
    return dose_and_rate.first();
}

std::optional<StatedAmount> amount_of(const ChangeOrder& change, Json instruction) {
    if (change.dose)
        return StatedAmount{fmt::format("{} {}", *change.dose, dose_unit(change.unit).shown), {}};
    const Json dose = structured_dose(instruction);
    if (has_dose(dose)) {
        auto text = written_amount(dose);
        if (!text) return {};
        return StatedAmount{std::move(*text), {}};
    }
    const std::vector<fhir::DosePhase>& phases = change.order->dose.phases;
    if (phases.size() != 1) return {};
    const fhir::Span& mg = phases.front().mg_per_dose;
    if (!mg.hi || mg.lo != mg.hi) return {};
    return StatedAmount{fmt::format("{} mg", *mg.hi), mg.hi};
}

std::optional<std::string> schedule_of(const ChangeOrder& change) {
    DrugProposal plan;
    plan.times = change.times;
    plan.period = change.period;
    plan.period_unit = change.period_unit;
    plan.weekdays = change.weekdays;
    std::string_view when_needed;
    if (!change.timing) {
        const std::vector<fhir::DosePhase>& phases = change.order->dose.phases;
        const bool plain = phases.size() == 1 && !phases.front().timing_conflict;
        if (!plain || !read_schedule(phases.front(), plan)) return {};
        if (phases.front().prn) when_needed = " as needed";
    }
    std::string text = schedule_text(plan);
    if (text.empty()) return {};
    return text.append(when_needed);
}

std::string bounds_text(Json repeat) {
    const auto words = [](const fhir::Quantity& quantity) -> std::string {
        const auto days = quantity.value ? fhir::unit_days(quantity.unit) : std::nullopt;
        if (!days) return {};
        const double length = *quantity.value * *days;
        return fmt::format(" for {} day{}", length, length == 1 ? "" : "s");
    };
    if (const Json length = repeat["boundsDuration"]) return words(fhir::quantity(length));
    if (const Json range = repeat["boundsRange"]) return words(fhir::quantity(range["high"]));
    const Json period = repeat["boundsPeriod"];
    std::string text;
    if (const auto start = period["start"].text(); !start.empty())
        text += fmt::format(" from {}", start.substr(0, 10));
    if (const auto end = period["end"].text(); !end.empty())
        text += fmt::format(" until {}", end.substr(0, 10));
    return text;
}

bool speaks_of_dosing(std::string_view text) {
    if (std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; })) return true;
    return has_word(text, {"half",      "one",      "two",     "three",    "four",    "five",   "six",
                           "seven",     "eight",    "nine",    "ten",      "once",    "twice",  "thrice",
                           "times",     "daily",    "weekly",  "month",    "monthly", "day",    "days",
                           "week",      "weeks",    "tablet",  "tablets",  "tab",     "tabs",   "capsule",
                           "capsules",  "morning",  "evening", "night",    "nightly", "monday", "tuesday",
                           "wednesday", "thursday", "friday",  "saturday", "sunday",  "every",  "each",
                           "bid",       "tid",      "qid",     "needed",   "until",   "stop"});
}

}  // namespace iim::cards

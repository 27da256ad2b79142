#include "cards/changed_order.hpp"
#include "cards/dosage_json.hpp"
#include "cards/edited_object.hpp"
#include "cards/prescription.hpp"
#include "fhir/date.hpp"
#include "fhir/types.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
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

void set_length(EditedObject& repeat, const ChangeOrder& change) {
    for (const std::string_view each : {"count", "countMax"}) repeat.erase(each);
    for (const std::string_view each : bounds_members) repeat.erase(each);
    if (change.starts.empty()) {
        repeat.set("boundsDuration", days_json(*change.days));
        return;
    }
    const engine::Day first = change.starts.front();
    fhir::Writer period;
    period.begin_object().member("start", fhir::to_string(first));
    period.member("end", fhir::to_string(first + engine::Days(*change.days - 1))).end_object();
    repeat.set("boundsPeriod", period.take());
}

/// One date for each day of each course.
std::string dates_json(const ChangeOrder& change) {
    fhir::Writer dates;
    dates.begin_array();
    for (const engine::Day start : change.starts)
        for (int day = 0; day < *change.days; ++day) dates.value(fhir::to_string(start + engine::Days(day)));
    return dates.end_array().take();
}

std::string timing_json(const ChangeOrder& change, const Original& old) {
    EditedObject timing(old), repeat(old["repeat"]);
    if (change.timing) {
        timing.erase("code");
        timing.erase("event");
        set_frequency(repeat, change, old.value["repeat"]);
    }
    if (change.days && change.starts.size() > 1) {
        timing.erase("repeat");
        timing.set("event", dates_json(change));
        return timing.text();
    }
    if (change.days) set_length(repeat, change);
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

void drop_rates(EditedObject& into) {
    for (const std::string_view each : {"rateQuantity", "rateSimpleQuantity", "rateRange", "rateRatio"})
        into.erase(each);
}

struct NewDose {
    double value;
    std::string_view unit;
    bool without_rate;
};

std::string dose_row(const Original& old_rows, const std::string& quantity, bool without_rate) {
    const Original old = ordered_row(old_rows);
    EditedObject row(old);
    if (!fhir::has_code(old.value["type"], "ordered")) row.set("type", std::string(ordered_type_json));
    set_dose(row, quantity);
    if (without_rate) drop_rates(row);
    return fmt::format("[{}]", row.text());
}

void write_dose(EditedObject& into, const Original& old, const NewDose& dose, bool stu3) {
    const std::string quantity = quantity_json(dose.value, dose.unit);
    if (dose.without_rate) drop_rates(into);
    if (stu3)
        set_dose(into, quantity);
    else
        into.set("doseAndRate", dose_row(old["doseAndRate"], quantity, dose.without_rate));
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
    if (!change.days) return text + bounds_text(old.value["timing"]["repeat"]);
    text += length_text(*change.days);
    for (std::size_t i = 0; i < change.starts.size(); ++i)
        text += (i == 0 ? " from " : ", ") + fhir::to_string(change.starts[i]);
    return text;
}

/// Steps that follow one another: a change that states no length of its own would keep the dates of one and
/// lose the others.
bool has_steps(const engine::Order& order) {
    const std::vector<fhir::DosePhase>& phases = order.dose.phases;
    return std::ranges::any_of(phases, [&](const fhir::DosePhase& each) {
        return !each.dated || each.start != phases.front().start || each.end != phases.front().end;
    });
}

/// Why its instructions are not rewritten into one; empty when they may be.
std::string_view obstacle(const ChangeOrder& wanted, bool several) {
    if (several && (!wanted.dose || !wanted.timing)) return "it has several instructions";
    if (!wanted.days && has_steps(*wanted.order)) return "it has several steps with dates of their own";
    return {};
}

}  // namespace

ChangedInstruction changed_instruction(const ChangeOrder& wanted, const Original& draft) {
    const std::vector<Original> all = draft["dosageInstruction"].elements();
    const bool several = all.size() > 1;
    if (const auto why = obstacle(wanted, several); !why.empty()) return {{}, {}, why};
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
        write_dose(
            made, old, {*dose, change->dose ? change->unit : "mg", wanted.without_rate}, is_stu3(draft.value)
        );
    return {made.text(), std::move(*text), {}};
}

}  // namespace iim::cards

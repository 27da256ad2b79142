#include "engine/derive/dose_peak.hpp"
#include "engine/evidence.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_risk.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using mtx::Rhythm;
using mtx::Schedule;
using mtx::WeeklyLimit;

constexpr std::array sources{seed_001, seed_002, seed_003, share17, mtx3e};
constexpr auto overrides = word_list<4>("dose-intentional specialist-plan oncology-protocol data-incorrect");
constexpr auto parameter_names =
    word_list<7>("mtx.max_week mtx.max_week_child mtx.max_m2 mtx.max_start mtx.start_dose "
                 "mtx.split_hours mtx.supply_weeks");

constexpr double reached_mg = 25;  ///< within 3-6 months (source document 001)

struct Week {
    JudgedDose dose;
    Schedule schedule;
    std::optional<double> mg;  ///< the highest weekly total
};

Week week_of(const Patient& patient, const Order& order) {
    Week week{
        judged_dose(patient, order, group::methotrexate),
        mtx::schedule_of(order, patient.now(), patient.policy().mtx_split_hours),
        {}};
    week.mg = week.dose.peak.mg_per_week.hi;
    if (!week.mg && week.schedule.weekly_by_text) week.mg = week.schedule.dose_mg;
    return week;
}

std::string_view what_for(const Patient& patient) {
    const bool myositis = patient.iim().has() || patient.iim().possible_only();
    return myositis ? "for myositis" : "outside oncology";
}

std::vector<std::string> facts_of(const Order& order, const Week& week) {
    std::vector<std::string> facts{
        fmt::format("Weekly total {} mg{}", words::number(*week.mg), words::from(order.source))};
    if (!week.schedule.written.empty()) facts.push_back("The order says: " + week.schedule.written);
    for (const Order* other : week.dose.orders)
        if (other != &order)
            facts.push_back("Counted together with another order" + words::from(other->source));
    if (order.reported) facts.emplace_back("Patient-reported: not an order of this service's users");
    return facts;
}

std::vector<std::string> usual_doses(const Patient& patient, const WeeklyLimit& limit) {
    const Policy& policy = patient.policy();
    if (limit.child)
        return {
            words::with_limits(
                "Children: usual 15 mg/m2 once weekly, accepted up to {mtx.max_m2} mg/m2", policy
            ),
            "Above 40 mg a week is outside every published range for children"};
    return {
        words::with_limits("Usual: start 7.5-{mtx.max_start} mg, 15-{mtx.max_week} mg once weekly", policy)
            + (policy.mtx_max_week < reached_mg
                   ? ""
                   : "; about 25 mg is reached within 3-6 months (source document 001)"),
        "Usual steps are 2.5-5 mg every 2-4 weeks; larger weekly steps in one reference text match "
        "azathioprine titration and are not used"};
}

void note_limits(Finding& finding, const WeeklyLimit& limit) {
    if (limit.surface_missing)
        finding.not_checked.emplace_back(
            "height or weight missing: the limit per body surface area was not checked"
        );
    if (limit.age_unknown) finding.not_checked.emplace_back("age is not known: the lower limit was used");
}

/// A dose can be rewritten where the order is plainly weekly; another rhythm is R04's matter.
void offer_lower(Finding& finding, const Patient& patient, const Order& order, const Week& week) {
    if (!mtx::is_editable(order)) return;
    const std::string avoid = mtx::reason_to_avoid(patient);
    if (!avoid.empty())
        finding.consider.push_back(
            fmt::format("Not offered: a lower dose, with {} methotrexate is avoided", avoid)
        );
    if (week.dose.sum() || !avoid.empty())
        finding.suggest({"Remove this methotrexate order", {RemoveOrder{&order}}, false});
    else if (week.schedule.rhythm == Rhythm::weekly && week.schedule.one_instruction && !week.schedule.weekly_by_text)
        finding.suggestions = mtx::lower_doses(patient, order, mtx::weekly_limit(patient));
}

void say_excess(const Patient& patient, const Order& order, const Week& week, Findings& found) {
    const WeeklyLimit limit = mtx::weekly_limit(patient);
    const Indicator strength = order.reported ? Indicator::info : *mtx::excess(limit, *week.mg);
    const bool per_surface = limit.lowest() < limit.mg;
    Finding& finding = found.add(
        strength,
        &order,
        fmt::format(
            "Methotrexate {} mg/week exceeds the usual maximum of {} mg/week {}{}",
            words::number(*week.mg),
            words::number(limit.lowest()),
            per_surface ? fmt::format("({} mg/m2) ", words::number(patient.policy().mtx_max_m2)) : "",
            what_for(patient)
        )
    );
    finding.why = facts_of(order, week);
    if (per_surface)
        finding.because(fmt::format("Body surface area {} m2", words::number(*patient.facts().body.bsa_m2)));
    finding.consider = usual_doses(patient, limit);
    note_limits(finding, limit);
    if (order.dose.has(fhir::ambiguous)) finding.not_checked.push_back(gap_line("methotrexate", order));
    offer_lower(finding, patient, order, week);
    finding.trigger = words::number(*week.mg) + " mg/week";
}

void say_high_start(const Patient& patient, const Order& order, const Week& week, Findings& found) {
    const auto start = mtx::starting_week(order, patient.now());
    const double first = start ? *start : *week.mg;
    const double most = mtx::starting_limit(patient);
    if (!patient.facts().demographics.adult() || !patient.is_new(order) || first <= most + 1e-6) return;
    Finding& finding = found.info(
        &order,
        "Methotrexate {} mg/week is above the usual starting dose of {} mg/week",
        words::number(first),
        words::number(most)
    );
    finding.why = facts_of(order, week);
    const WeeklyLimit limit = mtx::weekly_limit(patient);
    finding.consider = usual_doses(patient, limit);
    if (mtx::is_editable(order) && week.schedule.rhythm == Rhythm::weekly && week.schedule.one_instruction
        && !week.dose.sum() && !week.schedule.weekly_by_text && mtx::reason_to_avoid(patient).empty())
        if (auto lower = mtx::lower_start(patient, order, limit, first)) finding.suggest(std::move(*lower));
    finding.trigger = fmt::format("start {} mg/week", words::number(first));
}

void say_low(const Patient& patient, const Order& order, const Week& week, Findings& found) {
    Finding& finding = found.info(
        &order,
        "Methotrexate {} mg/week for 12 weeks or more is below the usual 7.5-{} mg/week: review the dose",
        words::number(*week.mg),
        words::number(patient.policy().mtx_max_week)
    );
    finding.why = facts_of(order, week);
    finding.trigger = fmt::format("low {} mg/week", words::number(*week.mg));
}

/// R60 says it where an order is written; here only those who get no card of R60.
void say_unknown(const Patient& patient, const Order& order, Findings& found) {
    const std::string line = gap_line("methotrexate", order);
    if (patient.hook() == Hook::patient_view) return found.gap(line);
    if (patient.hook() != Hook::encounter_discharge || order.reported) return;
    Finding& finding = found.info(&order, "Methotrexate: could not compute the weekly dose");
    if (!order.dose.raw.empty()) finding.because("The order says: " + order.dose.raw);
    finding.not_checked = {line};
    finding.data_gap = true;
    finding.trigger = "weekly dose unknown";
}

void judge(const Patient& patient, const Order& order, const Week& week, Findings& found) {
    if (!week.mg) return say_unknown(patient, order, found);
    const WeeklyLimit limit = mtx::weekly_limit(patient);
    if (limit.surface_missing)
        found.gap("Methotrexate: height or weight missing, the limit per body surface area was not checked");
    if (mtx::excess(limit, *week.mg)) return say_excess(patient, order, week, found);
    if (patient.hook() != Hook::patient_view && !order.reported) say_high_start(patient, order, week, found);
    if (mtx::is_long_below_usual(patient, order, *week.mg)) say_low(patient, order, week, found);
}

void check(const Patient& patient, Findings& found) {
    std::vector<const Order*> added_up;
    for (const Order* order : mtx::in_question(patient)) {
        const bool single_injection = mtx::is_single_dose(*order) && order->route != Route::oral;
        if (mtx::is_oncology(patient, *order) || single_injection) continue;
        const Week week = week_of(patient, *order);
        if (week.dose.sum() && std::ranges::find(added_up, order) != added_up.end()) continue;
        if (week.dose.sum()) added_up = week.dose.orders;
        judge(patient, *order, week, found);
    }
}

}  // namespace

extern constinit const Rule methotrexate_dose_limit = {
    .number = "R05",
    .id = "methotrexate-dose-limit",
    .title = "Weekly methotrexate dose out of range",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 96,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::mtx_dose,
    .rank = 2,
    .why = "More than 25 mg a week adds toxicity; weekly doses are easily confused with daily ones.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

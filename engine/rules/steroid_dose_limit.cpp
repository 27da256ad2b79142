#include "engine/evidence.hpp"
#include "engine/options/step_down.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/steroid_pulse.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace steroid_limit;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_003, seed_004, bsr22};
constexpr auto overrides = word_list<4>("dose-intentional specialist-plan other-indication data-incorrect");
constexpr auto parameter_names =
    word_list<6>("steroid.max_mg steroid.max_mgkg jdm.max_mg jdm.max_mgkg pulse.max_mg pulse.max_days");

constexpr double adult_tolerance = 1.1, adult_critical_mg_per_kg = 2;

std::string weight_fact(const Patient& patient) {
    const Anthropometrics& body = patient.facts().body;
    return fmt::format(
        "Body weight {} kg{}{}",
        words::number(*body.weight_kg),
        body.weight_date ? " on " + fhir::to_string(*body.weight_date) : "",
        body.weight_stale ? " (not recent)" : ""
    );
}

std::vector<std::string> not_checked(const Patient& patient, const Limits& limits) {
    std::vector<std::string> lines;
    if (!patient.facts().body.weight_kg) lines.emplace_back("mg/kg not checked: weight not available");
    if (limits.age_unknown)
        lines.push_back(fmt::format(
            "age not available: the lower maximum of {} mg/day was used", words::number(limits.mg)
        ));
    return lines;
}

// --- by mouth

/// mg and, when the weight is known, mg/kg against the limits; nothing when the dose is usual.
std::optional<Indicator> oral_strength(const Limits& limits, double mg, std::optional<double> mg_per_kg) {
    if (limits.checkpoint_inhibitor && mg_per_kg) {
        if (!above(*mg_per_kg, adult_critical_mg_per_kg)) return {};
        return Indicator::critical;
    }
    const double kg = mg_per_kg.value_or(0);
    const double critical_kg = limits.adult ? adult_critical_mg_per_kg : far_above * limits.mg_per_kg;
    const bool cap_is_sure = !limits.checkpoint_inhibitor;
    if (cap_is_sure && (above(mg, far_above * limits.mg) || above(kg, critical_kg)))
        return Indicator::critical;
    if (above(mg, limits.mg)) return Indicator::warning;
    if (limits.adult && above(kg, adult_tolerance * limits.mg_per_kg)) return Indicator::info;
    if (!limits.adult && above(kg, limits.mg_per_kg)) return Indicator::warning;
    return {};
}

/// The drafts alone decide what is critical; with what is taken besides it stays a warning, since that may be
/// meant to stop. What only the patient reports is information (RULES 2.4).
std::optional<Indicator> oral_strength(const Patient& patient, const Limits& limits, const OralDose& dose) {
    const auto all = oral_strength(limits, dose.mg, per_kg(patient, dose.mg));
    if (!all) return {};
    if (dose.lead->order->reported) return Indicator::info;
    if (dose.active.empty()) return all;
    const bool additional =
        std::ranges::any_of(dose.drafts, [](const Course* each) { return each->order->additional; });
    if (additional) return all;
    const auto alone = oral_strength(limits, dose.without_active, per_kg(patient, dose.without_active));
    return std::max(alone.value_or(Indicator::info), std::min(*all, Indicator::warning));
}

std::string oral_summary(const Limits& limits, double mg, std::optional<double> mg_per_kg) {
    const bool by_mg = above(mg, limits.mg) && !(limits.checkpoint_inhibitor && mg_per_kg);
    if (by_mg)
        return fmt::format(
            "Prednisone-equivalent {} mg/day exceeds the usual maximum of {} mg/day{}",
            words::number(mg),
            words::number(limits.mg),
            mg_per_kg ? fmt::format(", {} mg/kg", words::number(*mg_per_kg)) : ""
        );
    return fmt::format(
        "Prednisone-equivalent {} mg/day is {} mg/kg, above the usual maximum of {} mg/kg/day",
        words::number(mg),
        words::number(mg_per_kg.value_or(0)),
        words::number(limits.checkpoint_inhibitor ? adult_critical_mg_per_kg : limits.mg_per_kg)
    );
}

std::string usual_range(const Limits& limits) {
    if (limits.checkpoint_inhibitor)
        return "Checkpoint-inhibitor myositis: 1-2 mg/kg/day is accepted, at most 2 mg/kg/day";
    if (limits.adult)
        return fmt::format(
            "Usual start in adults 0.5-1 mg/kg/day, at most {} mg/day; the BSR guideline names 40-60 mg/day",
            words::number(limits.mg)
        );
    return fmt::format("Usual in children 1-2 mg/kg/day, at most {} mg/day", words::number(limits.mg));
}

/// The usual maximum, in the drug that is ordered. Nothing where it would overwrite a taper, an "as needed"
/// or another order.
void offer_lower_dose(Finding& finding, const Patient& patient, const Limits& limits, const OralDose& dose) {
    const Order& order = *dose.lead->order;
    const bool open_draft = order.state == OrderState::draft && order.in_context;
    const bool one_dose = is_daily_step(order) && !order.dose.phases.front().prn;
    if (!open_draft || !one_dose || dose.drafts.size() > 1 || !dose.active.empty()) return;
    double most = limits.mg;
    if (const auto weight = patient.facts().body.weight_kg) {
        const double by_weight =
            (limits.checkpoint_inhibitor ? adult_critical_mg_per_kg : limits.mg_per_kg) * *weight;
        most = limits.checkpoint_inhibitor ? by_weight : std::min(most, by_weight);
    }
    const auto mg = tablets_for(dose.lead->steroid, most);
    if (!mg || *mg <= 0 || *mg * dose.lead->factor >= dose.mg - slack) return;
    ChangeOrder change;
    change.order = &order;
    change.dose = *mg;
    finding.suggest(
        {fmt::format("Change {} to {} mg once daily", patient.name(dose.lead->steroid), words::number(*mg)),
         {std::move(change)},
         false}
    );
}

void judge_oral(const Patient& patient, const Limits& limits, Findings& found) {
    const auto dose = oral_dose(patient);
    if (!dose) return;
    const auto strength = oral_strength(patient, limits, *dose);
    if (!strength) return;
    const auto mg_per_kg = per_kg(patient, dose->mg);
    Finding& finding = found.add(*strength, dose->lead->order, oral_summary(limits, dose->mg, mg_per_kg));
    for (const auto* courses : {&dose->drafts, &dose->active})
        for (const Course* each : *courses) finding.because(describe(patient, *each));
    if (!dose->active.empty())
        finding.because("No order of this call replaces what is active: both were added up");
    if (mg_per_kg) finding.because(weight_fact(patient));
    finding.consider = {usual_range(limits)};
    if (steps_down(*dose->lead->order))
        finding.consider.emplace_back("The highest step of the schedule was judged, not the sum of its steps"
        );
    finding.not_checked = not_checked(patient, limits);
    offer_lower_dose(finding, patient, limits, *dose);
    finding.trigger = words::number(dose->mg) + " mg/day";
}

// --- pulses

void judge_pulses(const Patient& patient, const Limits& limits, Findings& found) {
    for (const Pulse& pulse : pulses(patient)) {
        auto strength = pulse_strength(patient, limits, pulse);
        if (!strength) continue;
        if (pulse.course->order->reported) strength = Indicator::info;
        Finding& finding = found.add(*strength, pulse.course->order, pulse_summary(patient, limits, pulse));
        finding.because(describe(patient, *pulse.course));
        for (const Course* other : pulse.besides) finding.because(describe(patient, *other));
        if (!pulse.besides.empty())
            finding.because("These orders are given on the same days, so their doses were added up");
        if (per_kg(patient, pulse.mg)) finding.because(weight_fact(patient));
        finding.consider = {fmt::format(
            "A pulse is usually 250-{} mg/day for 1-{} days (up to {} mg/kg)",
            words::number(patient.policy().pulse_max_mg),
            words::number(patient.policy().pulse_max_days),
            words::number(limits.pulse_mg_per_kg)
        )};
        finding.not_checked = not_checked(patient, limits);
        offer_usual_pulse(finding, patient, limits, pulse);
        finding.trigger = fmt::format("pulse {} mg x {} days", words::number(pulse.mg), pulse.days);
    }
}

void check(const Patient& patient, Findings& found) {
    const Limits limits = limits_of(patient);
    judge_oral(patient, limits, found);
    judge_pulses(patient, limits, found);
}

}  // namespace

extern constinit const Rule steroid_dose_limit = {
    .number = "R11",
    .id = "steroid-dose-limit",
    .title = "Corticosteroid above the usual maximum",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 74,
    .hooks = Hook::order_select | Hook::order_sign | Hook::encounter_discharge,
    .may_be_critical = true,
    .group = Group::steroid_dose,
    .rank = 1,
    .why = "Above the usual maximum a corticosteroid adds harm and no further benefit.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

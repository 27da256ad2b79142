#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/taper_offer.hpp"
#include "engine/options/taper_speed.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using steroid_limit::Course;
using taper::FastBecause;
using taper::FastFall;

constexpr std::array sources{seed_004, seed_000, seed_001, ese24};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<12>("taper.fast_interval_days taper.fast_fraction jdm.max_mg jdm.max_mgkg jdm.taper "
                  "steroid.max_mg taper.hold_days taper.maintenance_mg taper.step_above_40 "
                  "taper.step_days taper.tail_days taper.tail_step");

constexpr double slack = 1e-3;  // the timeline keeps floats

/// The steroid that is about to be signed, or that the patient goes home with; the highest of several.
const Course* subject(const Patient& patient) {
    const auto in_question = patient.ordering(group::corticosteroids);
    const Course* highest = nullptr;
    for (const Course& course : patient.steroid().courses()) {
        const bool daily = course.kind == SteroidClass::ordinary || course.kind == SteroidClass::burst;
        const bool counts = daily && course.peak.hi && steroid_limit::is_in_question(in_question, course)
                            && !indication::is_clear(*course.order);
        if (counts && (!highest || *course.peak.hi > *highest->peak.hi)) highest = &course;
    }
    return highest;
}

/// The dose to go down from (RULES 7.1: a plan starts at the current dose): the order may itself be the fall.
double taken_until(const Patient& patient, const Course& course) {
    const Day start = std::max(course.start.value_or(patient.now()), patient.now());
    const double before = patient.steroid().on(start - Days(1));
    const bool by_mouth = before <= patient.policy().steroid_max_mg + slack;
    return by_mouth ? std::max(before, *course.peak.hi) : *course.peak.hi;
}

/// The lowest step that no date can be given to, prednisone-equivalent.
std::optional<double> undated_step(const Course& course) {
    std::optional<double> lowest;
    for (const fhir::DosePhase& phase : course.order->dose.phases) {
        if (phase.dated || !phase.mg_per_day.hi) continue;
        const double mg = *phase.mg_per_day.hi * course.factor;
        if (mg > 0 && mg < *course.peak.hi - slack) lowest = std::min(lowest.value_or(mg), mg);
    }
    return lowest;
}

std::string within(int days) {
    return days == 0 ? "in one step" : fmt::format("in {} {}", days, days == 1 ? "day" : "days");
}

std::string_view reason(FastBecause because) {
    switch (because) {
    case FastBecause::from_40_to_10: return "From 40 mg or more to 10 mg or less in less than 28 days";
    case FastBecause::from_40_to_20: return "From 40 mg or more to below 20 mg in less than 28 days";
    case FastBecause::large_step: return "A large step soon after the one before";
    case FastBecause::early_first_step: return "The first step down comes less than 14 days after the start";
    }
    return {};
}

void warn(const Patient& patient, const Course& course, const FastFall& fall, Findings& found) {
    Finding& finding = found.add(
        fall.because == FastBecause::from_40_to_10 ? Indicator::warning : Indicator::info,
        course.order,
        fmt::format(
            "Planned steroid reduction from {} to {} mg {} is faster than usual tapering: relapse risk",
            words::number(fall.from),
            words::number(fall.to),
            within(fall.days)
        )
    );
    finding.because(steroid_limit::describe(patient, course));
    finding.because(fmt::format(
        "{}: {} to {} mg/day (prednisone-equivalent) on {}",
        reason(fall.because),
        words::number(fall.from),
        words::number(fall.to),
        fhir::to_string(fall.on)
    ));
    finding.consider = {
        "Too rapid tapering can cause a relapse (source document 004)",
        "Usual steps, every 2 weeks by response: 10 mg down to 30 mg, 5 mg down to 20 mg, then 2.5 mg "
        "(source "
        "documents 000, 001)"};
    offer_tapers(finding, patient, {course.order, course.steroid, taken_until(patient, course)}, every_taper);
    finding.trigger = fmt::format("{} to {} mg", words::number(fall.from), words::number(fall.to));
}

void say_undated(const Patient& patient, const Course& course, double lowest, Findings& found) {
    Finding& finding = found.info(
        course.order,
        "Planned steroid reduction from {} to {} mg has no dates: how fast it is could not be checked",
        words::number(*course.peak.hi),
        words::number(lowest)
    );
    finding.because(steroid_limit::describe(patient, course));
    finding.not_checked = {"the days on which the dose goes down"};
    finding.consider = {
        "Write the dates of each step: too rapid tapering can cause a relapse (source document 004)"};
    offer_tapers(finding, patient, {course.order, course.steroid, taken_until(patient, course)}, every_taper);
    finding.trigger = fmt::format("undated to {} mg", words::number(lowest));
}

void check(const Patient& patient, Findings& found) {
    if (found.holds("checkpoint-inhibitor myositis", patient.iim().subtype == Subtype::ici)) return;
    const Course* const course = subject(patient);
    if (!found.holds("a systemic steroid is ordered, for no other disease", course != nullptr)) return;
    const auto fall = taper::fastest_fall(patient);
    if (found.holds("a planned step or fall is faster than usual", fall.has_value()))
        return warn(patient, *course, *fall, found);
    const auto lowest = undated_step(*course);
    if (found.holds("lower steps are planned without dates", lowest.has_value()))
        say_undated(patient, *course, *lowest, found);
}

}  // namespace

extern constinit const Rule steroid_taper_too_fast = {
    .number = "R37",
    .id = "steroid-taper-too-fast",
    .title = "Steroid taper faster than usual",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 32,
    .hooks = Hook::order_sign | Hook::encounter_discharge,
    .group = Group::steroid_taper,
    .rank = 2,
    .why = "A steroid that goes down too fast can bring the myositis back.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

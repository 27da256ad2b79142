#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/facts/words.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/step_down.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/taper_offer.hpp"
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
using steroid_limit::slack;

constexpr std::array sources{seed_000, seed_001, seed_004, seed_002};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<12>("taper.plan_min_mg taper.plan_window_days jdm.max_mg jdm.max_mgkg jdm.taper "
                  "steroid.max_mg taper.hold_days taper.maintenance_mg taper.step_above_40 "
                  "taper.step_days taper.tail_days taper.tail_step");

/// Another order that begins later with less.
bool has_lower_order(const Patient& patient, const Course& course) {
    return std::ranges::any_of(patient.steroid().courses(), [&](const Course& other) {
        return &other != &course && other.peak.hi && *other.peak.hi < *course.peak.hi - slack && other.start
               && *other.start > patient.now() && (!course.start || *other.start > *course.start);
    });
}

/// It begins later with less than another order: it is a step of a taper itself. What follows a pulse is not.
bool is_lower_step(const Patient& patient, const Course& course) {
    return std::ranges::any_of(patient.steroid().courses(), [&](const Course& other) {
        return &other != &course && other.kind != SteroidClass::pulse && other.peak.hi
               && *other.peak.hi > *course.peak.hi + slack && other.start && course.start
               && *course.start > patient.now() && *course.start > *other.start;
    });
}

/// The first day of the present treatment, of a course that is only planned its own.
Day begun(const Patient& patient, const Course& course) {
    const Day start = std::max(course.start.value_or(patient.now()), patient.now());
    if (!is_draft(*course.order))
        return std::min(course.start.value_or(start), patient.steroid().start_date().value_or(start));
    return patient.steroid().start_date().value_or(start);
}

/// Its words plan a taper that cannot be read: whether a lower step follows is not known (RULES 2.1).
bool tapers_in_words(const Order& order) {
    constexpr std::array denials{"no taper", "not taper", "without taper", "do not taper"};
    return std::ranges::any_of(order.remarks, [&](std::string_view text) {
        const bool denied =
            std::ranges::any_of(denials, [&](const char* each) { return has_part(text, each); });
        return has_part(text, "taper") && !denied;
    });
}

/// An ordinary course of at least taper.plan_min_mg, begun in the last 8 weeks, of which no end and no lower
/// step is written.
bool lacks_plan(const Patient& patient, const Course& course) {
    const Policy& policy = patient.policy();
    const bool counts = course.kind == SteroidClass::ordinary && course.readable && course.open
                        && course.peak.hi && *course.peak.hi >= policy.taper_plan_min_mg - slack;
    const bool as_needed = std::ranges::any_of(course.order->dose.phases, &fhir::DosePhase::prn);
    if (!counts || as_needed || indication::is_clear(*course.order)) return false;
    const auto days = (patient.now() - begun(patient, course)).count();
    return days <= static_cast<long>(policy.taper_plan_window_days) && !steps_down(*course.order)
           && !tapers_in_words(*course.order) && !has_lower_order(patient, course)
           && !is_lower_step(patient, course);
}

const Course* without_plan(const Patient& patient) {
    const bool signing = patient.hook() == Hook::order_sign;
    const auto in_question = patient.ordering(group::corticosteroids);
    const Course* highest = nullptr;
    for (const Course& course : patient.steroid().courses()) {
        const bool subject = signing ? steroid_limit::is_in_question(in_question, course)
                                     : course.order->state == OrderState::current;
        if (!subject || !lacks_plan(patient, course)) continue;
        if (!highest || *course.peak.hi > *highest->peak.hi) highest = &course;
    }
    return highest;
}

void check(const Patient& patient, Findings& found) {
    const Course* course = without_plan(patient);
    if (!course) return;
    const bool going_home = patient.hook() == Hook::encounter_discharge;
    Finding& finding = found.add(
        going_home ? Indicator::warning : Indicator::info,
        course->order,
        fmt::format(
            "{} {} mg/day has no taper or stop date: consider a tapering schedule from week 4",
            words::capitalised(patient.name(course->steroid)),
            words::number(*course->peak.hi / course->factor)
        )
    );
    finding.because(steroid_limit::describe(patient, *course));
    finding.because(fmt::format("Taken since {}", fhir::to_string(begun(patient, *course))));
    finding.because(
        course->end_estimated ? "Only the end of the supply is recorded, no stop date"
                              : "No stop date and no lower step were found"
    );
    finding.consider = {
        "First step down after about 4 weeks, then every 2 weeks by 10 mg to 30 mg, by 5 mg to 20 mg and by "
        "2.5 mg below (source documents 000, 004)",
        "Stop, or keep a low maintenance dose below 5 mg/day, by response (source document 002)"};
    offer_tapers(finding, patient, {course->order, course->steroid, *course->peak.hi}, every_taper);
    finding.trigger = fmt::format("{} mg/day open-ended", words::number(*course->peak.hi));
}

}  // namespace

extern constinit const Rule steroid_taper_plan_missing = {
    .number = "R35",
    .id = "steroid-taper-plan-missing",
    .title = "No taper or stop date of the steroid",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 30,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::encounter_discharge,
    .group = Group::steroid_taper,
    .rank = 4,
    .why = "An open-ended order goes on: without a plan the steroid is taken longer than needed.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/taper_offer.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using steroid_limit::Course;

constexpr std::array sources{seed_001, seed_003, seed_000};
constexpr auto overrides = word_list<2>("specialist-plan active-infection");
constexpr auto parameter_names =
    word_list<12>("steroid.prolonged_days steroid.prolonged_warning_days jdm.max_mg jdm.max_mgkg "
                  "jdm.taper steroid.max_mg taper.hold_days taper.maintenance_mg "
                  "taper.step_above_40 taper.step_days taper.tail_days taper.tail_step");

constexpr double high_mg = 20;
constexpr double slack = 1e-3;  // the timeline keeps floats
constexpr Days recent{28};

/// The course that is about to be signed or renewed, elsewhere what is taken.
const Course* subject(const Patient& patient) {
    const bool chart = patient.hook() == Hook::patient_view;
    const auto in_question = patient.ordering(group::corticosteroids);
    const Course* highest = nullptr;
    for (const Course& course : patient.steroid().courses()) {
        const bool asked = chart ? course.order->state == OrderState::current
                                 : steroid_limit::is_in_question(in_question, course);
        const bool counts = asked && course.peak.hi && course.kind != SteroidClass::pulse
                            && course.kind != SteroidClass::premed
                            && course.kind != SteroidClass::replacement;
        if (counts && (!highest || *course.peak.hi > *highest->peak.hi)) highest = &course;
    }
    return highest;
}

/// A lower dose than the day before, today included.
bool was_lowered(const Patient& patient) {
    const SteroidTimeline& steroid = patient.steroid();
    for (Day day = patient.now() - recent; day <= patient.now(); day += Days(1))
        if (steroid.on(day) < steroid.on(day - Days(1)) - slack) return true;
    return false;
}

/// A relapse is being treated: the dose stays high for a reason.
bool has_fresh_relapse(const Patient& patient) {
    return std::ranges::any_of(patient.facts().conditions, [&](const Condition& each) {
        const auto day = each.since();
        return each.active() && each.relapse && names_myositis(each) && day && *day <= patient.now()
               && patient.now() - *day <= recent;
    });
}

/// Drugs beside the steroid, for the review.
std::string agents(const Patient& patient) {
    std::vector<std::string> names;
    for (const Concept one : patient.steroid_sparing()) names.emplace_back(patient.name(one));
    return names.empty() ? "No steroid-sparing agent is recorded" : "Recorded: " + words::all_of(names);
}

void check(const Patient& patient, Findings& found) {
    const Course* course = subject(patient);
    const auto run = patient.steroid().run(high_mg);
    if (!course || !run || run->start > patient.now()
        || run->past_days < patient.policy().steroid_prolonged_days)
        return;
    if (patient.iim().severe == Truth::yes || was_lowered(patient) || is_being_lowered(patient)) return;
    if (found.holds("a relapse recorded in the last 28 days", has_fresh_relapse(patient))) return;
    const bool very_long = run->past_days >= patient.policy().steroid_prolonged_warning_days;
    Finding& finding = found.add(
        very_long ? Indicator::warning : Indicator::info,
        course->order,
        fmt::format(
            "At least {} mg prednisone for {} weeks without reduction: review response, tapering and "
            "steroid-sparing dose",
            words::number(high_mg),
            run->past_days / 7
        )
    );
    finding.because(steroid_limit::describe(patient, *course));
    finding.because(fmt::format(
        "At least {} mg/day since {} ({} days), no reduction in the last 28 days",
        words::number(high_mg),
        fhir::to_string(run->start),
        run->past_days
    ));
    finding.because(fmt::format(
        "Cumulative dose of the last year {} mg prednisone; ordered dose, intake not confirmed",
        words::number(patient.steroid().cumulative_mg_last_year())
    ));
    finding.because(agents(patient));
    finding.consider = {
        "Usual start of the taper: 2-4 weeks (source documents 000, 001), 4-6 weeks (source document 003)",
        "Review the response, the dose of the steroid-sparing agent, and escalation when it is insufficient"};
    offer_tapers(finding, patient, {course->order, course->steroid, *course->peak.hi}, every_taper);
    if (auto review = pathway::specialist(
            patient,
            "Ask a specialist to review the steroid-sparing dose and escalation",
            "Prolonged high-dose steroid: response, dose of the steroid-sparing agent, escalation"
        ))
        finding.suggest(std::move(*review));
    const Policy& policy = patient.policy();
    finding.trigger = fmt::format(
        "{} days",
        words::number(very_long ? policy.steroid_prolonged_warning_days : policy.steroid_prolonged_days)
    );
}

}  // namespace

extern constinit const Rule steroid_prolonged_high_dose = {
    .number = "R36",
    .id = "steroid-prolonged-high-dose",
    .title = "Prolonged high-dose steroid",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 35,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::medication_refill,
    .group = Group::steroid_taper,
    .rank = 3,
    .why = "Harm from the steroid grows with dose and time; a dose that stays high asks for a review.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

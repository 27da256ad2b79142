#include "engine/evidence.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/steroid_raises.hpp"
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

constexpr std::array sources{seed_002, ese24};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<4>("taper.maintenance_mg taper.step_days taper.tail_days taper.tail_step");

constexpr double least_mg = 5;
constexpr double slack = 1e-3;  // the timeline keeps floats
constexpr Days long_enough{180};
constexpr int repeated = 2;

/// What is taken; at a refill the steroid that is renewed.
const Course* subject(const Patient& patient) {
    const bool chart = patient.hook() == Hook::patient_view;
    const auto in_question = patient.ordering(group::corticosteroids);
    const Course* highest = nullptr;
    for (const Course& course : patient.steroid().courses()) {
        const bool asked = chart ? course.order->state == OrderState::current
                                 : steroid_limit::is_in_question(in_question, course);
        const bool counts = asked && course.peak.hi && course.kind == SteroidClass::ordinary
                            && !indication::is_clear(*course.order);
        if (counts && (!highest || *course.peak.hi > *highest->peak.hi)) highest = &course;
    }
    return highest;
}

struct Agent {
    Concept drug;
    Day since;
};
/// The steroid-sparing agent that is taken longest.
std::optional<Agent> longest_agent(const Patient& patient) {
    std::optional<Agent> longest;
    for (const Concept one : patient.steroid_sparing()) {
        const auto since = taken_since(patient, ConceptGroup(&one, 1));
        if (since && (!longest || *since < longest->since)) longest = Agent{one, *since};
    }
    return longest;
}

bool has_adrenal_disease(const Patient& patient) {
    constexpr std::array kinds{condition::adrenal_insufficiency, condition::hypopituitarism};
    return patient.condition(kinds) != nullptr;
}

void suggest_lower(const Patient& patient, const Course& course, const Agent& agent, Findings& found) {
    const double mg = patient.steroid().now();
    const bool converted = course.steroid != drug::prednisone && course.steroid != drug::prednisolone;
    Finding& finding = found.info(
        course.order,
        "Remission on {} {} mg/day{}: consider lowering toward stop or below 5 mg/day",
        patient.name(course.steroid),
        words::number(mg / course.factor),
        converted ? fmt::format(" (prednisone-equivalent {} mg)", words::number(mg)) : std::string()
    );
    finding.because(steroid_limit::describe(patient, course));
    for (const std::string& each : patient.treatment().because) finding.because(words::capitalised(each));
    finding.because(
        fmt::format("{} since {}", words::capitalised(patient.name(agent.drug)), fhir::to_string(agent.since))
    );
    finding.consider = {
        "Keep the steroid-sparing agent: methotrexate, azathioprine and mycophenolate are effective for "
        "maintenance; with interstitial lung disease a calcineurin inhibitor or mycophenolate (source "
        "document "
        "002)",
        "Below 4-6 mg/day the adrenal glands recover slowly: go on in small steps and give sick-day advice "
        "(ESE/Endocrine Society 2024)"};
    finding.trigger = fmt::format("{} mg/day in remission", words::number(mg));
    const int raises = raises_after_lowering(patient);
    if (found.holds("the last two reductions were taken back", raises >= repeated)) {
        finding.because("The dose was raised again after each of the last two reductions");
        finding.consider.emplace_back("No schedule is offered: the last two reductions were taken back");
        return;
    }
    offer_tapers(
        finding, patient, {course.order, course.steroid, mg}, {taper::Kind::slow_tail, taper::Kind::standard}
    );
}

void check(const Patient& patient, Findings& found) {
    const bool maintenance = patient.treatment().phase == Phase::maintenance;
    if (!found.holds("the phase is maintenance: recorded remission or inactive disease", maintenance)) return;
    const Course* const course = subject(patient);
    const bool enough = course && patient.steroid().now() >= least_mg - slack;
    if (!found.holds("prednisone-equivalent of 5 mg/day or more today", enough)) return;
    const auto agent = longest_agent(patient);
    const bool stable = agent && patient.now() - agent->since >= long_enough;
    if (!found.holds("a steroid-sparing agent for 180 days or more", stable)) return;
    if (found.holds("a lower dose is planned", is_being_lowered(patient))) return;
    if (found.holds("adrenal insufficiency", has_adrenal_disease(patient))) return;
    if (found.holds("pregnant", patient.pregnancy().pregnant) == Truth::yes) return;
    suggest_lower(patient, *course, *agent, found);
}

}  // namespace

extern constinit const Rule maintenance_steroid_minimisation = {
    .number = "R47",
    .id = "maintenance-steroid-minimisation",
    .title = "Remission: lower the steroid",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 18,
    .hooks = Hook::patient_view | Hook::medication_refill,
    .group = Group::steroid_taper,
    .rank = 5,
    .why = "In remission each milligram of steroid above what is needed does harm and no good.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

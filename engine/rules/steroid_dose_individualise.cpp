#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/infection.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using steroid_limit::Course;
using steroid_limit::slack;

constexpr std::array sources{seed_001, seed_004, seed_000, seed_002};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<2>("steroid.low_mgkg steroid.low_tol");

constexpr double high_mg_per_kg = 0.9, middle_mg_per_kg = 0.75;

/// A first oral course; not a reduction of one that is taken.
bool is_new_oral_course(const Patient& patient, const Course& course) {
    const Order& order = *course.order;
    const bool by_mouth = order.route == Route::oral || order.route == Route::unknown;
    return course.kind == SteroidClass::ordinary && course.readable && by_mouth && course.peak.hi
           && course.replaces == nullptr && patient.is_new(order) && !indication::is_clear(order);
}

/// The drafts of this call that together start a steroid by mouth; the highest first.
std::vector<const Course*> new_courses(const Patient& patient) {
    const auto in_question = patient.ordering(group::corticosteroids);
    std::vector<const Course*> list;
    for (const Course& course : patient.steroid().courses())
        if (steroid_limit::is_in_question(in_question, course) && is_new_oral_course(patient, course))
            list.push_back(&course);
    std::ranges::stable_sort(list, std::ranges::greater{}, [](const Course* one) { return *one->peak.hi; });
    return list;
}

bool is_someone_elses_patient(const Patient& patient) {
    const Iim& iim = patient.iim();
    const bool severe_with_infection =
        iim.severe == Truth::yes && active_infection(patient, group::serious_infections);
    return !patient.facts().demographics.adult() || iim.subtype == Subtype::ibm || iim.subtype == Subtype::ici
           || iim.amyopathic || severe_with_infection;
}

/// "diabetes" of "diabetes, since 2020-01-01 (Condition/d)"
std::string short_name(const std::string& factor) {
    return factor.substr(0, std::min(factor.find(" ("), factor.find(',')));
}

/// Twice a day by one instruction, or by several that run on the same day: 20 mg in the morning, 10 mg in the
/// evening.
bool is_divided(const std::vector<const Course*>& courses) {
    if (courses.size() > 1) return true;
    constexpr std::size_t most_steps = 64;  // bounds what a hostile order can ask for
    const auto& phases = courses.front()->order->dose.phases;
    const auto on = [&](Day day) {
        double times = 0;
        for (const fhir::DosePhase& phase : phases)
            if (phase.covers(day)) times += phase.doses_per_day.hi.value_or(0);
        return times;
    };
    for (std::size_t i = 0; i < std::min(phases.size(), most_steps); ++i) {
        const bool alone = phases[i].doses_per_day.hi.value_or(0) >= 2 - slack;
        if (alone || on(phases[i].start.value_or(Day::min())) >= 2 - slack) return true;
    }
    return false;
}

void offer(Finding& finding, const Patient& patient, const Course& course, double mg_per_kg) {
    const Order& order = *course.order;
    const auto mg =
        steroid_limit::tablets_for(course.steroid, mg_per_kg * patient.facts().body.weight_kg.value_or(0));
    const bool open_draft = order.state == OrderState::draft && order.in_context;
    if (!open_draft || !steroid_limit::is_daily_step(order) || !mg || *mg <= 0) return;
    ChangeOrder change;
    change.order = &order;
    change.dose = *mg;
    finding.suggest(
        {fmt::format("Change {} to {} mg once daily", patient.name(course.steroid), words::number(*mg)),
         {std::move(change)},
         false}
    );
}

std::string dose_words(const Patient& patient, const Course& course, double mg, double per_kg) {
    return fmt::format(
        "{} {} mg = {} mg/kg",
        words::capitalised(patient.name(course.steroid)),
        words::number(mg / course.factor),
        words::number(per_kg)
    );
}

/// (a) and (b): too much for the risks, or too little for the weakness.
bool judge_dose(const Patient& patient, const std::vector<const Course*>& courses, Findings& found) {
    const Policy& policy = patient.policy();
    double mg = 0;
    for (const Course* each : courses) mg += *each->peak.hi;
    const auto per_kg = steroid_limit::per_kg(patient, mg);
    if (!per_kg) {
        found.gap("Starting dose of the steroid in mg/kg: weight not available");
        return false;
    }
    const auto& risks = patient.risks().high_steroid;
    const bool weak = patient.severity().weak || patient.condition(condition::muscle_weakness) != nullptr;
    const bool too_high = !risks.empty() && *per_kg >= high_mg_per_kg - slack;
    const bool too_low =
        risks.empty() && weak && *per_kg < policy.steroid_low_mgkg * (1 - policy.steroid_low_tol) - slack;
    if (!too_high && !too_low) return false;
    const Course& lead = *courses.front();
    Finding& finding = found.info(
        lead.order,
        "{}; usual start 0.5-1 mg/kg/day{}",
        dose_words(patient, lead, mg, *per_kg),
        too_high ? ", nearer 0.5 with " + short_name(risks.front()) : ""
    );
    finding.because(steroid_limit::describe(patient, lead));
    for (const std::string& each : risks) finding.because(words::capitalised(each));
    finding.consider = {
        too_high ? "With diabetes, osteoporosis or glaucoma a dose closer to 0.5 mg/kg/day is usual (source "
                   "document 001)"
                 : "An inadequate starting dose can lead to treatment failure (source document 004)"};
    if (courses.size() == 1)
        offer(finding, patient, lead, too_high ? policy.steroid_low_mgkg : middle_mg_per_kg);
    finding.trigger = fmt::format("{} mg/kg", words::number(*per_kg));
    return true;
}

void judge_rhythm(const Patient& patient, const std::vector<const Course*>& courses, Findings& found) {
    if (!is_divided(courses)) return;
    const Course& lead = *courses.front();
    Finding& finding = found.info(
        lead.order,
        "{} in divided doses: usually one single daily dose",
        words::capitalised(patient.name(lead.steroid))
    );
    for (const Course* each : courses) finding.because(steroid_limit::describe(patient, *each));
    finding.consider = {"Usually one single daily dose in the morning"};
    finding.at_most_one = false;
    finding.trigger = "divided doses";
}

void check(const Patient& patient, Findings& found) {
    if (is_someone_elses_patient(patient)) return;
    const auto courses = new_courses(patient);
    if (courses.empty()) return;
    if (!judge_dose(patient, courses, found)) judge_rhythm(patient, courses, found);
}

}  // namespace

extern constinit const Rule steroid_dose_individualise = {
    .number = "R39",
    .id = "steroid-dose-individualise",
    .title = "Starting dose of the steroid within 0.5-1 mg/kg",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 15,
    .hooks = Hook::order_select | Hook::order_sign,
    .group = Group::steroid_start,
    .rank = 3,
    .why = "The starting dose is chosen by the risk of relapse and the risk of harm from the steroid.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

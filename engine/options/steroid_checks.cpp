#include "engine/options/steroid_checks.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

constexpr double harmful_mg = 7.5, high_mg = 30;
constexpr int long_days = 90;

constexpr std::array pressure_tests{observation::systolic_bp, observation::blood_pressure_panel};
constexpr std::array glucose_tests{lab::hba1c, lab::glucose, lab::glucose_fasting};
constexpr std::array plain_glucose{lab::glucose, lab::glucose_fasting};
constexpr std::array lipid_tests{
    lab::lipid_panel, lab::cholesterol, lab::ldl_cholesterol, lab::hdl_cholesterol, lab::triglycerides};
constexpr std::array eye_tests{procedure::eye_examination};
constexpr std::array eye_requests{procedure::ophthalmology_referral};
constexpr std::array weight_tests{observation::body_weight};
constexpr std::array height_tests{observation::body_height};

constexpr Check pressure{.name = "blood pressure", .answered_by = pressure_tests};
constexpr Check glucose{.name = "HbA1c or glucose", .answered_by = glucose_tests, .order = lab::hba1c};
constexpr Check lipids{.name = "lipids", .answered_by = lipid_tests, .order = lab::lipid_panel};
constexpr Check eyes{
    .name = "eye examination",
    .answered_by = eye_tests,
    .order = procedure::ophthalmology_referral,
    .asked_by = eye_requests,
    .open_request = Days(180),
    .examination = true};
constexpr Check weight{.name = "weight", .answered_by = weight_tests};
constexpr Check growth{.name = "height and growth", .answered_by = height_tests};

constexpr Days glucose_at_risk{42}, body{180};

// Values that nobody leaves alone.
constexpr double very_high_glucose = 11.1, very_high_systolic = 180;
constexpr Days time_to_act{14}, last_value{365};
constexpr std::array pressure_drugs{
    drug::ace_inhibitor,
    drug::angiotensin_receptor_blocker,
    drug::diuretic,
    drug::potassium_sparing_diuretic,
    drug::diltiazem,
    drug::verapamil};

bool counts(const SteroidTimeline::Course& course, const Patient::Orders& orders) {
    const bool long_term = course.kind != SteroidClass::premed && course.kind != SteroidClass::replacement
                           && course.kind != SteroidClass::pulse;
    return long_term && std::ranges::find(orders, course.order) != orders.end();
}

/// The steroid is lower today than on that day.
bool was_steroid_lowered(const Patient& patient, Day since) {
    constexpr double slack = 1e-3;  // the timeline keeps floats
    return patient.steroid().now() < patient.steroid().on(since) - slack;
}

bool was_ordered_since(const Patient& patient, ConceptGroup drugs, Day since) {
    return std::ranges::any_of(patient.current(drugs), [&](const Order* order) {
        return first_day(*order).value_or(Day::min()) >= since;
    });
}

}  // namespace

std::optional<LongSteroid> long_steroid(const Patient& patient) {
    const bool viewed = patient.hook() == Hook::patient_view;
    const auto orders =
        viewed ? patient.active(group::corticosteroids) : patient.ordering(group::corticosteroids);
    const SteroidTimeline::Course* highest = nullptr;
    for (const auto& course : patient.steroid().courses()) {
        if (!counts(course, orders)) continue;
        if (!highest || course.peak.hi.value_or(0) > highest->peak.hi.value_or(0)) highest = &course;
    }
    const auto run = patient.steroid().run(harmful_mg);
    if (!highest || !run || run->past_days < long_days) return {};
    return LongSteroid{highest->order, run->start, patient.steroid().now()};
}

std::vector<CheckDue> steroid_checks_due(const Patient& patient, const LongSteroid& steroid) {
    const Policy& policy = patient.policy();
    std::vector<CheckDue> all;
    const auto look = [&](const Check& check, Days interval) {
        if (const auto one = due(patient, check, interval)) all.push_back(*one);
    };
    const Days usual = days(policy.tox_glucose_days);
    const bool at_risk = patient.condition(group::diabetes) || steroid.mg >= high_mg;
    look(pressure, days(policy.tox_bp_days));
    look(glucose, at_risk ? std::min(usual, glucose_at_risk) : usual);
    look(lipids, days(policy.tox_lipid_days));
    look(eyes, days(policy.tox_eye_days));
    look(weight, body);
    if (patient.facts().demographics.child()) look(growth, body);
    return all;
}

std::vector<std::string> neglected_values(const Patient& patient) {
    std::vector<std::string> all;
    const auto is_left = [&](const Result* one, double limit) {
        return one && one->dated && is_at_least(*one, limit) && patient.now() - one->date >= time_to_act
               && !was_steroid_lowered(patient, one->date);
    };
    const Result* sugar = patient.labs().measured_of(plain_glucose, patient.now(), last_value);
    if (is_left(sugar, very_high_glucose) && !asked_for(patient, glucose))
        all.push_back(words::result(*sugar, "glucose", "mmol/L"));
    const Result* systolic = patient.labs().measured(observation::systolic_bp, patient.now(), last_value);
    if (is_left(systolic, very_high_systolic) && !was_ordered_since(patient, pressure_drugs, systolic->date))
        all.push_back(words::result(*systolic, "systolic blood pressure", "mmHg"));
    return all;
}

std::vector<std::string> steroid_checks_not_seen(const Patient& patient) {
    constexpr std::array judged{observation::systolic_bp, lab::glucose, lab::glucose_fasting};
    auto lines = unreadable_results(patient, judged, last_value);
    if (cannot_be_told(patient, eyes, days(patient.policy().tox_eye_days)))
        lines.emplace_back("eye examination: procedures not available");
    return lines;
}

}  // namespace iim::engine

#include "engine/options/bone.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/words.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::bone {

namespace {

constexpr double thinning_mg = 2.5, high_mg = 7.5;
constexpr int high_for_days = 28;
constexpr double very_high_mg = 30;
constexpr int very_high_days = 30, very_high_age = 40;
constexpr double osteoporotic_t = -2.5;
constexpr Days still_treated{400}, recent_value{90}, year{365};

constexpr std::array hypercalcaemia{condition::hypercalcaemia};
constexpr std::array density_tests{
    observation::dxa_study,
    observation::dxa_t_score,
    observation::dxa_z_score,
    observation::dxa_bmd,
    procedure::dxa};

constexpr Check density{
    .name = "DXA scan",
    .answered_by = density_tests,
    .order = procedure::dxa,
    .open_request = year,
    .examination = true};

const Condition* ever(const Patient& patient, ConceptGroup kinds) {
    for (const Condition& one : patient.facts().conditions)
        if (one.concepts.any_of(kinds)) return &one;
    return nullptr;
}

bool eats_enough_calcium(const Patient& patient) {
    const Result* one = patient.labs().latest(observation::dietary_calcium, patient.now(), year);
    if (!one) return false;
    const bool inadequate = has_words(one->text, "inadequate") || has_words(one->text, "not adequate");
    return one->reading == Reading::positive || (has_words(one->text, "adequate") && !inadequate);
}

std::string dated(std::string_view what, const Condition& one) {
    const std::string since = one.since() ? ", since " + fhir::to_string(*one.since()) : std::string();
    return fmt::format("{}{}{}", what, since, words::from(one.source));
}

/// The lowest T-score of the newest scan, as long as the scan counts.
const Result* lowest_t_score(const Patient& patient) {
    const Result* lowest = nullptr;
    const Days counts = days(patient.policy().dxa_days);
    const Result* newest = patient.labs().measured(observation::dxa_t_score, patient.now(), counts);
    if (!newest) return nullptr;
    for (const Result* one : patient.labs().all(observation::dxa_t_score)) {
        if (one->date != newest->date || !one->value) continue;
        if (!lowest || *one->value < *lowest->value) lowest = one;
    }
    return lowest;
}

void by_density(const Patient& patient, FractureRisk& risk) {
    if (const Condition* one = patient.condition(group::osteoporosis)) {
        risk.osteoporosis = true;
        risk.why.push_back(dated("Osteoporosis", *one));
    }
    const Result* score = lowest_t_score(patient);
    if (!score || *score->value > osteoporotic_t) return;
    risk.osteoporosis = true;
    risk.why.push_back(fmt::format(
        "T-score {:.1f} on {}{}", *score->value, fhir::to_string(score->date), words::from(score->source)
    ));
}

void by_frax(const Patient& patient, FractureRisk& risk) {
    const Days counts = days(patient.policy().dxa_days);
    const Result* one = patient.labs().measured(observation::frax_major, patient.now(), counts);
    if (!one || *one->value < patient.policy().frax_high) return;
    risk.why.push_back(fmt::format(
        "FRAX ten-year risk of a major fracture {} % on {}{}",
        words::number(*one->value),
        fhir::to_string(one->date),
        words::from(one->source)
    ));
}

void by_dose(const Patient& patient, FractureRisk& risk) {
    const auto age = patient.facts().demographics.age_years;
    const auto run = patient.steroid().run(very_high_mg);
    if (!age || *age < very_high_age || !run || run->total_days() < very_high_days) return;
    risk.very_high_dose = true;
    risk.why.push_back(fmt::format(
        "Prednisone-equivalent of 30 mg/day or more for 30 days or longer{}, age 40 or above",
        run->assumed_open ? " (no stop date recorded)" : ""
    ));
}

/// A swallow study after the symptom began, that reads normal.
bool swallows_normally(const Patient& patient, const Condition& dysphagia) {
    const Result* one = patient.labs().latest(procedure::swallow_study, patient.now(), year);
    if (!one || (dysphagia.since() && one->date < *dysphagia.since())) return false;
    return one->flag == 'N' || one->reading == Reading::negative
           || (has_words(one->text, "normal") && !has_words(one->text, "not normal"));
}

/// Normal by the laboratory's own word or range; without either it is not known to be.
bool is_normal_calcium(const Patient& patient) {
    const Result* one = patient.labs().latest(lab::calcium, patient.now(), recent_value);
    if (!one || one->flag == 'H' || one->flag == 'L' || one->flag == 'A') return false;
    if (one->flag == 'N') return true;
    return one->value && one->range_low && one->range_high && *one->value >= *one->range_low
           && *one->value <= *one->range_high;
}

bool is_vitamin_d_replete(const Patient& patient) {
    const Result* one = patient.labs().latest(lab::vitamin_d_25_oh, patient.now(), year);
    if (!one || one->flag == 'L' || one->flag == 'A') return false;
    if (one->flag == 'N') return true;
    return one->value && one->range_low && *one->value >= *one->range_low;
}

}  // namespace

const Order* steroid_in_question(const Patient& patient) {
    const bool viewed = patient.hook() == Hook::patient_view;
    const auto orders =
        viewed ? patient.active(group::corticosteroids) : patient.ordering(group::corticosteroids);
    const SteroidTimeline::Course* highest = nullptr;
    for (const SteroidTimeline::Course& course : patient.steroid().courses()) {
        if (course.kind != SteroidClass::ordinary || !steroid_limit::is_in_question(orders, course)) continue;
        if (!highest || course.peak.hi.value_or(0) > highest->peak.hi.value_or(0)) highest = &course;
    }
    return highest ? highest->order : nullptr;
}

std::optional<Run> long_steroid(const Patient& patient) {
    const auto run = patient.steroid().run(thinning_mg);
    return run && run->total_days() >= static_cast<int>(patient.policy().bone_days) ? run : std::nullopt;
}

bool is_high_for_weeks(const Patient& patient) {
    const auto run = patient.steroid().run(high_mg);
    return run && run->total_days() > high_for_days;
}

int dated_days(const Patient& patient, double mg) {
    const auto run = patient.steroid().run(mg);
    if (!run) return 0;
    return run->assumed_open ? run->past_days : run->total_days();
}

bool is_unreadable(const Patient& patient) {
    return patient.steroid().unreadable() && !long_steroid(patient) && !is_high_for_weeks(patient);
}

Supplements missing_supplements(const Patient& patient) {
    Supplements missing;
    missing.calcium = patient.current(group::calcium).empty() && !eats_enough_calcium(patient);
    missing.vitamin_d = patient.current(group::vitamin_d).empty();
    return missing;
}

bool has_high_calcium(const Patient& patient) {
    if (patient.condition(hypercalcaemia)) return true;
    const Result* one = patient.labs().latest(lab::calcium, patient.now(), recent_value);
    if (one && one->flag == 'H') return true;
    const Result* level = patient.labs().measured(lab::calcium, patient.now(), recent_value);
    return level && level->range_high && *level->value > *level->range_high;
}

const Condition* kidney_stones(const Patient& patient) {
    constexpr std::array stones{condition::kidney_stones};
    return ever(patient, stones);
}

std::optional<CheckDue> density_due(const Patient& patient) {
    return due(patient, density, days(patient.policy().dxa_days));
}

bool is_density_unknown(const Patient& patient) {
    return cannot_be_told(patient, density, days(patient.policy().dxa_days));
}

const Condition* fragility_fracture(const Patient& patient) {
    return ever(patient, group::fragility_fractures);
}

FractureRisk fracture_risk(const Patient& patient) {
    FractureRisk risk;
    by_density(patient, risk);
    if (const Condition* one = fragility_fracture(patient)) {
        risk.fracture = true;
        risk.why.push_back(dated("Fragility fracture", *one));
    }
    by_frax(patient, risk);
    by_dose(patient, risk);
    return risk;
}

std::vector<std::string> unreadable_risks(const Patient& patient) {
    constexpr std::array judged{observation::dxa_t_score, observation::frax_major};
    return unreadable_results(patient, judged, days(patient.policy().dxa_days));
}

bool is_treated(const Patient& patient) {
    return !patient.current(group::antiresorptives).empty()
           || patient.given_within(group::antiresorptives, still_treated);
}

std::vector<std::string> against_tablets(const Patient& patient) {
    std::vector<std::string> reasons;
    const Condition* dysphagia = patient.condition(condition::dysphagia);
    if (dysphagia && !swallows_normally(patient, *dysphagia)) reasons.emplace_back("dysphagia");
    if (patient.condition(condition::oesophageal_disorder)) reasons.emplace_back("oesophageal disease");
    if (patient.condition(condition::bed_confinement))
        reasons.emplace_back("unable to sit upright for 30 minutes");
    if (is_kidney_too_weak(patient)) reasons.push_back(words::egfr(*patient.kidney(year)));
    return reasons;
}

bool is_kidney_too_weak(const Patient& patient) {
    const auto kidney = patient.kidney(year);
    return kidney && kidney->below(patient.policy().bp_min_egfr);
}

bool may_be_infused(const Patient& patient, bool replete) {
    const auto kidney = patient.kidney(recent_value);
    return kidney && !kidney->below(patient.policy().bp_min_egfr)
           && unreadable_kidney(patient, recent_value).empty() && is_normal_calcium(patient)
           && (!replete || is_vitamin_d_replete(patient));
}

}  // namespace iim::engine::bone

#include "engine/options/cni_toxicity.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/readability.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace iim::engine::cni {

namespace {

constexpr double high_systolic = 160;
constexpr Days fresh_sign{30}, baseline_before{365};
constexpr std::array strong_signs{
    condition::seizure, condition::acute_confusion, condition::visual_disturbance};
constexpr std::array weak_signs{condition::headache};

const Condition* new_sign(const Patient& patient, const Exposure& exposure, ConceptGroup kinds) {
    for (const Condition& one : patient.facts().conditions) {
        const auto since = one.since();
        if (!one.active() || !one.concepts.any_of(kinds) || !since) continue;
        const bool under_treatment = !exposure.since || *since >= *exposure.since;
        if (under_treatment && patient.now() - *since <= fresh_sign) return &one;
    }
    return nullptr;
}

}  // namespace

const Result* high_pressure(const Patient& patient) {
    const Days window(static_cast<int>(patient.policy().cni_bp_days));
    const Result* newest = patient.labs().measured(observation::systolic_bp, patient.now(), window);
    return newest && is_at_least(*newest, high_systolic) ? newest : nullptr;
}

std::vector<std::string> unreadable_values(const Patient& patient, Days creatinine_counts) {
    constexpr std::array creatinine{lab::creatinine};
    constexpr std::array pressure{observation::systolic_bp};
    const Days pressure_counts(static_cast<int>(patient.policy().cni_bp_days));
    auto lines = unreadable_results(patient, creatinine, creatinine_counts);
    std::ranges::move(unreadable_results(patient, pressure, pressure_counts), std::back_inserter(lines));
    return lines;
}

const Condition* suspected_pres(const Patient& patient, const Exposure& exposure) {
    if (!exposure.begun) return nullptr;
    if (const Condition* sign = new_sign(patient, exposure, group::pres)) return sign;
    if (const Condition* sign = new_sign(patient, exposure, strong_signs)) return sign;
    return high_pressure(patient) ? new_sign(patient, exposure, weak_signs) : nullptr;
}

const Result* baseline_creatinine(const Patient& patient, const Exposure& exposure, const Result& newest) {
    const Result* first = nullptr;
    for (const Result* one : patient.labs().all(lab::creatinine)) {
        if (!one->value || !one->dated || one->date >= newest.date) continue;
        if (exposure.since && *exposure.since - one->date > baseline_before) break;
        first = one;
        if (exposure.since && one->date <= *exposure.since) break;
    }
    return first;
}

}  // namespace iim::engine::cni

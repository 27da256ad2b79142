#include "engine/options/care_gaps.hpp"

#include "engine/options/activity_checks.hpp"
#include "engine/options/bone.hpp"
#include "engine/options/laboratory_schedule.hpp"
#include "engine/options/steroid_checks.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

std::vector<CareGap> bone_gaps(const Patient& patient) {
    std::vector<CareGap> gaps;
    if (!bone::steroid_in_question(patient)) return gaps;
    const bool long_term = bone::long_steroid(patient).has_value();
    const bool list_came = found(false, patient.sources().medications) == Truth::no;
    const auto missing = bone::missing_supplements(patient);
    if (list_came && (long_term || bone::is_high_for_weeks(patient)) && !bone::has_high_calcium(patient)) {
        if (missing.calcium) gaps.push_back({"calcium", {}, {}, false});
        if (missing.vitamin_d) gaps.push_back({"vitamin D", {}, {}, false});
    }
    if (!long_term) return gaps;
    const bool adult = patient.facts().demographics.adult();
    if (adult && patient.pregnancy().pregnant != Truth::yes)
        if (const auto scan = bone::density_due(patient))
            gaps.push_back(gap_of(*scan, bone::fragility_fracture(patient) != nullptr));
    const auto risk = bone::fracture_risk(patient);
    if (risk.any() && list_came && !bone::is_treated(patient))
        gaps.push_back({"bone treatment (antiresorptive)", {}, {}, risk.osteoporosis});
    return gaps;
}

std::vector<CareGap> laboratory_gaps(const Patient& patient) {
    std::vector<CareGap> gaps;
    if (laboratory::is_left_alone(patient)) return gaps;
    constexpr double long_overdue = 2;
    for (const Order* order : laboratory::monitored(patient)) {
        const Concept drug = laboratory::drug_of(*order);
        for (const CheckDue& one : laboratory::due_tests(patient, drug)) {
            if (one.requested) continue;
            gaps.push_back(gap_of(one, one.times >= long_overdue));
            gaps.back().item += fmt::format(" ({})", patient.name(drug));
        }
    }
    return gaps;
}

std::vector<CareGap> activity_gaps(const Patient& patient) {
    std::vector<CareGap> gaps;
    if (!is_on_treatment(patient)) return gaps;
    for (const CheckDue& one : activity_checks_due(patient)) gaps.push_back(gap_of(one, false));
    return gaps;
}

std::vector<CareGap> steroid_toxicity_gaps(const Patient& patient) {
    std::vector<CareGap> gaps;
    const auto steroid = long_steroid(patient);
    if (!steroid) return gaps;
    for (const CheckDue& one : steroid_checks_due(patient, *steroid)) gaps.push_back(gap_of(one, false));
    return gaps;
}

std::vector<CareGap> care_gaps(const Patient& patient) {
    std::vector<CareGap> all;
    for (auto some : {bone_gaps, laboratory_gaps, activity_gaps, steroid_toxicity_gaps})
        std::ranges::move(some(patient), std::back_inserter(all));
    std::ranges::stable_sort(all, std::ranges::greater{}, &CareGap::urgent);
    return all;
}

}  // namespace iim::engine

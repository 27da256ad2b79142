#include "engine/pathway/immunoglobulin.hpp"

#include "engine/derive/muscle_strength.hpp"
#include "engine/facts/words.hpp"
#include "engine/options/steroid_sparing.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace iim::engine::pathway {

namespace {

constexpr Days three_months{91}, recent{90};
constexpr double notable_loss = 0.05;
constexpr double slack = 1e-9;
constexpr int severe_groups = 2;

bool has_severe_weakness(const Patient& patient) {
    if (patient.condition(condition::unable_to_walk)) return true;
    const auto grades = newest_strength(patient.facts(), recent);
    return std::ranges::count_if(
               grades,
               [&](const StrengthGrade& one) { return one.grade <= patient.policy().severity_mrc_severe_max; }
           )
           >= severe_groups;
}

}  // namespace

bool has_weight_loss(const Patient& patient) {
    if (patient.condition(condition::weight_loss)) return true;
    const Result* newest = patient.labs().latest(observation::body_weight, patient.now(), three_months);
    if (!newest || !newest->value) return false;
    return std::ranges::any_of(patient.labs().all(observation::body_weight), [&](const Result* before) {
        const bool in_time = before->date < newest->date && newest->date - before->date <= three_months;
        return in_time && before->value && *newest->value <= (1 - notable_loss) * *before->value + slack;
    });
}

bool is_steroid_resistant(const Patient& patient) {
    const std::initializer_list<std::string_view> phrases = {
        "steroid-resistant", "steroid resistant", "steroid-refractory", "steroid refractory"};
    return std::ranges::any_of(patient.facts().conditions, [&](const Condition& one) {
        return one.active() && std::ranges::any_of(phrases, [&](std::string_view phrase) {
                   return has_part(one.label, phrase);
               });
    });
}

std::vector<std::string> reasons_for_immunoglobulin(const Patient& patient) {
    std::vector<std::string> reasons;
    const auto add = [&](bool holds, std::string reason) {
        if (holds) reasons.push_back(std::move(reason));
    };
    const Iim& iim = patient.iim();
    add(has_severe_weakness(patient), "severe weakness");
    add(patient.severity().dysphagia, "dysphagia");
    add(has_weight_loss(patient), "weight loss");
    add(iim.severe_skin, "severe rash");
    add(is_steroid_resistant(patient), "steroid resistance");
    const Phase phase = patient.treatment().phase;
    const bool later_line = phase == Phase::second_line_candidate || phase == Phase::third_line_candidate;
    add(later_line && patient.treatment().active_disease == Truth::yes, "refractory disease");
    if (const auto situation = special_situation(patient))
        reasons.push_back(situation->what + ": may be used alone");
    add(iim.hmgcr, "anti-HMGCR antibody");
    return reasons;
}

}  // namespace iim::engine::pathway

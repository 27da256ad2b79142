#include "engine/options/activity_checks.hpp"

#include "engine/derive/compare.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

constexpr std::array ck_tests{lab::ck, lab::ck_blood};
constexpr std::array aldolase_tests{lab::aldolase};
constexpr std::array strength_tests{
    observation::muscle_strength_mmt8, observation::muscle_strength_grade, observation::cmas};
constexpr std::array function_tests{observation::haq, observation::cmas};
constexpr std::array muscle_images{procedure::mri_muscle, procedure::mri_whole_body, procedure::mri_any};

constexpr Check ck{.name = "CK", .answered_by = ck_tests, .order = lab::ck};
constexpr Check aldolase{.name = "aldolase", .answered_by = aldolase_tests, .order = lab::aldolase};
constexpr Check strength{.name = "strength (MMT8)", .answered_by = strength_tests};
constexpr Check function{.name = "function (HAQ)", .answered_by = function_tests};
constexpr Check muscle_mri{
    .name = "muscle MRI",
    .answered_by = muscle_images,
    .order = procedure::mri_muscle,
    .open_request = Days(180),
    .examination = true};

constexpr Days ck_in_induction{42}, enzymes_count{180};

enum class Ck { unknown, normal, raised };

/// By the laboratory's own range or flag.
Ck newest_ck(const Patient& patient) {
    const Result* one = patient.labs().latest_of(ck_tests, patient.now(), enzymes_count);
    if (!one || !one->value) return Ck::unknown;
    if (one->range_high) return is_above(*one, *one->range_high) ? Ck::raised : Ck::normal;
    if (one->flag == 'H') return Ck::raised;
    return one->flag == 'N' ? Ck::normal : Ck::unknown;
}

/// Enzymes and strength disagree, and nobody has judged the activity: the response is unclear.
bool is_response_unclear(const Patient& patient, Ck enzymes) {
    const bool weak = is_weak(patient), graded = patient.severity().strength_graded;
    const Treatment& treatment = patient.treatment();
    if (treatment.phase == Phase::induction || treatment.active_disease != Truth::unknown) return false;
    return (enzymes == Ck::normal && weak) || (enzymes == Ck::raised && graded && !weak);
}

}  // namespace

bool is_weak(const Patient& patient) {
    return patient.severity().weak || patient.treatment().strength_falls;
}

bool is_on_treatment(const Patient& patient) {
    const auto& courses = patient.steroid().courses();
    const bool steroid = std::ranges::any_of(courses, [](const SteroidTimeline::Course& one) {
        return one.kind != SteroidClass::premed && one.kind != SteroidClass::replacement;
    });
    return steroid || !patient.steroid_sparing().empty();
}

std::vector<CheckDue> activity_checks_due(const Patient& patient) {
    const Policy& policy = patient.policy();
    const bool ibm = patient.iim().subtype == Subtype::ibm;
    const bool induction = patient.treatment().phase == Phase::induction;
    std::vector<CheckDue> all;
    const auto look = [&](const Check& check, Days interval) {
        if (const auto one = due(patient, check, interval)) all.push_back(*one);
    };
    const Days often = days(policy.act_ck_days);
    // CK does not follow the course of inclusion body myositis.
    if (!ibm) look(ck, induction ? std::min(often, ck_in_induction) : often);
    look(strength, days(policy.act_strength_days));
    look(function, days(policy.act_strength_days));
    if (ibm) return all;
    const Ck enzymes = newest_ck(patient);
    if (enzymes == Ck::normal && is_weak(patient)) look(aldolase, enzymes_count);
    if (is_response_unclear(patient, enzymes)) look(muscle_mri, days(policy.act_mri_days));
    return all;
}

}  // namespace iim::engine

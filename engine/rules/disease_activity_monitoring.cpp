#include "engine/evidence.hpp"
#include "engine/options/activity_checks.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_003, seed_004};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<3>("act.ck_days act.strength_days act.mri_days");

/// The shortest of the intervals, which is true of all: "3 months", "6 weeks".
std::string since(const std::vector<CheckDue>& due) {
    const auto interval = std::ranges::min_element(due, {}, &CheckDue::interval)->interval.count();
    constexpr Days::rep month = 30;
    if (interval >= 2 * month && interval % month < 6) return fmt::format("{} months", interval / month);
    return words::duration(static_cast<int>(interval));
}

bool holds(const std::vector<CheckDue>& due, Concept order) {
    return std::ranges::any_of(due, [&](const CheckDue& one) { return one.check->order == order; });
}

std::vector<std::string> advice(const Patient& patient, const std::vector<CheckDue>& due) {
    std::vector<std::string> lines{
        "Muscle strength (MMT8) and function (HAQ, activities of daily living) at each visit"};
    if (patient.iim().subtype == Subtype::ibm) {
        lines.emplace_back("CK does not follow the course of inclusion body myositis and is not asked for");
        return lines;
    }
    lines.emplace_back("Weakness that grows while CK is normal: think of steroid myopathy");
    if (holds(due, procedure::mri_muscle))
        lines.emplace_back("MRI of the thighs with T1, T2 and fat-suppressed (STIR) sequences");
    lines.emplace_back("ESR and CRP are optional; interleukin 6 and interferon markers are for research");
    return lines;
}

void check(const Patient& patient, Findings& found) {
    if (!found.holds("a myositis treatment is taken", is_on_treatment(patient))) return;
    if (engine::found(false, patient.sources().observations) != Truth::no)
        return found.gap("Response monitoring (CK, strength, function): results not available");
    const auto due = activity_checks_due(patient);
    if (found.holds("everything was looked at in time or is ordered", due.empty())) return;
    Finding& finding =
        found.info(nullptr, "Myositis monitoring: {} not recorded in the last {}", names_of(due), since(due));
    for (const CheckDue& one : due) finding.because(in_words(one));
    finding.consider = advice(patient, due);
    finding.suggestions = orders_for(due, patient);
    if (auto task = visit_task(due)) finding.suggest(std::move(*task));
    finding.at_most_one = false;
    finding.trigger = names_of(due);
}

}  // namespace

extern constinit const Rule disease_activity_monitoring = {
    .number = "R42",
    .id = "disease-activity-monitoring",
    .title = "Response monitoring due",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 10,
    .hooks = Hook::patient_view,
    .group = Group::monitoring,
    .rank = 3,
    .why = "A response that nobody measures cannot be told from a relapse or from steroid myopathy.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/evidence.hpp"
#include "engine/families/checks_due.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_004, seed_000, share17};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("jdm.review_days");

constexpr int days_per_month = 30;

constexpr std::array calcinosis{condition::calcinosis};
constexpr std::array skin{condition::cutaneous_vasculitis, condition::skin_ulcer};
constexpr std::array gut{
    condition::gastrointestinal_vasculopathy,
    condition::gastrointestinal_bleeding,
    condition::gastrointestinal_perforation};
constexpr std::array growth{observation::body_height};
constexpr std::array bone{
    procedure::dxa,
    observation::dxa_study,
    observation::dxa_bmd,
    observation::dxa_t_score,
    observation::dxa_z_score};
constexpr std::array swallowing{
    condition::dysphagia, procedure::swallow_study, procedure::speech_therapy_referral};
constexpr std::array lungs{
    procedure::pulmonary_function_test,
    observation::fvc,
    observation::fvc_percent_predicted,
    observation::dlco,
    observation::dlco_percent_predicted};

/// What a review of juvenile dermatomyositis looks at, and what shows that it did: the finding itself on the
/// problem list, a measurement, or an examination.
constexpr std::array reviewed{
    Check{.name = "calcinosis", .answered_by = calcinosis},  // stays the first
    Check{.name = "cutaneous vasculitis or ulcer", .answered_by = skin},
    Check{.name = "gut vasculopathy", .answered_by = gut},
    Check{.name = "growth", .answered_by = growth},
    Check{.name = "bone density", .answered_by = bone},
    Check{.name = "swallowing and voice", .answered_by = swallowing},
    Check{.name = "lung function", .answered_by = lungs},
};
constexpr std::size_t complications = 3;  ///< the first ones, which the summary names

std::optional<Day> last_recorded(const Patient& patient, const Check& check) {
    std::optional<Day> last = last_done(patient, check);
    for (const Condition& one : patient.facts().conditions) {
        const auto written = one.recorded ? one.recorded : one.onset;
        if (one.concepts.any_of(check.answered_by) && written && *written <= patient.now())
            last = std::max(last.value_or(*written), *written);
    }
    return last;
}

/// A visit to the specialist that was asked for in that time, or has been: the review is on its way.
const Request* planned_review(const Patient& patient, Days window) {
    constexpr std::array referral{procedure::rheumatology_referral};
    return patient.requested(referral, window);
}

std::vector<CheckDue> overdue(const Patient& patient, Days window) {
    std::vector<CheckDue> due;
    for (const Check& check : reviewed) {
        const auto last = last_recorded(patient, check);
        if (!last || patient.now() - *last > window)
            due.push_back({.check = &check, .last = last, .interval = window});
    }
    return due;
}

std::string summary(const std::vector<CheckDue>& due, Days window) {
    std::vector<CheckDue> named;
    for (const CheckDue& one : due)
        if (one.check < &reviewed[complications]) named.push_back(one);
    return fmt::format(
        "JDM review: {} not recorded in {} months",
        names_of(named.empty() ? due : named),
        window.count() / days_per_month
    );
}

bool is_known_in_full(const Patient& patient) {
    const Sources& came = patient.sources();
    return found(false, came.conditions) == Truth::no && found(false, came.observations) == Truth::no
           && found(false, came.procedures) == Truth::no;
}

/// R44 refers urgently, and its card is where that belongs.
bool is_referred_as_severe(const Patient& patient) {
    const Phase phase = patient.treatment().phase;
    return patient.iim().severe == Truth::yes && (phase == Phase::untreated || phase == Phase::induction);
}

void check(const Patient& patient, Findings& found) {
    if (!found.holds("juvenile dermatomyositis", patient.iim().subtype == Subtype::jdm)) return;
    const Days window = days(patient.policy().jdm_review_days);
    if (found.holds("a review by the specialist is asked for", planned_review(patient, window) != nullptr))
        return;
    const std::vector<CheckDue> due = overdue(patient, window);
    if (found.holds("all of the review is recorded in jdm.review_days", due.empty())) return;
    if (found.holds("problems, results and procedures are not known in full", !is_known_in_full(patient)))
        return found.gap("JDM review: problems, results or procedures not available in full");
    Finding& finding = found.info(nullptr, "{}", summary(due, window));
    for (const CheckDue& one : due)
        finding.because(fmt::format(
            "{}: {}",
            words::capitalised(one.check->name),
            one.last ? "last recorded on " + fhir::to_string(*one.last) : "not found in the record"
        ));
    finding.consider = {
        "Mycophenolate can help skin disease and calcinosis; protection from the sun belongs to every phase",
        "Gut bleeding or perforation counts as severe disease and needs urgent review"};
    if (!is_referred_as_severe(patient))
        finding.suggest(
            {"Ask for a specialist review",
             {TestProposal{procedure::rheumatology_referral, false, {}}},
             false}
        );
    if (due.front().check == &reviewed.front())
        finding.suggest(
            {"Order imaging for calcinosis",
             {TaskProposal{TaskProposal::Kind::request, "imaging for calcinosis"}},
             false}
        );
    finding.at_most_one = false;
    finding.trigger = names_of(due);
}

}  // namespace

extern constinit const Rule jdm_complication_monitoring = {
    .number = "R55",
    .id = "jdm-complication-monitoring",
    .title = "Complications of juvenile dermatomyositis",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 20,
    .hooks = Hook::patient_view,
    .why = "Calcinosis and vasculopathy of skin and gut do lasting harm when they are found late.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

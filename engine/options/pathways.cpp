#include "engine/options/pathways.hpp"

#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::pathway {

namespace {

constexpr std::uint8_t monday = 1;
constexpr double tablet_mg = 25, usual_azathioprine_mg = 50;
constexpr Days year{365};

void append(std::vector<Action>& actions, std::vector<Action> more) {
    std::move(more.begin(), more.end(), std::back_inserter(actions));
}

void append_pregnancy_test(std::vector<Action>& actions, const Patient& patient) {
    if (patient.pregnancy().childbearing_potential == Truth::yes)
        append(actions, missing_tests(patient, {need::pregnancy_test}));
}

/// Adults by mouth; children by injection at 15 mg/m², rounded down. Nothing when the size of a child or the
/// age is not known.
std::optional<DrugProposal> weekly_methotrexate(const Patient& patient) {
    const Facts& facts = patient.facts();
    const Policy& policy = patient.policy();
    DrugProposal weekly{
        .drug = drug::methotrexate,
        .dose = mtx::first_adult_dose(patient),
        .period_unit = "wk",
        .weekdays = monday,
        .supply_weeks = static_cast<int>(policy.mtx_supply_weeks),
        .note = "ONCE A WEEK, on Monday. Not for daily use.",
    };
    if (facts.demographics.adult()) return weekly;
    const auto of_child = mtx::first_child_dose(patient, Route::sc);
    if (!facts.demographics.child() || !of_child) return {};
    weekly.dose = *of_child;
    weekly.route = Route::sc;
    weekly.note +=
        fmt::format(" 15 mg/m2 with a body surface area of {} m2.", words::number(*facts.body.bsa_m2));
    return weekly;
}

DrugProposal folic_acid(const Policy& policy) {
    DrugProposal folic{.drug = drug::folic_acid, .dose = 1, .note = "With methotrexate."};
    if (policy.folic_regimen == "weekly-5mg") {
        folic.dose = 5;
        folic.period_unit = "wk";
    }
    return folic;
}

bool takes_folate(const Patient& patient) {
    constexpr std::array folates{drug::folic_acid, drug::folinic_acid};
    return !patient.current(folates).empty();
}

/// 25 mg from 65 years on or with eGFR below 50, else 50 mg or what R20 leaves of it. Adults only.
DrugProposal first_azathioprine(const Patient& patient) {
    const auto kidney = patient.kidney(year);
    const bool frail = *patient.facts().demographics.age_years >= 65 || (kidney && kidney->below(50));
    const double most = std::min(usual_azathioprine_mg, patient.policy().aza_start_max);
    const double start = std::floor(most / tablet_mg) * tablet_mg;
    return {
        .drug = drug::azathioprine,
        .dose = frail ? tablet_mg : start,
        .note = "TPMT and NUDT15 are normal. Raise gradually; blood count weekly in the first month.",
    };
}

}  // namespace

std::optional<Suggestion> methotrexate(const Patient& patient) {
    const auto weekly = weekly_methotrexate(patient);
    if (!weekly) return {};
    Suggestion one;
    std::vector<std::string> beside;
    one.actions.emplace_back(*weekly);
    if (!takes_folate(patient)) {
        one.actions.emplace_back(folic_acid(patient.policy()));
        beside.emplace_back("folic acid");
    }
    const std::size_t drugs = one.actions.size();
    append(one.actions, missing_before_methotrexate(patient));
    append_pregnancy_test(one.actions, patient);
    if (one.actions.size() > drugs) beside.emplace_back("baseline tests");
    one.label = fmt::format(
        "Add methotrexate {} mg once weekly{}{}{}",
        words::number(weekly->dose),
        weekly->route == Route::sc ? " by injection" : "",
        beside.empty() ? "" : " with ",
        words::all_of(beside)
    );
    return one;
}

std::optional<Suggestion> azathioprine(const Patient& patient) {
    Suggestion one;
    if (patient.thiopurine_status().both_normal() && patient.facts().demographics.adult()) {
        const DrugProposal first = first_azathioprine(patient);
        one.label = fmt::format("Add azathioprine {} mg once daily", words::number(first.dose));
        one.actions.emplace_back(first);
        append(one.actions, missing_tests(patient, {need::blood_count, need::alt, need::ast}));
        return one;
    }
    const ThiopurineStatus& genes = patient.thiopurine_status();
    if (!genes.tpmt.valid() && !genes.tpmt.requested)
        append(one.actions, repeat_tests(patient, {need::tpmt}, {}));
    if (!genes.nudt15.valid() && !genes.nudt15.requested)
        append(one.actions, repeat_tests(patient, {need::nudt15}, {}));
    if (one.actions.empty()) return {};
    one.label = "Check TPMT/NUDT15 to allow azathioprine";
    append(one.actions, missing_tests(patient, {need::blood_count, need::alt, need::ast}));
    return one;
}

std::optional<Suggestion> mycophenolate(const Patient& patient) {
    if (!patient.facts().demographics.adult()) return {};
    Suggestion one;
    one.label = "Add mycophenolate mofetil 500 mg twice daily";
    one.actions.emplace_back(DrugProposal{
        .drug = drug::mycophenolate_mofetil,
        .dose = 500,
        .times = 2,
        .note = "Starting dose; usual 2-3 g/day in two doses.",
    });
    append(one.actions, missing_tests(patient, {need::blood_count}));
    append_pregnancy_test(one.actions, patient);
    return one;
}

std::optional<Suggestion> specialist(const Patient& patient, std::string label, std::string question) {
    constexpr std::array referrals{procedure::rheumatology_referral, procedure::specialist_referral};
    if (patient.requested(referrals, Days{21})) return {};
    Suggestion one;
    one.label = std::move(label);
    one.actions.emplace_back(TestProposal{procedure::rheumatology_referral, false, std::move(question)});
    return one;
}

}  // namespace iim::engine::pathway

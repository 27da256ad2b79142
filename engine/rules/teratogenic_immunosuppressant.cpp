#include "engine/evidence.hpp"
#include "engine/options/reproductive_safety.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace reproduction;

constexpr std::array sources{seed_001, lbl_mtx, lbl_mmf, acrrepro20};
constexpr auto overrides =
    word_list<5>("already-addressed patient-declined contraindicated specialist-plan data-incorrect");
constexpr auto when_pregnant = word_list<2>("specialist-plan data-incorrect");
constexpr auto when_unprepared = word_list<3>("already-addressed patient-declined contraindicated");
constexpr auto parameter_names =
    word_list<5>("preg.age_min preg.age_max preg.hcg_days preg.male_counselling aza.start_max");

bool starts_now(const Patient& patient, const Order& order) {
    return order.state == OrderState::draft && patient.is_new(order);
}

/// Pregnancy, a wish for it, or breastfeeding: the drug itself is the problem.
Finding& say_incompatible(
    const Patient& patient, const Order& order, std::string_view situation, Findings& found
) {
    Finding& finding = found.add(
        is_strict(order) ? Indicator::critical : Indicator::info,
        &order,
        fmt::format(
            "{} {} - {}urgent specialist review",
            words::capitalised(drug_name(patient, order)),
            situation,
            starts_now(patient, order) ? "do not start without " : "do not continue without "
        )
    );
    finding.consider = background(order);
    finding.suggestions = ways_out(patient, order);
    finding.override_codes = when_pregnant;
    return finding;
}

void say_pregnant(const Patient& patient, const Order& order, Findings& found) {
    const Pregnancy& state = patient.pregnancy();
    Finding& finding =
        say_incompatible(patient, order, "in pregnancy: labelled contraindication or known teratogen", found);
    std::string evidence(state.evidence.empty() ? std::string_view("Pregnancy is recorded") : state.evidence);
    if (state.evidence_date) evidence += " on " + fhir::to_string(*state.evidence_date);
    finding.because("Pregnancy: " + evidence);
    finding.trigger = "pregnant";
}

/// " on 2026-10-11 (Condition/c1)": when and where the record says so.
std::string recorded(const Patient& patient, Concept problem, ConceptGroup answers) {
    const auto told = [](std::optional<Day> day, const Source& source) {
        return (day ? " on " + fhir::to_string(*day) : std::string()) + words::from(source);
    };
    if (const Condition* one = patient.condition(problem)) return told(one->since(), one->source);
    const Result* answer = patient.labs().latest_of(answers, patient.now(), Days{365});
    return answer ? told(answer->date, answer->source) : std::string();
}

void say_planned(const Patient& patient, const Order& order, Findings& found) {
    Finding& finding =
        say_incompatible(patient, order, "while a pregnancy is planned: known teratogen", found);
    constexpr std::array answers{observation::pregnancy_intention};
    finding.because(
        "A wish for pregnancy is recorded" + recorded(patient, condition::pregnancy_planning, answers)
    );
    finding.trigger = "pregnancy planned";
}

void say_breastfeeding(const Patient& patient, const Order& order, Findings& found) {
    Finding& finding =
        say_incompatible(patient, order, "while breastfeeding: not considered compatible", found);
    constexpr std::array answers{observation::breastfeeding_status};
    finding.because("Breastfeeding is recorded" + recorded(patient, condition::lactation, answers));
    finding.trigger = "breastfeeding";
}

/// "no pregnancy test and no effective contraception on record for a patient who could become pregnant"
std::string what_lacks(const Missing& missing) {
    const bool test = missing.test && !missing.test_asked;
    if (!test && !missing.contraception) return "pregnancy test ordered - await a negative result first";
    const bool no_data =
        (!test || missing.no_test_data) && (!missing.contraception || missing.no_contraception_data);
    std::vector<std::string> parts;
    if (test) parts.emplace_back(missing.unreadable ? "readable pregnancy test" : "pregnancy test");
    if (missing.contraception) parts.emplace_back(no_data ? "contraception" : "effective contraception");
    if (no_data) return fmt::format("no {} data available to this service", words::either(parts));
    return fmt::format(
        "no {} on record for a patient who could become pregnant", fmt::join(parts, " and no ")
    );
}

void say_missing(const Patient& patient, const Order& order, Findings& found) {
    const Missing missing = what_is_missing(patient, order);
    if (!missing.anything()) return;
    const std::string lacks = what_lacks(missing);
    Finding& finding = found.add(
        strength(order, missing),
        &order,
        fmt::format("{}: {}", words::capitalised(drug_name(patient, order)), lacks)
    );
    finding.because("The record shows a patient who could become pregnant (age, sex, no sterilising surgery)"
    );
    if (missing.test_asked) finding.because("A pregnancy test is ordered, or its result is pending");
    if (missing.sterilised) finding.because("Permanent contraception is recorded");
    if (missing.refill && missing.test)
        finding.because("Treatment is continued; no pregnancy test is on file for its start or since");
    finding.consider = background(order);
    finding.suggestions = preparations(patient, order, missing);
    finding.at_most_one = false;
    finding.not_checked = missing.not_checked;
    finding.override_codes = when_unprepared;
    finding.trigger = lacks;
}

void say_unknown(const Patient& patient, const Order& order, Findings& found) {
    const Missing missing = what_is_missing(patient, order);
    if (!missing.anything()) return;
    Finding& finding = found.info(
        &order,
        "{}: could not determine pregnancy potential - check before the start",
        words::capitalised(drug_name(patient, order))
    );
    finding.consider = background(order);
    finding.not_checked = {"Age, or sex for clinical use, is not known"};
    finding.override_codes = when_unprepared;
    finding.trigger = "pregnancy potential not known";
}

void advise_men(const Patient& patient, const Order& order, Findings& found) {
    const bool wanted = patient.policy().preg_male_counselling == "info" && is_strict(order);
    if (!wanted || patient.facts().demographics.sex != Sex::male) return;
    Finding& finding = found.info(
        &order,
        "{}: discuss contraception with male patients too",
        words::capitalised(drug_name(patient, order))
    );
    finding.consider = background(order);
    finding.override_codes = when_unprepared;
    finding.trigger = "male counselling";
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const Pregnancy& state = patient.pregnancy();
    const bool man = patient.facts().demographics.sex == Sex::male;
    if (state.pregnant == Truth::yes) return say_pregnant(patient, order, found);
    if (state.planning && !man) return say_planned(patient, order, found);
    if (state.breastfeeding && !man) return say_breastfeeding(patient, order, found);
    if (patient.hook() == Hook::patient_view) return;
    if (state.childbearing_potential == Truth::yes) return say_missing(patient, order, found);
    if (state.childbearing_potential == Truth::unknown) return say_unknown(patient, order, found);
    advise_men(patient, order, found);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : orders_in_question(patient)) judge_order(patient, *order, found);
}

}  // namespace

extern constinit const Rule teratogenic_immunosuppressant = {
    .number = "R09",
    .id = "teratogenic-immunosuppressant",
    .title = "Pregnancy and contraception",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 98,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::pregnancy,
    .rank = 1,
    .why = "Methotrexate, mycophenolate and cyclophosphamide harm an unborn child.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

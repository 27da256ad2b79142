#pragma once

#include "engine/facts/patient.hpp"
#include "engine/judge.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "engine/terms/terms.hpp"

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <utility>

/// Patients built by hand, without JSON, for tests of rules and options.
namespace iim::engine::test {

inline const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

inline constexpr Day today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

/// Days from today: -3 is three days ago.
inline Day in_days(int days) {
    return today + Days{days};
}

/// One instruction of a constant daily dose.
struct Dose {
    double mg = 0;
    double per_day = 1;
    int from = 0;                  ///< days from today
    std::optional<int> days = {};  ///< none: open-ended
    std::uint8_t weekdays = 0;
};

inline fhir::DosePhase phase(const Dose& dose) {
    fhir::DosePhase one;
    one.start = in_days(dose.from);
    if (dose.days) one.end = in_days(dose.from + *dose.days - 1);
    one.mg_per_dose = {dose.mg, dose.mg};
    one.doses_per_day = {dose.per_day, dose.per_day};
    one.mg_per_day = {dose.mg * dose.per_day, dose.mg * dose.per_day};
    one.mg_per_week = {dose.mg * dose.per_day * 7, dose.mg * dose.per_day * 7};
    one.frequency = dose.per_day >= 0.9   ? fhir::Frequency::daily
                    : dose.per_day > 0.4  ? fhir::Frequency::alternate
                    : dose.per_day > 0.15 ? fhir::Frequency::multi_weekly
                    : dose.per_day > 0.1  ? fhir::Frequency::weekly
                                          : fhir::Frequency::cyclic;
    one.weekdays = dose.weekdays;
    one.confidence = fhir::Confidence::structured;
    return one;
}

class Build {
public:
    Build(const Build&) = delete;  // facts hold views into the names
    Build(Build&&) = default;
    explicit Build(Hook hook = Hook::order_sign) {
        facts_.hook = hook;
        facts_.now = today;
        facts_.demographics.birth = in_days(-50 * 365 - 12);
        facts_.demographics.age_years = 50;
        facts_.demographics.age_days = 50 * 365 + 12;
        facts_.demographics.sex = Sex::male;
        facts_.body.weight_kg = 70;
        facts_.body.height_cm = 175;
        facts_.body.bsa_m2 = 1.84;
        Sources& all = facts_.sources;
        all.patient = Availability::present;
        all.conditions = all.medications = all.observations = all.allergies = Availability::empty;
        all.immunizations = all.procedures = all.requests = all.administrations = Availability::empty;
    }

    Facts& facts() { return facts_; }
    Policy& policy() { return policy_; }

    Build& age(int years, Sex sex = Sex::male) {
        facts_.demographics.age_years = years;
        facts_.demographics.age_days = years * 365;
        facts_.demographics.birth = in_days(-years * 365 - years / 4 - 30);
        facts_.demographics.sex = sex;
        return *this;
    }
    Build& condition(Concept what, int since = -100) {
        Condition one;
        one.concepts = {what};
        one.onset = in_days(since);
        one.label = "a condition";
        one.source = {"Condition", name("c")};
        facts_.conditions.push_back(one);
        return *this;
    }
    Build& dermatomyositis() { return condition(condition::dermatomyositis); }

    /// An order of `drug`; tests change the one that is returned.
    Order& order(OrderState state, Concept drug, std::vector<Dose> doses, Route route = Route::oral) {
        Order one;
        one.state = state;
        one.drugs = {drug};
        one.route = route;
        one.route_stated = true;
        one.label = "a drug";
        one.source = {"MedicationRequest", name("m")};
        one.in_context = one.selected = state == OrderState::draft;
        for (const Dose& dose : doses) one.dose.phases.push_back(phase(dose));
        if (doses.empty()) one.dose.problems = fhir::dose_unreadable;
        one.authored = doses.empty() ? today : in_days(doses.front().from);
        one.start = doses.empty() ? std::nullopt : std::optional(in_days(doses.front().from));
        if (!doses.empty() && doses.back().days)
            one.end = in_days(doses.back().from + *doses.back().days - 1);
        facts_.orders.push_back(one);
        return facts_.orders.back();
    }
    Build& drafts(Concept drug, std::vector<Dose> doses, Route route = Route::oral) {
        order(OrderState::draft, drug, std::move(doses), route);
        return *this;
    }
    Build& takes(Concept drug, std::vector<Dose> doses, Route route = Route::oral) {
        order(OrderState::current, drug, std::move(doses), route);
        return *this;
    }
    Result& result(Concept test, int day, std::optional<double> value = {}) {
        Result one;
        one.test = test;
        one.value = value;
        one.date = in_days(day);
        one.source = {"Observation", name("o")};
        results_.push_back(one);
        return results_.back();
    }
    Build& lab(Concept test, int day, double value) {
        result(test, day, value);
        return *this;
    }
    Build& positive(Concept test, int day = -200) {
        result(test, day).reading = Reading::positive;
        return *this;
    }
    Build& phenotype(Concept test, Phenotype what = Phenotype::normal, int day = -200) {
        result(test, day).phenotype = what;
        return *this;
    }
    Build& allergy(Concept to, AllergySeverity severity = AllergySeverity::severe) {
        Allergy one;
        one.substances = {to};
        one.severity = severity;
        one.source = {"AllergyIntolerance", name("a")};
        facts_.allergies.push_back(one);
        return *this;
    }
    Build& requests(Concept test, bool draft = true, int authored = 0) {
        Request one;
        one.what = {test};
        one.draft = draft;
        one.authored = in_days(authored);
        one.label = "a test";
        one.source = {"ServiceRequest", name("s")};
        facts_.requests.push_back(one);
        return *this;
    }
    Build& given(Concept drug, int day, double mg = 1000) {
        Event one;
        one.what = {drug};
        one.date = in_days(day);
        one.mg = mg;
        one.label = "given";
        one.source = {"MedicationAdministration", name("g")};
        facts_.administrations.push_back(one);
        return *this;
    }

    /// Ready to be judged. The builder must outlive the patient, for the policy.
    Patient patient() {
        Facts facts = facts_;
        for (const Result& one : results_) facts.labs.add(one);
        facts.labs.freeze();
        return Patient(std::move(facts), terms(), policy_);
    }

private:
    std::string_view name(std::string_view prefix) {
        names_.push_back(std::string(prefix) + std::to_string(names_.size() + 1));
        return names_.back();
    }

    Facts facts_;
    Policy policy_;
    std::list<Result> results_;
    std::list<std::string> names_;
};

/// What judging with one rule gives.
struct Judged {
    Build builder;
    std::unique_ptr<Patient> patient;
    Judgement result;

    Judged(Build built, std::vector<const Rule*> rules) : builder(std::move(built)) {
        patient = std::make_unique<Patient>(builder.patient());
        result = judge(rules, *patient);
    }
    std::size_t count() const { return result.findings.size(); }
    const Finding& only() const { return result.findings.at(0); }
    /// "critical", "warning", "info", or "" for no finding.
    std::string_view indicator() const {
        return result.findings.empty() ? std::string_view() : to_string(only().indicator);
    }
    std::string_view summary() const {
        return result.findings.empty() ? std::string_view() : std::string_view(only().summary);
    }
};

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
inline bool any_contains(const std::vector<std::string>& lines, std::string_view part) {
    for (const std::string& line : lines)
        if (contains(line, part)) return true;
    return false;
}
inline const Suggestion* labelled(const Finding& finding, std::string_view part) {
    for (const Suggestion& one : finding.suggestions)
        if (contains(one.label, part)) return &one;
    return nullptr;
}
inline const DrugProposal* drug_in(const Suggestion& suggestion, Concept drug) {
    for (const Action& action : suggestion.actions)
        if (const auto* one = std::get_if<DrugProposal>(&action); one && one->drug == drug) return one;
    return nullptr;
}
inline bool orders_test(const Suggestion& suggestion, Concept test) {
    for (const Action& action : suggestion.actions)
        if (const auto* one = std::get_if<TestProposal>(&action); one && one->what == test) return true;
    return false;
}
inline const OptionRow* row(const Finding& finding, std::string_view option) {
    for (const OptionRow& one : finding.options)
        if (contains(one.option, option)) return &one;
    return nullptr;
}

}  // namespace iim::engine::test

#include "engine/judge.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/availability.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <variant>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr std::string_view not_confirmed = "diagnosis not confirmed in the record";

bool for_every_patient(const Rule& rule, const Policy& policy) {
    return rule.any_indication_policy ? policy.*rule.any_indication_policy : rule.any_indication;
}

/// The condition itself; what is asked for an explanation is written down.
bool holds(const Patient& patient, std::string_view words, bool condition) {
    if (patient.trace()) patient.trace()->condition(words, truth(condition));
    return condition;
}

/// RULES 4.2: this hook is about a myositis that is new on the problem list.
bool is_about_myositis(const Patient& patient) {
    if (patient.hook() != Hook::problem_list_item_create) return true;
    const bool added = std::ranges::any_of(patient.facts().conditions, [](const Condition& one) {
        return one.added && names_myositis(one);
    });
    return holds(patient, "the problem that is added is a myositis", added);
}

bool has_subject(const Rule& rule, const Patient& patient) {
    if (holds(patient, "the rule is for every patient", for_every_patient(rule, patient.policy())))
        return true;
    return holds(patient, "the record shows a myositis (IIM)", patient.iim().has())
           || holds(patient, "the record shows a possible myositis", patient.iim().possible_only());
}

bool applies(const Rule& rule, const Patient& patient) {
    return holds(patient, "the rule is asked at this hook", rule.hooks.has(patient.hook()))
           && holds(patient, "the site's policy has the rule enabled", patient.policy().enabled(rule.id))
           && is_about_myositis(patient) && has_subject(rule, patient);
}

/// The highest indicator the rule may have here (RULES 4.1, the site's cap, R01 at patient-view).
Indicator highest(const Rule& rule, const Patient& patient) {
    Indicator cap = std::min(patient.policy().cap(rule.id), Indicator::critical);
    if (!rule.may_be_critical) cap = std::min(cap, Indicator::warning);
    if (patient.hook() == Hook::patient_view) cap = std::min(cap, rule.patient_view_cap);
    return cap;
}

/// With only a possible diagnosis a rule for myositis reminds, and says why it does no more (RULES 3.1).
void soften(Finding& finding, const Patient& patient) {
    if (for_every_patient(*finding.rule, patient.policy()) || !patient.iim().possible_only()) return;
    finding.indicator = Indicator::info;
    finding.not_checked.emplace_back(not_confirmed);
}

bool asks_for_test(const Finding& finding) {
    return std::ranges::any_of(finding.suggestions, [](const Suggestion& one) {
        return std::ranges::any_of(one.actions, [](const Action& action) {
            return std::holds_alternative<TestProposal>(action);
        });
    });
}

/// RULES 2.1.3, 6.3.5: what is asked for may be ordered already where nobody could look.
void doubt_open_orders(Finding& finding, const Patient& patient) {
    const Availability requests = patient.sources().requests;
    if (requests == Availability::present || requests == Availability::empty) return;
    if (!asks_for_test(finding)) return;
    const bool some = requests == Availability::partial;
    finding.not_checked.push_back(fmt::format(
        "orders for tests and referrals {}: one of these may be ordered already",
        some ? "not complete" : "not available"
    ));
}

/// Checklist PFD-5: a question that failed makes all advice of the answer incomplete.
void say_what_failed(Finding& finding, const Patient& patient) {
    if (patient.sources().cut != 0)
        finding.not_checked.push_back(
            "not or not fully answered by the record: " + names_of_cut(patient.sources())
        );
}

void limit(Finding& finding, const Patient& patient) {
    doubt_open_orders(finding, patient);
    say_what_failed(finding, patient);
    soften(finding, patient);
    const Indicator cap = highest(*finding.rule, patient);
    if (finding.indicator <= cap) return;
    finding.indicator = cap;
    finding.patient_view_cap = patient.hook() == Hook::patient_view && cap == finding.rule->patient_view_cap;
}

/// Another P0 finding on the same order, no weaker, says all that `gap` says (R60 Not).
bool says_as_much(const Finding& other, const Finding& gap) {
    const auto stated = [&](const std::string& line) {
        return std::ranges::find(other.not_checked, line) != other.not_checked.end();
    };
    return other.rule != gap.rule && other.rule->priority == Priority::p0 && other.about == gap.about
           && other.rule->weight > gap.rule->weight && other.indicator >= gap.indicator
           && std::ranges::all_of(gap.not_checked, stated);
}

bool is_repeated(const Finding& finding, const std::vector<Finding>& all) {
    if (!finding.data_gap || !finding.about || finding.not_checked.empty()) return false;
    return std::ranges::any_of(all, [&](const Finding& other) { return says_as_much(other, finding); });
}

std::vector<Finding> without_repeated_gaps(std::vector<Finding> findings) {
    std::vector<bool> repeated;
    repeated.reserve(findings.size());
    for (const Finding& finding : findings) repeated.push_back(is_repeated(finding, findings));
    std::vector<Finding> kept;
    for (std::size_t i = 0; i < findings.size(); ++i)
        if (!repeated[i]) kept.push_back(std::move(findings[i]));
    return kept;
}

/// Rules that speak of what is taken already whatever is drafted: prophylaxis beside it, and its sudden end.
constexpr std::array<std::string_view, 4> of_any_order{"R03", "R15", "R31", "R38"};

/// RULES 6.3.8: at order hooks a card is about an order of the basket.
bool is_out_of_place(const Finding& finding, const Patient& patient) {
    if (!is_order_hook(patient.hook()) || !finding.about || is_draft(*finding.about)) return false;
    return std::ranges::find(of_any_order, finding.rule->number) == of_any_order.end();
}

void run(const Rule& rule, const Patient& patient, Judgement& judgement) {
    judgement.evaluated.push_back(rule.id);
    std::vector<Finding> said;
    Findings found(said, rule, patient.trace());
    try {
        rule.check(patient, found);
    } catch (...) {
        judgement.failed.push_back(rule.id);
        return;
    }
    for (Finding& finding : said) {
        limit(finding, patient);
        const bool reminder = patient.hook() == Hook::order_select && finding.indicator == Indicator::info;
        if (reminder && holds(patient, "only a reminder, which order-select does not show", true)) continue;
        if (is_out_of_place(finding, patient) && holds(patient, "about no order of the basket", true))
            continue;
        judgement.findings.push_back(std::move(finding));
    }
    std::ranges::move(found.gaps(), std::back_inserter(judgement.gaps));
}

}  // namespace

Judgement judge(std::span<const Rule* const> rules, const Patient& patient) {
    Judgement judgement;
    for (const Rule* rule : rules)
        if (applies(*rule, patient)) run(*rule, patient, judgement);
    judgement.findings = without_repeated_gaps(std::move(judgement.findings));
    return judgement;
}

}  // namespace iim::engine

#include "engine/judge.hpp"

#include <algorithm>
#include <iterator>

namespace iim::engine {

namespace {

constexpr std::string_view not_confirmed = "diagnosis not confirmed in the record";

bool for_every_patient(const Rule& rule, const Policy& policy) {
    return rule.any_indication_policy ? policy.*rule.any_indication_policy : rule.any_indication;
}

bool applies(const Rule& rule, const Patient& patient) {
    if (!rule.hooks.has(patient.hook()) || !patient.policy().enabled(rule.id)) return false;
    return for_every_patient(rule, patient.policy()) || patient.iim().has() || patient.iim().possible_only();
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

void limit(Finding& finding, const Patient& patient) {
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

void run(const Rule& rule, const Patient& patient, Judgement& judgement) {
    judgement.evaluated.push_back(rule.id);
    std::vector<Finding> said;
    Findings found(said, rule);
    try {
        rule.check(patient, found);
    } catch (...) {
        judgement.failed.push_back(rule.id);
        return;
    }
    for (Finding& finding : said) {
        limit(finding, patient);
        if (patient.hook() == Hook::order_select && finding.indicator == Indicator::info) continue;
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

#include "engine/evidence.hpp"
#include "engine/options/monotherapy.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_003, seed_004, bsr22};
constexpr auto overrides =
    word_list<9>("specialist-plan started-elsewhere contraindicated patient-declined active-infection "
                 "other-indication not-iim palliative data-incorrect");
constexpr auto parameter_names =
    word_list<15>("mono.min_mg mono.min_days mono.grace_days mono.hcq_counts mono.ivig_counts "
                  "mtx.start_dose mtx.max_start mtx.supply_weeks mtx.baseline_days hep.days "
                  "preg.hcg_days folic.regimen aza.start_max ild.mtx_option pathway.mmf_first_line");

bool medications_complete(const Patient& patient) {
    return found(false, patient.sources().medications) == Truth::no;
}

std::string advice_in_a_few_words(const SparingAdvice& advice) {
    const bool azathioprine = std::ranges::find(advice.agents, "azathioprine") != advice.agents.end();
    std::vector<std::string> first;
    if (advice.immunoglobulin) first.emplace_back("IVIG");
    if (advice.situation && advice.situation->pregnancy && azathioprine) first.emplace_back("azathioprine");
    if (!advice.situation) first.emplace_back("a calcineurin inhibitor");
    if (first.empty()) first.emplace_back("specialist advice");
    if (advice.situation)
        return fmt::format("; {}: consider {}", advice.situation->what, words::either(first));
    if (advice.agents.empty()) return ": consider " + words::either(first);
    return ": consider adding " + words::either(advice.agents);
}

std::string summary(const Patient& patient, const SteroidPlan& plan, const SparingAdvice& advice) {
    const std::string steroid = words::capitalised(
        plan.readable ? plan.dose_in_words(plan.peak) : plan.drug + " (dose not readable)"
    );
    if (!medications_complete(patient))
        return fmt::format(
            "{}: could not check for a steroid-sparing agent: {}", steroid, words::medication_list(patient)
        );
    if (!plan.ordering)
        return fmt::format(
            "On {} with no steroid-sparing agent recorded", monotherapy::dose_and_weeks(patient, plan)
        );
    if (monotherapy::is_necrotising(patient))
        return "Anti-HMGCR/IMNM: steroid alone is rarely sufficient; consider combination therapy from the "
               "start";
    const std::string_view myositis = patient.iim().possible_only() ? "possible myositis" : "myositis";
    if (monotherapy::azathioprine_is_planned(patient))
        return fmt::format(
            "{} for {} without a steroid-sparing agent: azathioprine appears planned", steroid, myositis
        );
    return fmt::format(
        "{} for {} without a steroid-sparing agent{}",
        plan.pulse_only ? "Steroid pulse" : steroid,
        myositis,
        advice_in_a_few_words(advice)
    );
}

Indicator strength(const Patient& patient, bool only_a_reminder) {
    if (only_a_reminder) return Indicator::info;
    if (!medications_complete(patient)) return Indicator::warning;
    if (monotherapy::is_necrotising(patient) || monotherapy::is_long_and_severe(patient))
        return Indicator::critical;
    return Indicator::warning;
}

void check(const Patient& patient, Findings& found) {
    const Subtype subtype = patient.iim().subtype;
    const bool another_rule = subtype == Subtype::ibm || subtype == Subtype::ici;
    if (found.holds("inclusion body or checkpoint-inhibitor myositis (R53 and R56 speak)", another_rule))
        return;
    if (patient.hook() == Hook::patient_view && !medications_complete(patient)
        && patient.steroid_sparing().empty())
        return found.gap("Steroid without a steroid-sparing agent: medication list not available");

    const auto plan = steroid_plan(patient);
    if (!found.holds(
            "a systemic steroid, not premedication or replacement, is draft or active", plan.has_value()
        ))
        return;
    const bool enough = plan->reaches(patient.policy());
    if (!found.holds("its peak reaches mono.min_mg and it runs for mono.min_days", enough)) return;
    const bool agent = monotherapy::has_agent(patient, *plan);
    const Truth spared = engine::found(agent, patient.sources().medications);
    if (found.holds("a steroid-sparing agent is current, drafted or started with it", spared) == Truth::yes)
        return;
    if (found.holds("remission on less than 10 mg/day (R47)", monotherapy::is_maintenance(patient, *plan)))
        return;

    const SparingAdvice advice = advise_steroid_sparing(patient);
    const auto reminders = monotherapy::reasons_for_info(patient, *plan, advice);
    Finding& finding =
        found.add(strength(patient, !reminders.empty()), &plan->order(), summary(patient, *plan, advice));
    finding.why = monotherapy::facts(patient, *plan);
    finding.why.insert(finding.why.end(), reminders.begin(), reminders.end());
    finding.consider = monotherapy::recommendations(advice);
    finding.options = advice.options;
    finding.suggestions = advice.suggestions;
    finding.not_checked = advice.unseen;
    const auto more = monotherapy::not_checked(patient);
    finding.not_checked.insert(finding.not_checked.end(), more.begin(), more.end());
    if (!plan->readable) finding.not_checked.push_back(gap_line(plan->drug, plan->order()));
    finding.trigger = plan->readable ? words::number(plan->peak) + " mg/day" : "dose not readable";
}

}  // namespace

extern constinit const Rule steroid_monotherapy = {
    .number = "R01",
    .id = "steroid-monotherapy",
    .title = "Corticosteroid without a steroid-sparing agent",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 80,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .may_be_critical = true,
    .patient_view_cap = Indicator::warning,
    .group = Group::steroid_start,
    .rank = 1,
    .why = "An agent with the steroid from the start is recommended: it reduces the steroid burden.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

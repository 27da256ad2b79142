#include "engine/options/steroid_sparing.hpp"

#include "engine/options/fitness.hpp"
#include "engine/options/infection.hpp"
#include "engine/options/pathways.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

struct Agent {
    std::string_view name;
    std::string_view place;  ///< for the table, when nothing speaks against it
    Fitness fit;
    std::optional<Suggestion> click;
};

/// The agent that the catalogue prefers for this patient.
std::string_view preferred(const Patient& patient) {
    if (patient.pregnancy().planning) return "azathioprine";
    if (patient.iim().ild || patient.iim().severe_skin) return "mycophenolate";
    return "methotrexate";
}

std::vector<Agent> agents(const Patient& patient) {
    std::vector<Agent> list{
        {"methotrexate",
         "preferred for most patients without lung disease (source document 001)",
         methotrexate_fitness(patient),
         pathway::methotrexate(patient)},
        {"azathioprine",
         "an option, also when pregnancy is planned",
         azathioprine_fitness(patient),
         pathway::azathioprine(patient)},
        {"mycophenolate",
         "preferred with lung disease or severe skin disease",
         mycophenolate_fitness(patient),
         pathway::mycophenolate(patient)},
    };
    const bool with_inhibitor = !patient.current(group::xanthine_oxidase_inhibitors).empty();
    if (with_inhibitor) list[1].click.reset();
    const auto on_hold = std::array{
        patient.on_hold(group::methotrexate),
        patient.on_hold(group::thiopurines),
        patient.on_hold(group::mycophenolate)};
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!on_hold[i].empty()) list[i].click.reset();
    return list;
}

void explain_dose(Agent& agent, const Patient& patient) {
    if (patient.facts().demographics.adult() || agent.click || !agent.fit.offered()) return;
    agent.fit.caution(
        patient.facts().demographics.child() ? "dose for a child is left to the specialist"
                                             : "age is not known: no dose is proposed"
    );
}

OptionRow row(std::string_view option, const Fitness& fit, std::string_view place) {
    std::string because = fit.because();
    if (because.empty()) because = place;
    return {std::string(option), fit.verdict(), std::move(because)};
}

/// The click asks for tests and starts nothing: what speaks for caution with the drug does not hold against
/// it.
bool only_tests(const Suggestion& click) {
    return std::ranges::none_of(click.actions, [](const Action& action) {
        return std::holds_alternative<DrugProposal>(action);
    });
}

bool may_recommend(const Patient& patient, const SparingAdvice& advice, const Agent& agent) {
    if (agent.name != preferred(patient) || !advice.unseen.empty()) return false;
    if (patient.iim().possible_only()) return false;
    return agent.fit.fits() || (only_tests(*agent.click) && agent.fit.recommendable());
}

void offer(SparingAdvice& advice, const Patient& patient, Agent& agent) {
    agent.click->recommended = may_recommend(patient, advice, agent);
    const bool warned = !agent.fit.fits() && !only_tests(*agent.click);
    if (warned) agent.click->label += fmt::format(" - {}", agent.fit.first_caution());
    advice.suggestions.push_back(std::move(*agent.click));
}

/// R01 Sug 5: instead of the three agents, a question to a specialist.
void ask_about_immunoglobulin(SparingAdvice& advice, const Patient& patient) {
    std::string label = "Refer to rheumatology: ";
    if (!advice.immunoglobulin)
        label += advice.situation ? "which agent instead" : "calcineurin inhibitor";
    else
        label += advice.situation ? "IVIG instead of other agents" : "IVIG or calcineurin inhibitor";
    if (auto click = pathway::specialist(patient, label, "discuss a steroid-sparing agent"))
        advice.suggestions.push_back(std::move(*click));
}

}  // namespace

std::optional<SpecialSituation> special_situation(const Patient& patient) {
    if (patient.pregnancy().pregnant == Truth::yes) return SpecialSituation{"pregnancy", true};
    if (const auto infection = active_infection(patient, group::sepsis_or_pneumonia))
        return SpecialSituation{infection->what()};
    if (patient.condition(condition::malignancy)) return SpecialSituation{"active malignancy"};
    return {};
}

SparingAdvice advise_steroid_sparing(const Patient& patient) {
    SparingAdvice advice;
    advice.situation = special_situation(patient);
    advice.unseen = unseen_exclusions(patient);
    advice.all_contraindicated = true;
    std::ranges::move(unreadable_exclusions(patient), std::back_inserter(advice.unseen));
    for (Agent& agent : agents(patient)) {
        explain_dose(agent, patient);
        if (advice.situation && !advice.situation->pregnancy) agent.fit.caution(advice.situation->what);
        advice.options.push_back(row(agent.name, agent.fit, agent.place));
        if (!agent.fit.offered()) continue;
        advice.all_contraindicated = false;
        if (advice.situation || agent.click) advice.agents.emplace_back(agent.name);
        if (advice.situation || !agent.click) continue;
        offer(advice, patient, agent);
    }
    const Fitness immunoglobulin = immunoglobulin_fitness(patient);
    advice.immunoglobulin = immunoglobulin.offered();
    advice.options.push_back(row("IVIG (specialist)", immunoglobulin, "add-on by a specialist"));
    if (advice.situation || advice.suggestions.empty()) ask_about_immunoglobulin(advice, patient);
    return advice;
}

}  // namespace iim::engine

#include "engine/options/steroid_sparing.hpp"

#include "engine/options/fitness.hpp"
#include "engine/options/pathways.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days recent_infection{14};

struct Agent {
    std::string_view name;
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
        {"methotrexate",  methotrexate_fitness(patient),  pathway::methotrexate(patient) },
        {"azathioprine",  azathioprine_fitness(patient),  pathway::azathioprine(patient) },
        {"mycophenolate", mycophenolate_fitness(patient), pathway::mycophenolate(patient)},
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

OptionRow row(std::string_view option, const Fitness& fit) {
    return {std::string(option), fit.verdict(), fit.because()};
}

/// R01 Sug 5: instead of the three agents, a question to a specialist.
void ask_about_immunoglobulin(SparingAdvice& advice, const Patient& patient) {
    const std::string label = advice.situation ? "Refer to rheumatology: IVIG instead of other agents"
                                               : "Refer to rheumatology: IVIG or calcineurin inhibitor";
    if (auto click = pathway::specialist(patient, label, "discuss a steroid-sparing agent"))
        advice.suggestions.push_back(std::move(*click));
}

}  // namespace

std::optional<SpecialSituation> special_situation(const Patient& patient) {
    if (patient.pregnancy().pregnant == Truth::yes) return SpecialSituation{"pregnancy", true};
    for (const Concept infection : {condition::sepsis, condition::pneumonia}) {
        const Condition* found = patient.condition(infection);
        if (found && found->since() && *found->since() >= patient.now() - recent_infection)
            return SpecialSituation{fmt::format("active infection ({})", patient.name(infection)), false};
    }
    if (patient.condition(condition::malignancy)) return SpecialSituation{"active malignancy", false};
    return {};
}

SparingAdvice advise_steroid_sparing(const Patient& patient) {
    SparingAdvice advice;
    advice.situation = special_situation(patient);
    advice.unseen = unseen_exclusions(patient);
    advice.all_contraindicated = true;
    const std::string_view first_choice = preferred(patient);

    for (Agent& agent : agents(patient)) {
        explain_dose(agent, patient);
        if (advice.situation && !advice.situation->pregnancy) agent.fit.caution(advice.situation->what);
        advice.options.push_back(row(agent.name, agent.fit));
        if (!agent.fit.offered()) continue;
        advice.all_contraindicated = false;
        advice.agents.emplace_back(agent.name);
        if (advice.situation || !agent.click) continue;
        agent.click->recommended = agent.name == first_choice && agent.fit.fits() && advice.unseen.empty();
        if (!agent.fit.fits()) agent.click->label += fmt::format(" - {}", agent.fit.first_caution());
        advice.suggestions.push_back(std::move(*agent.click));
    }
    advice.options.push_back(row("IVIG (specialist)", immunoglobulin_fitness(patient)));
    if (advice.situation || advice.suggestions.empty()) ask_about_immunoglobulin(advice, patient);
    return advice;
}

}  // namespace iim::engine

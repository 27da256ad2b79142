#include "engine/options/pjp_switch.hpp"

#include "engine/options/pjp_agent.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace iim::engine::pjp {

std::vector<Suggestion> switches(const Patient& patient, const Order& draft, ConceptGroup to) {
    std::vector<Suggestion> clicks;
    if (draft.state != OrderState::draft || !draft.in_context) return clicks;
    AgentAdvice advice = choose_agent(patient);
    for (Suggestion& each : advice.suggestions) {
        const bool fits = std::ranges::any_of(each.actions, [&](const Action& action) {
            const auto* const drug = std::get_if<DrugProposal>(&action);
            return drug != nullptr && in(drug->drug, to);
        });
        if (!fits) continue;
        each.actions.insert(each.actions.begin(), RemoveOrder{&draft});
        each.label += " instead";
        each.recommended = false;
        clicks.push_back(std::move(each));
    }
    return clicks;
}

const Allergy* severe_sulfonamide_reaction(const Patient& patient) {
    const auto& all = patient.facts().allergies;
    const auto found = std::ranges::find_if(all, [](const Allergy& each) {
        return each.severe_skin && each.substances.any_of(group::allergen::sulfonamide_antibiotics);
    });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace iim::engine::pjp

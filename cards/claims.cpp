#include "cards/claims.hpp"

#include <algorithm>
#include <variant>

namespace iim::cards {

using engine::DrugProposal;

bool creates(const engine::Action& action) noexcept {
    return std::holds_alternative<DrugProposal>(action)
           || std::holds_alternative<engine::TestProposal>(action)
           || std::holds_alternative<engine::TaperProposal>(action);
}

Creation creation(const engine::Action& action) noexcept {
    if (const auto* const drug = std::get_if<DrugProposal>(&action)) return {true, drug->drug};
    if (const auto* const taper = std::get_if<engine::TaperProposal>(&action)) return {true, taper->drug};
    if (const auto* const test = std::get_if<engine::TestProposal>(&action)) return {false, test->what};
    return {};
}

bool starts_drug(const engine::Action& action) noexcept {
    return std::holds_alternative<DrugProposal>(action)
           || std::holds_alternative<engine::TaperProposal>(action);
}

bool prescribes(const engine::Suggestion& suggestion) noexcept {
    return std::ranges::any_of(suggestion.actions, starts_drug);
}

Claims::Claims(std::span<const Candidate> candidates) {
    for (const bool prescriptions : {true, false})
        for (const Candidate& each : candidates) {
            if (prescribes(*each.wanted) != prescriptions || would_be_dropped(each)) continue;
            for (const engine::Action& action : each.wanted->actions)
                if (creates(action)) owners_.try_emplace(creation(action), each.finding);
        }
}

/// A suggestion whose drug another finding prescribes is not offered, so it holds nothing.
bool Claims::would_be_dropped(const Candidate& candidate) const {
    return std::ranges::any_of(candidate.wanted->actions, [&](const engine::Action& action) {
        const engine::Finding* const holder = owner(action);
        return starts_drug(action) && holder && holder != candidate.finding;
    });
}

const engine::Finding* Claims::owner(const engine::Action& action) const {
    if (!creates(action)) return nullptr;
    const auto found = owners_.find(creation(action));
    return found == owners_.end() ? nullptr : found->second;
}

}  // namespace iim::cards

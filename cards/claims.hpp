#pragma once

#include "cards/card.hpp"
#include "engine/finding.hpp"

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace iim::cards {

/// A suggestion whose every action could be written; `actions` stand in the order of `wanted->actions`.
struct Candidate {
    const engine::Finding* finding = nullptr;
    const engine::Suggestion* wanted = nullptr;
    std::vector<Action> actions;
    std::string caution = {};  ///< a new warning that accepting it would bring (RULES 6.1)
};

/// What an action creates: is it a drug, and which concept.
using Creation = std::pair<bool, engine::Concept>;
bool creates(const engine::Action& action) noexcept;
Creation creation(const engine::Action& action) noexcept;

/// True when the action starts a drug, or goes on with it by a new schedule.
bool starts_drug(const engine::Action& action) noexcept;
/// True when one of the suggestion's actions does.
bool prescribes(const engine::Suggestion& suggestion) noexcept;

/// Which finding may create which resource in one answer (RULES 6.3.6: two rules may not create the same
/// one). Suggestions that prescribe come first, so that their companion tests stay with the drug; then the
/// order of the candidates decides.
class Claims {
public:
    explicit Claims(std::span<const Candidate> candidates);

    /// The finding that creates what `action` creates; null when it creates nothing.
    const engine::Finding* owner(const engine::Action& action) const;

private:
    bool would_be_dropped(const Candidate& candidate) const;

    std::map<Creation, const engine::Finding*> owners_;
};

}  // namespace iim::cards

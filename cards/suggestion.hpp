#pragma once

#include "cards/bundle.hpp"
#include "cards/card.hpp"
#include "engine/facts/patient.hpp"
#include "engine/self_check.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace iim::cards {

/// What one card offers, and in plain words what it does not and why.
struct Offer {
    std::vector<Suggestion> suggestions;
    bool at_most_one = true;
    std::vector<std::string> not_offered;
};

/// What the rules say of a suggestion before it is offered: engine::SelfCheck.
using Review = std::function<engine::Opinion(const engine::Accepted&)>;

/// The suggestions of the cards that are shown, one Offer a problem. Over all of them no two rules create the
/// same resource (RULES 6.3.6; cards/claims.hpp says who does). A suggestion that would lose its
/// prescription, or could not name the order it removes, is not offered at all: half of a replacement is
/// another treatment. What `review` refuses is not offered either; a card that loses all of its options that
/// way asks for a specialist's advice.
std::vector<Offer> offers(
    std::span<const Problem> problems,
    const engine::Patient& patient,
    const Review& review,
    const UuidSource& uuid
);

}  // namespace iim::cards

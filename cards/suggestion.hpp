#pragma once

#include "cards/bundle.hpp"
#include "cards/card.hpp"
#include "engine/facts/patient.hpp"

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

/// The suggestions of the cards that are shown, one Offer a problem. Over all of them no two rules create the
/// same resource (RULES 6.3.6): suggestions that prescribe keep their companion tests, the rest is given to
/// the first card. A suggestion that would lose its prescription, or could not name the order it removes, is
/// not offered at all: half of a replacement is another treatment.
std::vector<Offer> offers(
    std::span<const Problem> problems, const engine::Patient& patient, const UuidSource& uuid
);

}  // namespace iim::cards

#pragma once

#include "cards/claims.hpp"

#include <span>
#include <vector>

namespace iim::cards {

/// Says of each candidate whether it is marked as recommended (checklist SUG-3, RULES 2.1, 4.6, 6.4), and in
/// `offers`, one a card, why a rule's favourite is not:
///
/// - Only what is offered in full here, never with a caution, and no drug while the allergies are not known.
/// - In a choice the tests of a checklist are no favourite: to take them would be to leave the order as it
/// is.
/// - Of one choice the first favourite only.
/// - What is recommended in one answer may be taken together, so all of it is judged together (RULES 6.1): a
///   new warning is said on the less important card, a new critical takes its favourite.
void choose_favourites(
    std::vector<Candidate>& all,
    const Claims& claims,
    std::span<Offer> offers,
    const engine::Patient& patient,
    const Review& review
);

}  // namespace iim::cards

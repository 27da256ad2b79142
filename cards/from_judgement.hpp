#pragma once

#include "cards/card.hpp"
#include "engine/judge.hpp"

#include <cstddef>
#include <vector>

namespace iim::cards {

/// Findings to cards: self-check of suggestions (RULES 6.1), one card a problem (4.4, ruling 1), order and
/// overflow (4.3, 4.2), text (4.7), resources (4.6), override reasons (4.5), links. Findings that are snoozed
/// make no card and use up no place.
///
/// `most` stands over the policy's number of cards where it is smaller.
std::vector<Card> from_judgement(
    const engine::Judgement& judgement,
    const engine::Patient& patient,
    const UuidSource& uuid,
    std::size_t most = 100
);

}  // namespace iim::cards

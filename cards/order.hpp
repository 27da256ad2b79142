#pragma once

#include "cards/bundle.hpp"
#include "engine/hook.hpp"
#include "engine/policy.hpp"

#include <compare>
#include <cstddef>
#include <vector>

namespace iim::cards {

/// The place of a finding among others (RULES 4.3): indicator, priority, harm weight, rule number; then the
/// order it is about, so that the request's own sequence never matters.
std::strong_ordering compare(const engine::Finding& a, const engine::Finding& b) noexcept;

/// Cards that a call of this hook may show (RULES 4.2).
std::size_t card_limit(engine::Hook hook, const engine::Policy& policy) noexcept;

/// What is shown and what becomes a line of the `more-findings` card, each in the order of 4.3.
struct Shown {
    std::vector<Problem> cards, more;
};

/// Splits problems that are in order. All cards together keep to `limit`: the more-findings card and
/// `extra_cards` count. Critical cards are never collapsed, nor is the pathway summary where the hook has
/// one or where nothing is more urgent, and at least one card is shown in full. What the pathway summary
/// itself lists needs no place when that lets all others be shown.
Shown apply_limit(
    std::vector<Problem> problems, engine::Hook hook, std::size_t limit, std::size_t extra_cards
);

}  // namespace iim::cards

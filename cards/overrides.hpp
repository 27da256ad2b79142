#pragma once

#include "cards/card.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace iim::cards {

/// One reason a clinician may give for not following a card (RULES 4.5).
struct OverrideReason {
    std::string_view code, display;
};

inline constexpr std::string_view override_system = "urn:iim-cds:override-reason";

/// The whole code system.
std::span<const OverrideReason> override_reasons() noexcept;

/// The reasons a rule offers, in its order; the default set where it lists none. Codes outside the code
/// system are left out: a reason without a display may not be sent (checklist CAR-8).
std::vector<Coding> overrides_of(const engine::Rule& rule);
/// The finding's own reasons, else its rule's.
std::vector<Coding> overrides_of(const engine::Finding& finding);

}  // namespace iim::cards

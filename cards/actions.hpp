#pragma once

#include "cards/card.hpp"
#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace iim::cards {

/// An action as the EHR would do it, or in plain words why it cannot be offered.
struct MadeAction {
    std::optional<Action> action;
    std::string reason;
};
MadeAction make_action(const engine::Action& wanted, const engine::Patient& patient);

/// How the descriptions of actions begin.
inline constexpr std::string_view draft_order = "Draft order: ", change_order = "Change order: ",
                                  remove_order = "Remove order: ";

/// What to call an order: as its EHR does, else by its drug.
std::string order_name(const engine::Order& order, const engine::Patient& patient);

}  // namespace iim::cards

#pragma once

#include "cards/card.hpp"

#include <span>
#include <string>

namespace iim::cards {

/// The CDS Hooks response: {"cards":[…]}. No null, "", [] or {} but an empty `cards` (JSN-2).
std::string to_json(std::span<const Card> cards);

}  // namespace iim::cards

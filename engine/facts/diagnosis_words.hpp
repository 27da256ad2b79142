#pragma once

#include "engine/terms/concept.hpp"

#include <string_view>

namespace iim::engine {

/// The myositis that a diagnosis without a known code names: the whole text is one name of a closed list,
/// without regard to case and to "-" or " ". None for anything else: "rule out dermatomyositis", "DM".
Concept myositis_named(std::string_view text) noexcept;

}  // namespace iim::engine

#pragma once

#include "engine/terms/concept.hpp"

#include <string_view>

namespace iim::engine {

/// The test that `text`, the whole of it, names. Only tests for which the code systems have no code: results
/// of others are known by their codes alone.
Concept test_named(std::string_view text) noexcept;

}  // namespace iim::engine

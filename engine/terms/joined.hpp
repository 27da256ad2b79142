#pragma once

#include "engine/terms/concept.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace iim::engine::group {

/// One class out of several. What stands in two of them stands in it twice, which no question minds.
template <std::size_t... sizes>
constexpr auto joined(const std::array<Concept, sizes>&... classes) {
    std::array<Concept, (sizes + ...)> all{};
    auto next = all.begin();
    ((next = std::copy(classes.begin(), classes.end(), next)), ...);
    return all;
}

}  // namespace iim::engine::group

#pragma once

#include "engine/facts/observation.hpp"

namespace iim::engine {

/// How a measured number stands to a limit. A comparator moves it off the limit: "<0.8" lies below 0.8,
/// ">5.5" above 5.5.
constexpr bool is_below(double value, char comparator, double limit) noexcept {
    return value < limit || (comparator == '<' && value == limit);
}
constexpr bool is_above(double value, char comparator, double limit) noexcept {
    return value > limit || (comparator == '>' && value == limit);
}

/// False when the result has no number.
inline bool is_below(const Result& one, double limit) noexcept {
    return one.value && is_below(*one.value, one.comparator, limit);
}
inline bool is_above(const Result& one, double limit) noexcept {
    return one.value && is_above(*one.value, one.comparator, limit);
}
/// "<5" is not at least 5.
inline bool is_at_least(const Result& one, double limit) noexcept {
    return one.value && !is_below(one, limit);
}

}  // namespace iim::engine

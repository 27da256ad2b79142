#pragma once

#include <cmath>

/// Doses on a grid of mg. A quotient of doses is not exact: what lies within `slack` of a step is that step.
namespace iim::engine::taper {

inline constexpr double slack = 1e-6;

inline double round_up(double mg, double step) {
    return std::ceil(mg / step - slack) * step;
}
inline double round_down(double mg, double step) {
    return std::floor(mg / step + slack) * step;
}
inline bool above(double mg, double limit) noexcept {
    return mg > limit + slack;
}

/// Tablets of prednisone allow these steps: down to 10 mg, and below it where steps of 1 mg are wanted.
inline constexpr double coarse_mg = 2.5, fine_mg = 1;

}  // namespace iim::engine::taper

#include "engine/taper/jdm.hpp"

#include "engine/taper/grid.hpp"

#include <algorithm>

namespace iim::engine::taper {

namespace {

constexpr int step_days = 14;
constexpr int first_steps = 2, later_steps = 8;

/// Up to what tablets give.
double on_grid(double mg) {
    return round_up(mg, above(mg, 10) ? coarse_mg : fine_mg);
}

void append(std::vector<Phase>& phases, double mg) {
    if (!above(phases.back().mg, mg))
        phases.back().days += step_days;
    else
        phases.push_back({mg, step_days});
}

}  // namespace

std::vector<Phase> jdm_phases(double start, double weight_kg, int hold_days) {
    const double last = jdm_final_mg_per_kg * weight_kg;
    const double half = std::max(start / 2, last);
    std::vector<Phase> phases{{start, hold_days}};
    for (int i = 1; i <= first_steps; ++i) append(phases, on_grid(start + (half - start) * i / first_steps));
    for (int i = 1; i <= later_steps; ++i) append(phases, on_grid(half + (last - half) * i / later_steps));
    phases.back().days = 0;
    return phases;
}

}  // namespace iim::engine::taper

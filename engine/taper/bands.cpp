#include "engine/taper/bands.hpp"

#include "engine/taper/grid.hpp"

#include <algorithm>

namespace iim::engine::taper {

namespace {

constexpr double usual_step = 10;
constexpr double tail_from = 10;

/// The end of the band, where a smaller step begins.
double band_end(double mg, double step_above_40) noexcept {
    if (above(mg, 40) && above(step_above_40, usual_step)) return 40;
    if (above(mg, 30)) return 30;
    return above(mg, 20) ? 20 : 0;
}

}  // namespace

double band_step(double mg, double step_above_40) noexcept {
    if (above(mg, 40)) return step_above_40;
    if (above(mg, 30)) return usual_step;
    return above(mg, 20) ? 5 : 2.5;
}

double next_lower(double mg, const Bands& bands) {
    const bool in_tail = bands.slow_tail && !above(mg, tail_from);
    const double step = in_tail ? bands.tail_step : band_step(mg, bands.step_above_40);
    double next = std::max(mg - step, band_end(mg, bands.step_above_40));
    if (bands.slow_tail && above(mg, tail_from)) next = std::max(next, tail_from);
    const double grid = in_tail ? fine_mg : coarse_mg;
    next = round_up(next, grid);
    if (!above(mg, next)) next = round_down(mg - 2 * slack * grid, grid);  // an odd dose: 18 to 17.5
    return std::max({next, bands.maintenance, 0.0});
}

}  // namespace iim::engine::taper

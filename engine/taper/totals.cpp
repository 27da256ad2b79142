#include "engine/taper/totals.hpp"

#include "engine/taper/grid.hpp"

namespace iim::engine::taper {

std::optional<Day> last_day(const TaperStep& step) noexcept {
    return step.days > 0 ? std::optional(step.from + Days(step.days - 1)) : std::nullopt;
}

Totals totals(std::span<const TaperStep> steps) {
    Totals sum;
    for (const TaperStep& each : steps) {
        sum.days += each.days;
        sum.mg += each.mg * each.days;
        if (!above(20, each.mg)) sum.days_at_20 += each.days;
        if (!above(30, each.mg)) sum.days_at_30 += each.days;
    }
    if (!steps.empty()) sum.last_day = last_day(steps.back());
    return sum;
}

}  // namespace iim::engine::taper

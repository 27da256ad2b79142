#include "engine/options/step_down.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace iim::engine {

namespace {

constexpr double slack = 1e-6;
/// Nobody writes so many steps; bounds what a hostile order can ask for.
constexpr std::size_t most_steps = 64;

/// The days on which the dose may change, in order.
std::vector<Day> turns(const Order& order) {
    std::vector<Day> days;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        if (!phase.dated || days.size() >= 2 * most_steps) continue;
        days.push_back(phase.start.value_or(Day::min()));
        if (phase.end) days.push_back(*phase.end + Days(1));
    }
    std::ranges::sort(days);
    return days;
}

bool has_lower_undated(const Order& order, double peak) {
    return std::ranges::any_of(order.dose.phases, [&](const fhir::DosePhase& phase) {
        return !phase.dated && phase.mg_per_day.hi && *phase.mg_per_day.hi < peak - slack;
    });
}

}  // namespace

bool steps_down(const Order& order) {
    double peak = 0;
    for (const Day day : turns(order)) {
        const double mg = order.mg_per_day(day).hi.value_or(0);
        if (mg > slack && mg < peak - slack) return true;
        peak = std::max(peak, mg);
    }
    if (const auto highest = order.peak_mg_per_day(Day::min()).hi) peak = std::max(peak, *highest);
    return has_lower_undated(order, peak);
}

}  // namespace iim::engine

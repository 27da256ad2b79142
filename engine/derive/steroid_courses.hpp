#pragma once

#include "engine/derive/steroid_calendar.hpp"
#include "engine/derive/steroid_timeline.hpp"

#include <vector>

namespace iim::engine {

/// Adds the order as the rules see it. RULES 2.6: a pulse is a class of phases, so an order with pulses and
/// other phases is two courses: what goes on, then its pulses.
void add_courses(
    std::vector<SteroidTimeline::Course>& courses,
    const Dosed& one,
    const Facts& facts,
    const Policy& policy,
    const Window& window
);

}  // namespace iim::engine

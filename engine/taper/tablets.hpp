#pragma once

#include "engine/taper/plan.hpp"

#include <array>
#include <span>
#include <vector>

namespace iim::engine::taper {

/// Strengths in mg that allow steps of 2.5 and of 1 mg (RULES 7.2).
inline constexpr std::array usual_tablets{1.0, 2.5, 5.0, 10.0, 20.0};

/// The least dose from `mg` on that whole tablets of these strengths give.
double reachable(double mg, std::span<const double> tablets);

/// Whole tablets of this strength give every dose.
bool given_by(double tablet, std::span<const TaperStep> steps);

/// Each dose goes up to the next one that whole tablets give; equal neighbours become one phase, and the plan
/// says so. Refused when a step would then be larger than the planner takes.
Plan fit_to_tablets(Plan plan, std::span<const double> tablets, const Policy& policy);

}  // namespace iim::engine::taper

#pragma once

#include "engine/facts/facts.hpp"

namespace iim::engine {

/// Weight, height and what follows from them (RULES 2.7), from frozen results and the demographics.
Anthropometrics measure(const Labs& labs, const Demographics& who, Day now);

/// Devine; `height_cm` below 60 in counts as 60 in.
double ideal_weight_kg(double height_cm, bool female);
/// Mosteller.
double body_surface_m2(double height_cm, double weight_kg);

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>

namespace iim::engine {

/// When the dose of `drug` was raised last, after the day `since`; nothing when the orders show no rise.
std::optional<Day> last_raised(const Patient& patient, Concept drug, Day since);

/// The dose of `drug` was lowered after `since`, or an order of this call lowers it.
bool was_lowered(const Patient& patient, Concept drug, Day since);

}  // namespace iim::engine

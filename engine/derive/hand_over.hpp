#pragma once

#include "engine/facts/facts.hpp"

namespace iim::engine {

/// The facts in which the day of a change belongs to the new dose: where one order of a drug ends on the day
/// on which another of the same drug and kind of route begins, it ends the day before. A titration that is
/// written as several orders is one dose a day (RULES 2.4: the sum is for orders given at once). Only ends
/// that are stated move; an order of one day keeps it.
Facts hand_over(Facts facts);

}  // namespace iim::engine

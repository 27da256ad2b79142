#pragma once

#include "engine/facts/order.hpp"

namespace iim::engine {

/// The order stands in an ImmunizationRecommendation that says more than it: taking that out of the basket
/// would take out the rest as well.
bool is_one_of_several(const Order& order);

}  // namespace iim::engine

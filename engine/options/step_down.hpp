#pragma once

#include "engine/facts/order.hpp"

namespace iim::engine {

/// On some day after its highest dose `order` gives less, but not nothing: a taper, dated or not. Parts of
/// one daily dose, such as morning and evening, are no steps.
bool steps_down(const Order& order);

}  // namespace iim::engine

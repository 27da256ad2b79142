#pragma once

#include "engine/facts/order.hpp"

namespace iim::engine {

/// The reason that the order gives, in code or in words, is a neoplasm.
bool is_for_neoplasm(const Order& order);

}  // namespace iim::engine

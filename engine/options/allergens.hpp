#pragma once

#include "engine/facts/facts.hpp"
#include "engine/terms/concept.hpp"

namespace iim::engine {

/// The recorded allergy to what an order gives. Mild stomach upset is none (RULES 6.2), and of immunoglobulin
/// only a severe reaction rules it out (RULES 6.1); both are a caution elsewhere. Null when there is none.
const Allergy* allergy_against(const Facts& facts, const Order& order);

}  // namespace iim::engine

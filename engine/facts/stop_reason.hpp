#pragma once

#include "engine/facts/order.hpp"
#include "fhir/json.hpp"

namespace iim::engine {

/// Why the order or statement was stopped: from its status reason, coded or in words of a closed list. None
/// when nothing is said.
StopReason stop_reason(fhir::Json resource);

}  // namespace iim::engine

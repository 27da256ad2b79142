#pragma once

#include "engine/policy.hpp"
#include "fhir/json.hpp"

namespace iim::tests {

/// The parameters that an expected.json changes: {"mono.min_mg": 12, "pathway.ild_order": ["mmf", "aza", …]}.
/// Throws std::invalid_argument for a name, type or value that the policy does not take.
void apply(engine::Policy& policy, fhir::Json changes);

}  // namespace iim::tests

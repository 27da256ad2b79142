#pragma once

#include "engine/facts/facts.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <string_view>

namespace iim::engine {

/// What the service hands over besides the request: data that it fetched itself would come the same way,
/// under the same keys. `request` is a whole CDS Hooks request object.
struct GatherInput {
    fhir::Json request;
    Hook hook = Hook::order_sign;
    fhir::Instant now;
    fhir::Zone zone;
    std::string_view context_text = {};  ///< the bytes of `request.context`, where they were kept
};

/// Reads everything the rules may ask from context and prefetch, in one pass over each Bundle. Never throws
/// for what a request may contain; what it cannot read it notes. Resources of another patient are left out
/// and noted (REQ-17). Dose normalisation uses the weight and body surface found in the same request.
Facts gather(const GatherInput& input, const Terms& terms, const Policy& policy);

}  // namespace iim::engine

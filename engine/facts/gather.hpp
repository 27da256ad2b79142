#pragma once

#include "engine/facts/facts.hpp"
#include "engine/facts/prefetch_keys.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What the service asked the EHR for itself under one prefetch key: as good as prefetched. When the request
/// has the key too, these are the pages that follow what stands there.
struct FetchedAnswer {
    std::string_view key;
    std::vector<fhir::Json> pages;  ///< never empty
    bool complete = true;           ///< false: there are more pages than these
};

/// What the service hands over: `request` is a whole CDS Hooks request object.
struct GatherInput {
    fhir::Json request;
    Hook hook = Hook::order_sign;
    fhir::Instant now;
    fhir::Zone zone;
    std::string_view context_text = {};  ///< the bytes of `request.context`, where they were kept
    std::span<const FetchedAnswer> fetched = {};
    std::span<const KeyAlias> aliases = {};  ///< what the client calls our prefetch keys
};

/// Reads everything the rules may ask from context and prefetch, in one pass over each Bundle. Never throws
/// for what a request may contain; what it cannot read it notes. Resources of another patient are left out
/// and noted (REQ-17). Dose normalisation uses the weight and body surface found in the same request.
Facts gather(const GatherInput& input, const Terms& terms, const Policy& policy);

}  // namespace iim::engine

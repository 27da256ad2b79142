#pragma once

#include "cards/card.hpp"
#include "cards/profile.hpp"
#include "cds-hooks/log.hpp"
#include "engine/hook.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// All that an answer depends on besides the request. Immutable while the service runs; shared by threads.
struct Knowledge {
    engine::Terms terms;
    engine::Policy policy;
    fhir::Zone zone;
    cards::ClientProfile client = {};
};

/// What goes back: a status, a body and its media type. 200 is `{"cards":[…]}`; anything else an
/// OperationOutcome that names what to change.
struct Reply {
    int status = 200;
    std::string body;
    std::string_view content_type = "application/json";
    // for the log, never for the client:
    std::size_t cards = 0;
    std::vector<std::string_view> rules;   ///< ids of the rules that made the cards
    std::vector<std::string_view> failed;  ///< ids of rules that threw
    std::vector<log::Oddity> oddities;     ///< what was odd about the data
};

/// The whole decision without a socket: the bytes of a CDS Hooks request in, the answer out. Never throws for
/// what a request may contain. `scratch` is the connection's document and is overwritten.
Reply answer(
    fhir::Document& scratch,
    std::string body,
    engine::Hook service,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
);

/// An OperationOutcome as the body of a refusal; `where` is a path such as "context.draftOrders" or empty
/// (ERR-1, ERR-2).
Reply refusal(
    int status, std::string_view code, std::string_view what_to_change, std::string_view where = {}
);

/// Our own fault: 500 with an opaque id that also stands in the log, beside the type of the exception being
/// handled. Call it inside a catch block.
Reply own_fault();

}  // namespace iim::service

#pragma once

#include "engine/facts/order.hpp"
#include "fhir/json.hpp"

#include <optional>

namespace iim::engine {

struct OrderStatus {
    std::optional<OrderState> state;  ///< none: this resource is no fact
    bool unknown = false;             ///< counted as current because its status says nothing
};

/// RULES 2.4: what the status of a MedicationRequest, MedicationOrder or MedicationStatement counts as.
/// In the hook's context every order is judged, whatever its status says (checklist ORD-7), except one that
/// the user is stopping, holding or striking out.
OrderStatus order_status(fhir::Json resource, bool in_context);

}  // namespace iim::engine

#pragma once

#include "cards/changed_order.hpp"
#include "engine/facts/gather.hpp"
#include "fhir/json.hpp"
#include "tests/unit/cards/sample.hpp"

#include <string>
#include <string_view>

namespace iim::cards::sample {

/// A call of order-sign, gathered as the service does: one draft and, where a test needs one, an order on
/// record. Every view lives as long as the call.
class Call {
public:
    explicit Call(
        const std::string& draft,
        const std::string& active = {},
        std::string_view now = "2026-11-20T09:00:00Z"
    )
        : root_(document_
                    .parse(
                        R"({"hook":"order-sign","context":{"patientId":"pat-1","userId":"Practitioner/1",)"
                        R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":)"
                            + draft + R"(}]}},"prefetch":{"medications":{"resourceType":"Bundle","entry":[)"
                            + (active.empty() ? "" : R"({"resource":)" + active + "}") + "]}}}",
                        64,
                        "context"
                    )
                    .value()),
          patient_(
              engine::gather(
                  {root_,
                   engine::Hook::order_sign,
                   fhir::parse_date(now, {})->instant.value(),
                   {},
                   document_.kept()},
                  terms(),
                  policy_
              ),
              terms(),
              policy_
          ) {}

    const engine::Patient& patient() const { return patient_; }
    /// The draft.
    const engine::Order* order() const { return &patient_.facts().orders.at(0); }
    const engine::Order* find(std::string_view id) const {
        for (const engine::Order& each : patient_.facts().orders)
            if (each.source.id == id) return &each;
        return nullptr;
    }
    /// The draft with this change made to it; the change says on its own which draft it means.
    cards::ChangedOrder changed(engine::ChangeOrder change) const {
        change.order = order();
        return cards::changed_order(change, patient_);
    }

private:
    fhir::Document document_;
    fhir::Json root_;
    engine::Policy policy_;
    engine::Patient patient_;
};

}  // namespace iim::cards::sample

#include "cds-hooks/understand.hpp"

#include <utility>

namespace iim::service {
namespace {

/// A client that sends no `selections` with order-select means all of its drafts (the library calls the
/// member required, conformance tests call it optional): silence would be the unsafe reading.
void select_all_if_unsaid(fhir::Json context, engine::Facts& facts) {
    if (facts.hook != engine::Hook::order_select || context["selections"]) return;
    for (engine::Order& order : facts.orders) order.selected = order.in_context;
}

}  // namespace

engine::Patient understand(const engine::GatherInput& input, const Knowledge& knowledge) {
    engine::Facts facts = engine::gather(input, knowledge.terms, knowledge.policy);
    select_all_if_unsaid(input.request["context"], facts);
    return {std::move(facts), knowledge.terms, knowledge.policy};
}

}  // namespace iim::service

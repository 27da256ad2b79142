#include "engine/facts/order_state.hpp"

#include "fhir/types.hpp"

namespace iim::engine {

namespace {

constexpr OrderStatus nothing{};

bool is_any(std::string_view status, std::initializer_list<std::string_view> wanted) noexcept {
    for (const std::string_view one : wanted)
        if (status == one) return true;
    return false;
}

OrderStatus in_basket(fhir::Json order) {
    const auto status = order["status"].text();
    if (status == "entered-in-error") return nothing;
    if (is_any(status, {"stopped", "completed", "cancelled", "ended"})) return {OrderState::historical};
    if (order["doNotPerform"].boolean() == true) return {OrderState::do_not_give};
    if (status == "on-hold") return {OrderState::on_hold};
    return {OrderState::draft};
}

OrderStatus on_record(fhir::Json order) {
    const auto status = order["status"].text();
    if (is_any(status, {"cancelled", "entered-in-error", "draft"})) return nothing;
    // A proposal is not an order.
    if (is_any(order["intent"].text(), {"proposal", "plan", "option"})) return nothing;
    const bool over = is_any(status, {"stopped", "completed", "ended"});
    if (order["doNotPerform"].boolean() == true) return over ? nothing : OrderStatus{OrderState::do_not_give};
    if (over) return {OrderState::historical};
    if (status == "on-hold") return {OrderState::on_hold};
    return {OrderState::current, status != "active"};
}

/// STU3 `taken`, R5 `adherence`: a statement can say that the drug is not taken.
OrderStatus of_adherence(fhir::Json statement, OrderStatus otherwise) {
    if (statement["taken"].is("n") || statement["wasNotTaken"].boolean() == true) return nothing;
    const fhir::Json adherence = statement["adherence"]["code"];
    if (fhir::has_code(adherence, "not-taking")) return nothing;
    if (fhir::has_code(adherence, "stopped")) return {OrderState::historical};
    if (fhir::has_code(adherence, "on-hold")) return {OrderState::on_hold};
    return otherwise;
}

OrderStatus of_statement(fhir::Json statement) {
    const auto status = statement["status"].text();
    if (is_any(status, {"entered-in-error", "not-taken", "cancelled", "draft"})) return nothing;
    if (is_any(status, {"completed", "stopped"})) return of_adherence(statement, {OrderState::historical});
    if (status == "on-hold") return {OrderState::on_hold};
    const bool known = is_any(status, {"active", "intended", "recorded"});
    return of_adherence(statement, {OrderState::current, !known});
}

}  // namespace

OrderStatus order_status(fhir::Json resource, bool in_context) {
    const auto type = resource["resourceType"].text();
    if (type == "MedicationStatement" || type == "MedicationUsage") return of_statement(resource);
    return in_context ? in_basket(resource) : on_record(resource);
}

}  // namespace iim::engine

#include "engine/options/myositis_order.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/terms/groups.hpp"

#include <array>

namespace iim::engine {

namespace {

bool treats(const Patient& patient, const Order& order) {
    if (!may_be_systemic(order) || indication::is_stated(order)) return false;
    if (!order.is_any(group::corticosteroids)) return true;
    const SteroidTimeline::Course* course = patient.steroid().course(order);
    return course && course->kind != SteroidClass::none && course->kind != SteroidClass::premed
           && course->kind != SteroidClass::replacement;
}

}  // namespace

const Order* myositis_order(const Patient& patient) {
    if (!is_order_hook(patient.hook())) return nullptr;
    const std::array<ConceptGroup, 5> kinds{
        group::corticosteroids,
        group::continuous_immunosuppressants,
        group::immunoglobulin,
        group::anti_cd20,
        group::cyclophosphamide};
    for (const ConceptGroup drugs : kinds)
        for (const Order* order : patient.ordering(drugs))
            if (treats(patient, *order)) return order;
    return nullptr;
}

}  // namespace iim::engine

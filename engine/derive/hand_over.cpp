#include "engine/derive/hand_over.hpp"

#include "engine/derive/orders.hpp"

#include <set>
#include <tuple>

namespace iim::engine {
namespace {

using Start = std::tuple<std::uint16_t, RouteClass, Day>;

/// Infusions of one day are given beside one another; what is taken or injected day by day is exchanged.
bool is_taken(const Order& order) noexcept {
    if (!order.drugs.first() || route_class(order.route) == RouteClass::iv) return false;
    return order.state == OrderState::draft || order.state == OrderState::current
           || order.state == OrderState::historical;
}

void end_before(Order& order, Day next) {
    for (fhir::DosePhase& phase : order.dose.phases)
        if (phase.end == next && !phase.end_estimated && phase.start && *phase.start < next)
            *phase.end -= Days(1);
    if (order.end == next && order.start && *order.start < next) *order.end -= Days(1);
}

}  // namespace

Facts hand_over(Facts facts) {
    std::set<Start> starts;
    const auto start_of = [](const Order& order, Day day) {
        return Start{order.drugs.first().index, route_class(order.route), day};
    };
    for (const Order& order : facts.orders)
        if (const auto first = first_day(order); first && is_taken(order))
            starts.insert(start_of(order, *first));
    for (Order& order : facts.orders) {
        const auto first = first_day(order);
        const auto last = stated_end(order);
        const bool has_length = first && last && *first < *last;
        if (!has_length || !is_taken(order)) continue;
        if (starts.contains(start_of(order, *last))) end_before(order, *last);
    }
    return facts;
}

}  // namespace iim::engine

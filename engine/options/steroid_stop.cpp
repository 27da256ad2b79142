#include "engine/options/steroid_stop.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/step_down.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>

namespace iim::engine {

namespace {

constexpr double slack = 1e-4;
constexpr Days gap{14};       ///< without steroid that does not end a treatment (RULES 2.6)
constexpr Days follow_on{3};  ///< a continuing order begins within so many days

/// Whatever it is for: the adrenal glands do not ask, and replacement belongs to this logic (RULES 2.6).
bool is_taken_form(const Order& order) {
    const bool by_mouth =
        order.route == Route::oral || order.route == Route::enteral || order.route == Route::unknown;
    return order.is_any(group::corticosteroids) && by_mouth;
}

/// Of an earlier order that states no end the policy says how long it was taken.
Day end_of(const Order& order, const Policy& policy) {
    if (const auto end = stated_end(order)) return *end;
    if (order.state == OrderState::historical && order.end) return *order.end;
    const Day first = first_day(order).value_or(Day::min());
    return order.state == OrderState::current ? Day::max()
                                              : first + Days(static_cast<int>(policy.assume_open_days));
}

/// Back from the first day of `order` over the orders that led to it.
std::optional<Day> treated_since(const Patient& patient, const Order& order) {
    auto since = first_day(order);
    if (!since) return {};
    since = std::min(*since, patient.now());
    // Each round moves at least one order further back.
    for (std::size_t rounds = 0; rounds < patient.facts().orders.size() && rounds < 64; ++rounds) {
        const Day before = *since;
        for (const Order& other : patient.facts().orders) {
            const bool given =
                !is_draft(other) && is_taken_form(other)
                && (other.state == OrderState::current || other.state == OrderState::historical);
            const auto first = first_day(other);
            if (given && first && *first < *since && end_of(other, patient.policy()) >= *since - gap)
                since = *first;
        }
        if (*since == before) break;
    }
    return since;
}

std::optional<SteroidStop> stop_of(const Patient& patient, const Order& order, Day last) {
    SteroidStop stop;
    stop.order = &order;
    stop.steroid = order.drugs.first_of(group::corticosteroids);
    stop.last = last;
    const auto factor = prednisone_equivalent(stop.steroid);
    auto mg = order.mg_per_day(last).hi;
    if (!mg) mg = order.peak_mg_per_day(Day::min()).hi;
    if (!factor || !mg) return {};
    stop.mg = *mg * *factor;
    stop.since = treated_since(patient, order);
    // Earlier orders may be missing: what is seen is then only the least it can be.
    const auto seen = stop.days();
    const bool no_history = patient.sources().medications == Availability::unavailable;
    if (no_history && seen && *seen < static_cast<int>(patient.policy().stop_min_days)) stop.since.reset();
    for (Day day = std::max(last + Days(1), patient.now()); day <= std::max(last, patient.now()) + follow_on;
         day += Days(1))
        if (patient.steroid().on(day) > slack) return {};
    return stop;
}

/// A renewal of what is taken, with a stated end and no lower step.
bool is_final_renewal(const Patient& patient, const Order& order) {
    if (!is_draft(order) || !is_taken_form(order) || steps_down(order)) return false;
    const auto end = stated_end(order);
    return end && *end >= patient.now() && patient.replaced_by(order) != nullptr;
}

bool is_sent_as_stopped(const Order& order) {
    return order.in_context && order.state == OrderState::historical && is_taken_form(order);
}

bool ends_before_discharge(const Patient& patient, const Order& order) {
    const bool given = order.state == OrderState::current || order.state == OrderState::historical;
    if (!given || !is_taken_form(order) || steps_down(order)) return false;
    const auto end = order.state == OrderState::historical ? order.end : stated_end(order);
    return end && *end <= patient.now() && *end >= patient.now() - gap;
}

/// What a discharge leaves out of the list.
std::optional<SteroidStop> stop_at_discharge(const Patient& patient, const Order& order) {
    if (ends_before_discharge(patient, order))
        return stop_of(
            patient, order, order.state == OrderState::historical ? *order.end : *stated_end(order)
        );
    return {};
}

std::optional<SteroidStop> stop_by(const Patient& patient, const Order& order) {
    if (patient.hook() == Hook::encounter_discharge) return stop_at_discharge(patient, order);
    if (patient.hook() == Hook::order_sign && is_sent_as_stopped(order))
        return stop_of(patient, order, patient.now() - Days(1));
    if (is_final_renewal(patient, order)) return stop_of(patient, order, *stated_end(order));
    return {};
}

}  // namespace

std::vector<SteroidStop> steroid_stops(const Patient& patient) {
    std::vector<SteroidStop> stops;
    for (const Order& order : patient.facts().orders)
        if (auto stop = stop_by(patient, order)) stops.push_back(*stop);
    return stops;
}

}  // namespace iim::engine

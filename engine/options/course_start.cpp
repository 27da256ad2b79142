#include "engine/options/course_start.hpp"

#include "engine/derive/orders.hpp"

#include <algorithm>
#include <vector>

namespace iim::engine {

namespace {

constexpr Days treatment_gap{90};

struct Span {
    Day first, last;
};

/// An active order in the hook's context is a renewed one when it began before today, else one being signed.
bool was_taken(const Order& order, Day first, Day now) {
    if (order.state == OrderState::historical) return true;
    return order.state == OrderState::current && (!order.in_context || first < now);
}

}  // namespace

std::optional<Day> taken_since(const Patient& patient, ConceptGroup drugs) {
    const Day now = patient.now();
    std::vector<Span> spans;
    for (const Order& order : patient.facts().orders) {
        const auto first = first_day(order);
        if (!first || *first > now || !order.is_any(drugs) || !was_taken(order, *first, now)) continue;
        const Day last = is_current(order, now) ? now : last_given(order, now).value_or(*first);
        spans.push_back({*first, last});
    }
    for (const Event& event : patient.facts().administrations)
        if (event.what.any_of(drugs) && event.date && *event.date <= now)
            spans.push_back({*event.date, *event.date});
    std::ranges::sort(spans, std::ranges::greater{}, &Span::last);
    std::optional<Day> since;
    Day reached = now;
    for (const Span& each : spans) {
        if (each.last < reached - treatment_gap) break;
        reached = std::min(reached, each.first);
        since = reached;
    }
    return since;
}

}  // namespace iim::engine

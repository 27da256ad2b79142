#include "engine/options/ivig_exchange.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/ivig.hpp"
#include "engine/terms/concepts.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <vector>

namespace iim::engine::exchange {

namespace {

constexpr Days long_past{7};  ///< an exchange asked for longer ago belongs to another plan

struct Infusion {
    const Order* order = nullptr;  ///< null: given already
    std::optional<Day> day;        ///< none: the order names no date
    std::optional<fhir::Instant> at;
};

Patient::Orders infusion_orders(const Patient& patient) {
    Patient::Orders orders = patient.current(group::immunoglobulin);
    std::erase_if(orders, [](const Order* one) { return !ivig::is_infused(*one); });
    return orders;
}

void add_planned(const Order& order, Day now, std::vector<Infusion>& all) {
    if (!order.start) {
        all.push_back({&order, {}, {}});
        return;
    }
    for (const ivig::Course& course : ivig::plan_of({&order}, now).courses)
        for (Day day = course.first; day <= course.last; day += Days(1)) {
            const bool first = day == course.first && *order.start == day;
            all.push_back({&order, day, first ? order.starts_at : std::nullopt});
        }
}

std::vector<Infusion> infusions(const Patient& patient) {
    std::vector<Infusion> all;
    for (const Order* order : infusion_orders(patient)) add_planned(*order, patient.now(), all);
    for (const Event& one : patient.facts().administrations)
        if (one.what.any_of(group::immunoglobulin) && !one.what.any_of(group::scig) && one.date)
            all.push_back({nullptr, one.date, one.at});
    return all;
}

bool is_exchange(const Request& request) {
    return request.what.has(procedure::plasmapheresis);
}

Place place_of_days(Day infusion, Day exchange, int gap_days) {
    const auto after = (exchange - infusion).count();
    if (after == 0) return Place::unknown;  // which came first, no time tells
    return after > 0 && after < gap_days ? Place::harmful : Place::fine;
}

Place place(const Infusion& infusion, const Request& request, int gap_days) {
    if (!infusion.day || !request.when || request.when->first != request.when->last) return Place::unknown;
    if (!infusion.at || !request.when->instant)
        return place_of_days(*infusion.day, request.when->first, gap_days);
    const auto after = *request.when->instant - *infusion.at;
    return after > std::chrono::seconds(0) && after < Days(gap_days) ? Place::harmful : Place::fine;
}

/// Both lie in the past, or the exchange is one of another plan.
bool is_over(const Infusion& infusion, const Request& request, Day now) {
    if (!request.when) return false;
    if (request.when->last < now - long_past) return true;
    return !infusion.order && request.when->last < now;
}

Sequence sequence_of(const Infusion& infusion, const Request& request, int gap_days) {
    Sequence one;
    one.order = place(infusion, request, gap_days);
    one.infusion = infusion.order && is_draft(*infusion.order) ? infusion.order : nullptr;
    one.request = &request;
    one.given = infusion.day;
    one.given_at = infusion.at;
    if (!request.when) return one;
    one.exchanged = request.when->first;
    one.exchanged_at = request.when->instant;
    return one;
}

/// This call orders or dispatches one of the two.
bool is_subject(const Patient& patient) {
    return !ivig::ordered(patient).empty()
           || std::ranges::any_of(patient.facts().requests, [](const Request& one) {
                  return one.draft && is_exchange(one);
              });
}

/// The day of the last exchange of the plan; nothing when one of them is not on one known day.
std::optional<Day> last_exchange(const Patient& patient) {
    std::optional<Day> last;
    for (const Request& each : patient.facts().requests) {
        const bool other_plan = each.when && each.when->last < patient.now() - long_past;
        if (!is_exchange(each) || other_plan) continue;
        const bool known = each.when && each.once && each.when->first == each.when->last;
        if (!known) return {};
        last = std::max(last.value_or(each.when->last), each.when->last);
    }
    return last;
}

/// The first day of `order`; nothing when it has no date, or when there is other immunoglobulin in the plan.
std::optional<Day> only_first_day(const Patient& patient, const Order& order) {
    std::optional<Day> first;
    for (const Infusion& each : infusions(patient)) {
        const bool other_plan = !each.order && each.day < patient.now() - long_past;
        if (other_plan) continue;
        if (each.order != &order || !each.day) return {};
        first = std::min(first.value_or(*each.day), *each.day);
    }
    return first;
}

}  // namespace

std::optional<int> days_to_move(const Patient& patient, const Sequence& sequence) {
    const bool drafts = sequence.infusion && sequence.infusion->in_context && sequence.request->draft;
    if (sequence.order != Place::harmful || !drafts || patient.hook() != Hook::order_sign) return {};
    const auto first = only_first_day(patient, *sequence.infusion);
    const auto last = last_exchange(patient);
    if (!first || !last) return {};
    const Day target = *last + Days(1);
    if (target <= *first || target < patient.now()) return {};
    return static_cast<int>((target - *first).count());
}

std::optional<Sequence> worst_sequence(const Patient& patient) {
    if (!is_subject(patient)) return {};
    const int gap_days = static_cast<int>(patient.policy().ivig_pe_gap_days);
    const std::vector<Infusion> planned = infusions(patient);
    std::optional<Sequence> worst;
    for (const Request& request : patient.facts().requests) {
        if (!is_exchange(request)) continue;
        for (const Infusion& infusion : planned) {
            if (is_over(infusion, request, patient.now())) continue;
            const Sequence one = sequence_of(infusion, request, gap_days);
            if (!worst || one.order > worst->order) worst = one;
        }
    }
    return worst;
}

}  // namespace iim::engine::exchange

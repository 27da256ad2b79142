#include "engine/derive/steroid_calendar.hpp"

#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace iim::engine {
namespace {

using Key = std::pair<std::uint16_t, RouteClass>;

Key key_of(const Order& order, Concept steroid) {
    return {steroid.index, route_class(order.route)};
}

bool counts(const Order& order) {
    return order.state == OrderState::draft || order.state == OrderState::current
           || order.state == OrderState::historical;
}

Concept counted_steroid(const Order& order) {
    return order.systemic() && counts(order) ? order.drugs.first_of(group::corticosteroids) : Concept{};
}

CourseLimits limits_of(const Facts& facts, const Policy& policy) {
    CourseLimits limits;
    limits.now = facts.now;
    limits.assume_open_days = static_cast<int>(policy.assume_open_days);
    limits.pulse_days = static_cast<int>(policy.pulse_max_days);
    if (!facts.body.weight_implausible) limits.weight_kg = facts.body.weight_kg;
    return limits;
}

}  // namespace

/// When another order takes over from one of which no end is stated, or which is replaced.
class SteroidCalendar::Successors {
public:
    Successors(const Facts& facts, const Policy& policy)
        : now_(facts.now), replace_(policy.meds_same_ingredient != "sum") {
        for (const Order& order : facts.orders) {
            const Concept steroid = counted_steroid(order);
            if (!steroid) continue;
            if (is_draft(order))
                add_draft(order, steroid);
            else if (order.state == OrderState::current)
                add_current(order, steroid);
            if (!order.prior_id.empty() && order.state != OrderState::historical) raise_prior(order);
            if (const auto start = first_day(order)) starts_[key_of(order, steroid)].push_back(*start);
        }
        for (auto& [key, starts] : starts_) std::ranges::sort(starts);
    }

    /// The day from which a draft replaces this active order, or an order that names it as its prior one.
    std::optional<Day> takes_over(const Order& order, Concept steroid) const {
        std::optional<Day> day;
        const auto earlier = [&](Day start) { day = std::min(day.value_or(start), start); };
        const auto draft = drafts_.find(key_of(order, steroid));
        if (draft != drafts_.end()) earlier(draft->second);
        const auto named = priors_.find(order.source.id);
        if (order.source.type == "MedicationRequest" && named != priors_.end()) earlier(named->second);
        return day;
    }

    /// As replaced_by() of orders.hpp, without a walk over every order.
    const Order* replaced_by(const Order& draft, Concept steroid) const {
        if (!is_draft(draft) || draft.additional) return nullptr;
        const auto named = by_id_.find(prior_of(draft));
        if (named != by_id_.end()) return named->second;
        const auto newest = newest_.find(key_of(draft, steroid));
        return replace_ && newest != newest_.end() ? newest->second : nullptr;
    }

    /// The next start of the same drug by the same kind of route after this order's own.
    std::optional<Day> next_start(const Order& order, Concept steroid) const {
        const auto starts = starts_.find(key_of(order, steroid));
        const auto own = first_day(order);
        if (starts == starts_.end() || !own) return {};
        const auto next = std::ranges::upper_bound(starts->second, *own);
        return next == starts->second.end() ? std::nullopt : std::optional(*next);
    }

private:
    /// The id in "MedicationRequest/id"; empty when no prior prescription is named.
    static std::string_view prior_of(const Order& order) noexcept {
        constexpr std::string_view prefix = "MedicationRequest/";
        return order.prior_id.starts_with(prefix) ? order.prior_id.substr(prefix.size()) : std::string_view{};
    }

    Day begin(const Order& order) const {
        const Day start = first_day(order).value_or(now_);
        return order.state == OrderState::draft ? std::max(start, now_) : start;
    }

    template <class Map, class Name>
    static void lower(Map& days, Name name, Day day) {
        const auto [at, added] = days.try_emplace(name, day);
        if (!added) at->second = std::min(at->second, day);
    }

    void add_draft(const Order& order, Concept steroid) {
        if (replace_ && !order.additional) lower(drafts_, key_of(order, steroid), begin(order));
    }

    void add_current(const Order& order, Concept steroid) {
        if (order.source.type == "MedicationRequest" && !order.source.id.empty())
            by_id_.try_emplace(order.source.id, &order);
        const Order*& newest = newest_[key_of(order, steroid)];
        if (!newest || first_day(order).value_or(Day::min()) > first_day(*newest).value_or(Day::min()))
            newest = &order;
    }

    void raise_prior(const Order& order) {
        const std::string_view prior = prior_of(order);
        if (!prior.empty() && !order.additional) lower(priors_, prior, begin(order));
    }

    Day now_;
    bool replace_;  ///< a draft replaces the active order of the same drug and route class
    std::map<Key, Day> drafts_;
    std::map<Key, const Order*> newest_;
    std::map<Key, std::vector<Day>> starts_;
    std::unordered_map<std::string_view, Day> priors_;
    std::unordered_map<std::string_view, const Order*> by_id_;
};

SteroidCalendar::SteroidCalendar(const Facts& facts, const Policy& policy)
    : window_{facts.now}, infusions_(facts) {
    const std::vector<bool> replaced = replaced_orders(facts, policy);
    const Successors successors(facts, policy);
    CourseLimits limits = limits_of(facts, policy);
    for (std::size_t i = 0; i < facts.orders.size(); ++i) {
        const Order& order = facts.orders[i];
        const Concept steroid = counted_steroid(order);
        if (!steroid) continue;
        limits.superseded = order.state == OrderState::historical ? successors.next_start(order, steroid)
                                                                  : successors.takes_over(order, steroid);
        read(order, replaced[i], limits);
        dosed_.back().replaces = successors.replaced_by(order, steroid);
    }
    add_administrations(facts);
    for (DrugDays& drug : drugs_) {
        drug.merge();
        sum_.add(drug.total());
    }
}

void SteroidCalendar::read(const Order& order, bool replaced, const CourseLimits& limits) {
    const Concept steroid = counted_steroid(order);
    Dosed one{&order, steroid, read_course(order, steroid, limits), nullptr, nullptr, replaced, false};
    one.premed = infusions_.premedicated_by(order, steroid, one.course);
    if (!one.premed) put_on_calendar(one);
    dosed_.push_back(std::move(one));
}

void SteroidCalendar::put_on_calendar(Dosed& one) {
    one.days = &days_of(one.steroid, route_class(one.order->route));
    for (const Stretch& stretch : one.course.stretches) {
        one.days->add(stretch, one.order->reported, window_);
        if (!stretch.pulse || stretch.first > window_.now) continue;
        const Day until = std::min(stretch.last, window_.now);
        pulse_on(stretch.first + (until - stretch.first) / stretch.every * stretch.every);
    }
}

DrugDays& SteroidCalendar::days_of(Concept steroid, RouteClass route) {
    for (DrugDays& each : drugs_)
        if (each.is(steroid, route)) return each;
    return drugs_.emplace_back(steroid, route);
}

void SteroidCalendar::pulse_on(Day day) {
    last_pulse_ = std::max(last_pulse_.value_or(day), day);
}

void SteroidCalendar::add_administrations(const Facts& facts) {
    std::map<std::pair<std::uint16_t, int>, double> given;
    for (const Event& event : facts.administrations) {
        const Concept steroid = event.what.first_of(group::corticosteroids);
        if (!steroid || !event.date || !event.mg || *event.date > window_.now) continue;
        const auto mg = as_prednisone(steroid, *event.mg);
        const int index = window_.index(*event.date);
        if (!mg || !Window::has(index) || infusions_.premedicated_by(*event.date, steroid, *mg)) continue;
        given[{steroid.index, index}] += *mg;
    }
    for (const auto& [key, mg] : given) {
        if (mg >= pulse_mg) pulse_on(window_.day(key.second));
        if (key.second < Window::today) set_given(Concept{key.first}, key.second, mg);
    }
}

void SteroidCalendar::set_given(Concept steroid, int index, double mg) {
    days_of(steroid, RouteClass::oral);  // so that there is one to hold it
    auto rest = static_cast<float>(mg);
    for (DrugDays& each : drugs_) {
        if (!each.is(steroid)) continue;
        each.given(index, rest);
        rest = 0;
    }
}

}  // namespace iim::engine

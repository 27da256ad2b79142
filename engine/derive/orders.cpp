#include "engine/derive/orders.hpp"

#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace iim::engine {
namespace {

constexpr std::array classes{
    drug::bisphosphonate_class,
    drug::calcium_class,
    drug::checkpoint_inhibitor_class,
    drug::glucocorticoid_class,
    drug::immunosuppressant_class,
    drug::nsaid_class,
    drug::proton_pump_inhibitor_class,
    drug::statin_class,
    drug::statin_combination_class,
    drug::sulfonamide_class,
    drug::vaccine_live_class,
    drug::vitamin_d_class,
    drug::xanthine_oxidase_inhibitor_class,
};

/// "MedicationRequest/7" names the resource of this order.
bool names(std::string_view reference, const Source& source) noexcept {
    const auto slash = reference.find('/');
    if (slash == std::string_view::npos || source.id.empty()) return false;
    return reference.substr(0, slash) == source.type && reference.substr(slash + 1) == source.id;
}

bool newer(const Order& a, const Order& b) noexcept {
    return first_day(a).value_or(Day::min()) > first_day(b).value_or(Day::min());
}

/// Given once, or at long intervals: between the days of giving nothing is taken.
bool is_intermittent(const fhir::DosePhase& phase) noexcept {
    return phase.frequency == fhir::Frequency::once || phase.frequency == fhir::Frequency::cyclic;
}

/// Days between two administrations of a cyclic phase; nothing when it cannot be known.
std::optional<Days> interval(const fhir::DosePhase& phase) noexcept {
    const double per_day = phase.doses_per_day.hi.value_or(0);
    if (phase.frequency != fhir::Frequency::cyclic || !(per_day > 1.0 / 3660)) return {};
    return Days(std::max<long>(1, std::lround(1 / per_day)));
}

/// Without a stated rhythm these are single infusions, however long the order stays "active".
bool is_infusion(const Order& order) noexcept {
    return order.is_any(group::infused_immunosuppressants) && order.route != Route::oral;
}

struct Giving {
    Day from, now;
    bool infusion;
};

std::optional<Day> last_given_in(const fhir::DosePhase& phase, const Giving& giving) noexcept {
    const auto [from, now, infusion] = giving;
    const Day start = phase.start.value_or(from);
    if (start > now) return {};
    const bool stated = phase.end && !phase.end_estimated;
    const Day until = stated ? std::min(*phase.end, now) : now;
    const bool single = infusion && phase.frequency == fhir::Frequency::unknown;
    if (!single && !is_intermittent(phase)) return std::max(until, start);
    const auto step = interval(phase);
    if (!step || until < start) return start;
    return start + (until - start) / *step * *step;
}

std::optional<Day> last_given_by_phases(const Order& order, Day from, Day now) noexcept {
    const Giving giving{from, now, is_infusion(order)};
    std::optional<Day> last;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        if (!phase.dated) continue;
        const auto day = last_given_in(phase, giving);
        if (day && (!last || *day > *last)) last = day;
    }
    return last;
}

/// One after the other is a switch within the same treatment.
bool are_forms_of_one(const Order& a, const Order& b) {
    const auto both = [&](ConceptGroup drugs) { return a.is_any(drugs) && b.is_any(drugs); };
    return both(group::corticosteroids) || both(group::mycophenolate) || both(group::thiopurines);
}

}  // namespace

bool is_draft(const Order& order) noexcept {
    return order.state == OrderState::draft || (order.in_context && order.state == OrderState::current);
}

RouteClass route_class(Route route) noexcept {
    switch (route) {
    case Route::unknown:
    case Route::oral:
    case Route::enteral: return RouteClass::oral;
    case Route::iv: return RouteClass::iv;
    case Route::im:
    case Route::sc: return RouteClass::injection;
    default: return RouteClass::other;
    }
}

bool same_ingredient(const Order& a, const Order& b) noexcept {
    return std::ranges::any_of(a.drugs, [&](Concept one) { return !in(one, classes) && b.is(one); });
}

bool replaces(const Order& draft, const Order& old, const Policy& policy) {
    if (&draft == &old || !is_draft(draft) || draft.additional) return false;
    if (old.state != OrderState::current || is_draft(old)) return false;
    const bool named = names(draft.prior_id, old.source);
    if (named && are_forms_of_one(draft, old)) return true;
    if (!same_ingredient(draft, old)) return false;
    if (named) return true;
    const bool same_route = route_class(draft.route) == route_class(old.route)
                            && (draft.route == old.route || route_class(draft.route) != RouteClass::other);
    return same_route && policy.meds_same_ingredient != "sum";
}

const Order* replaced_by(const Facts& facts, const Policy& policy, const Order& draft) {
    const Order* found = nullptr;
    for (const Order& old : facts.orders) {
        if (!replaces(draft, old, policy)) continue;
        if (names(draft.prior_id, old.source)) return &old;
        if (!found || newer(old, *found)) found = &old;
    }
    return found;
}

std::vector<bool> replaced_orders(const Facts& facts, const Policy& policy) {
    // Only drafts of the same drug, or that name the order, are looked at: a basket can be long.
    std::unordered_map<std::uint16_t, std::vector<const Order*>> by_drug;
    std::unordered_map<std::string_view, std::vector<const Order*>> by_prior;
    for (const Order& order : facts.orders) {
        if (!is_draft(order)) continue;
        for (const Concept drug : order.drugs) by_drug[drug.index].push_back(&order);
        if (!order.prior_id.empty())
            by_prior[order.prior_id.substr(order.prior_id.find('/') + 1)].push_back(&order);
    }
    const auto any_of = [&](const auto& drafts, const auto& name, const Order& old) {
        const auto found = drafts.find(name);
        return found != drafts.end() && std::ranges::any_of(found->second, [&](const Order* draft) {
                   return replaces(*draft, old, policy);
               });
    };
    std::vector<bool> replaced(facts.orders.size());
    for (std::size_t i = 0; i < replaced.size(); ++i) {
        const Order& old = facts.orders[i];
        if (old.state != OrderState::current) continue;
        replaced[i] =
            any_of(by_prior, old.source.id, old)
            || std::ranges::any_of(old.drugs, [&](Concept drug) { return any_of(by_drug, drug.index, old); });
    }
    return replaced;
}

bool may_be_systemic(const Order& order) noexcept {
    return order.route == Route::unknown || order.systemic();
}

std::optional<Day> first_day(const Order& order) noexcept {
    return order.start ? order.start : order.authored;
}

std::optional<Day> stated_end(const Order& order) noexcept {
    if (order.dose.phases.empty()) return order.end;
    std::optional<Day> last;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        const bool stated = phase.dated && phase.end && !phase.end_estimated;
        if (!stated) return {};
        last = std::max(last.value_or(*phase.end), *phase.end);
    }
    return last;
}

bool is_current(const Order& order, Day now) noexcept {
    if (order.state != OrderState::current) return false;
    const auto end = stated_end(order);
    return !end || *end >= now;
}

std::optional<Day> last_given(const Order& order, Day now) noexcept {
    const bool over = order.state == OrderState::historical;
    if (!over && order.state != OrderState::current) return {};
    const auto from = first_day(order);
    const bool begun = from && *from <= now;
    if (over && !order.end) return begun ? from : std::nullopt;
    const auto last = last_given_by_phases(order, from.value_or(now), now);
    if (over && *order.end <= now) return last ? std::min(*last, *order.end) : *order.end;
    if (order.dose.phases.empty() && begun) return is_infusion(order) ? *from : now;
    return last;
}

}  // namespace iim::engine

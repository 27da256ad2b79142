#pragma once

#include "engine/facts/facts.hpp"

#include <optional>
#include <vector>

namespace iim::engine {

class Policy;

/// True for an order that the user is about to sign, renew or dispatch: a draft, or an active order that came
/// with the hook's context. Completed, held and do-not-give orders never are.
bool is_draft(const Order&) noexcept;

/// Routes between which a new order of the same drug is a change of the old one, not an addition.
enum class RouteClass : std::uint8_t { oral, iv, injection, other };
RouteClass route_class(Route) noexcept;

/// True when both hold the same ingredient (class concepts such as "statin" do not make two drugs the same).
bool same_ingredient(const Order&, const Order&) noexcept;

/// RULES 2.4: `draft` takes the place of the active `old`: the same drug by the same class of route, or named
/// as its prior prescription (of corticosteroids, mycophenolates and thiopurines, also another one). Never
/// when the draft says that it is additional. With `meds.same_ingredient` = sum only a named
/// priorPrescription replaces.
bool replaces(const Order& draft, const Order& old, const Policy& policy);

/// The active order that `draft` replaces: the named prior prescription, else the newest; null when none.
const Order* replaced_by(const Facts& facts, const Policy& policy, const Order& draft);

/// For each order of the facts, by its index: does some draft of the call replace it?
std::vector<bool> replaced_orders(const Facts& facts, const Policy& policy);

/// Not put on the skin, into the eye or another place from where it does not act on the whole body. A route
/// that is not known may be systemic: most tablets are ordered without one.
bool may_be_systemic(const Order&) noexcept;

/// The first day on which the order can count: its start, else the day it was written.
std::optional<Day> first_day(const Order&) noexcept;

/// The day after which a stated end (not a supply's) stops every instruction; nothing when it is open.
std::optional<Day> stated_end(const Order&) noexcept;

/// An active order that is still being taken, or will be: not past its stated end.
bool is_current(const Order&, Day now) noexcept;

/// The last day on or before `now` on which this order gave the drug, as far as the order tells; of an order
/// that runs on, `now`. Nothing for drafts, held and do-not-give orders.
std::optional<Day> last_given(const Order&, Day now) noexcept;

}  // namespace iim::engine

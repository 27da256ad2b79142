#pragma once

#include "engine/derive/steroid_days.hpp"
#include "engine/derive/steroid_dose.hpp"
#include "engine/facts/facts.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace iim::engine {

class Policy;

/// A systemic corticosteroid order that counts.
struct Dosed {
    const Order* order;
    Concept steroid;
    SteroidCourse course;
    DrugDays* days = nullptr;
    const Order* replaces = nullptr;  ///< the active order whose place this draft takes
    bool replaced = false;
    bool premed = false;
};

/// Every systemic corticosteroid order of the facts, read once and put on the calendar: drafts take over from
/// the orders they replace, premedication is left out, what was given on a past day stands for what was
/// ordered. Points into `facts`.
class SteroidCalendar {
public:
    SteroidCalendar(const Facts& facts, const Policy& policy);

    const std::vector<Dosed>& dosed() const noexcept { return dosed_; }
    const DailyDose& sum() const noexcept { return sum_; }
    const Window& window() const noexcept { return window_; }
    /// The last day of a pulse, on or before now.
    std::optional<Day> last_pulse() const noexcept { return last_pulse_; }

private:
    class Successors;
    void read(const Order& order, bool replaced, const CourseLimits& limits);
    void put_on_calendar(Dosed& one);
    DrugDays& days_of(Concept steroid, RouteClass route);
    void pulse_on(Day day);
    void add_administrations(const Facts& facts);
    void set_given(Concept steroid, int index, double mg);

    Window window_;
    Infusions infusions_;
    std::deque<DrugDays> drugs_;  // Dosed keeps their addresses
    std::vector<Dosed> dosed_;
    DailyDose sum_;
    std::optional<Day> last_pulse_;
};

}  // namespace iim::engine

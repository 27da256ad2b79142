#pragma once

#include "engine/derive/orders.hpp"
#include "engine/derive/steroid_dose.hpp"

#include <array>
#include <vector>

namespace iim::engine {

/// The days from now−365 to now+365, numbered from 0; today is `today`.
struct Window {
    static constexpr int half = 365;
    static constexpr int size = 2 * half + 1;
    static constexpr int today = half;
    Day now{};
    int index(Day day) const noexcept { return static_cast<int>((day - now).count()) + half; }
    Day day(int index) const noexcept { return now + Days(index - half); }
    static bool has(int index) noexcept { return index >= 0 && index < size; }
};

/// mg prednisone on each day of the window: upper and lower reading, and the upper one without days that are
/// assumed of open-ended orders.
struct DailyDose {
    using Row = std::array<float, Window::size>;
    Row hi{}, lo{}, dated{};
    void add(const Stretch& stretch, const Window& window) noexcept;
    void add(const DailyDose& other) noexcept;
};

/// What is taken of one drug by one kind of route. A statement of the patient tells of the same tablets as
/// the prescription, so the greater of the two counts, not the sum. What was given on a past day replaces
/// what was ordered for it.
class DrugDays {
public:
    DrugDays(Concept steroid, RouteClass route) : steroid_(steroid), route_(route) {}
    bool is(Concept steroid, RouteClass route) const noexcept {
        return steroid_ == steroid && route_ == route;
    }
    bool is(Concept steroid) const noexcept { return steroid_ == steroid; }

    void add(const Stretch& stretch, bool reported, const Window& window) noexcept {
        (reported ? reported_ : ordered_).add(stretch, window);
    }
    /// The doses of that past day become `mg` prednisone, whatever was ordered.
    void given(int index, float mg) noexcept;
    /// Ordered and reported together; call once, before total().
    void merge() noexcept;
    const DailyDose& total() const noexcept { return ordered_; }

private:
    Concept steroid_;
    RouteClass route_;
    DailyDose ordered_, reported_;
};

/// Days with a dose that `wanted` accepts, as index ranges; stretches without of at most `bridge` days join.
struct DayRange {
    int first = 0, last = 0;  ///< both included and both accepted
};
template <class Wanted>
std::vector<DayRange> day_ranges(int bridge, Wanted wanted) {
    std::vector<DayRange> ranges;
    for (int i = 0; i < Window::size; ++i) {
        if (!wanted(i)) continue;
        if (!ranges.empty() && i - ranges.back().last <= bridge + 1)
            ranges.back().last = i;
        else
            ranges.push_back({i, i});
    }
    return ranges;
}

}  // namespace iim::engine

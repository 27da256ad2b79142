#include "engine/derive/steroid_timeline.hpp"

#include "engine/derive/orders.hpp"
#include "engine/derive/steroid_calendar.hpp"
#include "engine/derive/steroid_courses.hpp"
#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {
namespace {

// RULES 2.6.
constexpr int start_gap = 14;  ///< days without steroid that do not end the current stretch
constexpr int run_gap = 3;     ///< days below the threshold that a run bridges
constexpr double taken_mg = 5;
/// The arrays hold floats: thresholds are compared with this slack, far below any dose that differs.
constexpr double slack = 1e-4;

}  // namespace

std::optional<double> prednisone_equivalent(Concept steroid) {
    return as_prednisone(steroid, 1);
}

SteroidTimeline::SteroidTimeline(const Facts& facts, const Policy& policy) : now_(facts.now) {
    const SteroidCalendar built(facts, policy);
    hi_ = built.sum().hi;
    lo_ = built.sum().lo;
    dated_ = built.sum().dated;
    last_pulse_ = built.last_pulse();
    for (const Dosed& one : built.dosed()) {
        for (const Stretch& each : one.course.stretches)
            if (!one.premed && each.every == Days(1) && each.first < built.window().day(0))
                earlier_.push_back({each.first, each.last, each.hi});
        if (one.replaced || !(is_draft(*one.order) || is_current(*one.order, now_))) continue;
        add_courses(courses_, one, facts, policy, built.window());
        unreadable_ = unreadable_ || !one.course.readable;
    }
    std::ranges::sort(earlier_, std::ranges::greater{}, &Earlier::first);
}

double SteroidTimeline::on(Day day) const noexcept {
    const int index = Window{now_}.index(day);
    return Window::has(index) ? static_cast<double>(hi_[static_cast<std::size_t>(index)]) : 0;
}

double SteroidTimeline::at_least_on(Day day) const noexcept {
    const int index = Window{now_}.index(day);
    return Window::has(index) ? static_cast<double>(lo_[static_cast<std::size_t>(index)]) : 0;
}

double SteroidTimeline::now() const noexcept {
    return on(now_);
}

std::optional<Day> SteroidTimeline::start_date() const noexcept {
    std::optional<Day> start;
    for (int index = Window::today, without = 0; index >= 0 && without <= start_gap; --index, ++without)
        if (static_cast<double>(hi_[static_cast<std::size_t>(index)]) >= taken_mg - slack) {
            start = Window{now_}.day(index);
            without = -1;
        }
    if (!start) return {};
    return begun(*start, start_gap, [](double mg) { return mg >= taken_mg - slack; });
}

template <class Wanted>
Day SteroidTimeline::begun(Day start, int gap, Wanted wanted) const {
    for (const Earlier& one : earlier_)
        if (one.first < start && one.last >= start - Days(gap + 1) && wanted(one.mg)) start = one.first;
    return start;
}

template <class Wanted>
std::optional<Run> SteroidTimeline::longest_run(Wanted wanted) const {
    const Window window{now_};
    std::optional<Run> longest;
    const auto mg = [](const auto& row, int i) {
        return static_cast<double>(row[static_cast<std::size_t>(i)]);
    };
    for (const DayRange& range : day_ranges(run_gap, [&](int i) { return wanted(mg(hi_, i)); })) {
        if (range.last < Window::today) continue;
        Run run;
        run.start = begun(window.day(range.first), run_gap, wanted);
        run.end = window.day(range.last);
        run.past_days = std::max(0, static_cast<int>((now_ - run.start).count()));
        run.future_days = range.last - std::max(range.first, Window::today) + 1;
        run.open = run.assumed_open = !wanted(mg(dated_, range.last));
        if (!longest || run.total_days() > longest->total_days()) longest = run;
    }
    return longest;
}

std::optional<Run> SteroidTimeline::run(double threshold) const {
    return longest_run([threshold](double mg) { return mg >= threshold - slack; });
}

std::optional<Run> SteroidTimeline::run_above(double threshold) const {
    return longest_run([threshold](double mg) { return mg > threshold + slack; });
}

double SteroidTimeline::cumulative_mg_last_year() const noexcept {
    double sum = 0;
    for (int index = 0; index < Window::today; ++index)
        sum += static_cast<double>(hi_[static_cast<std::size_t>(index)]);
    return sum;
}

const SteroidTimeline::Course* SteroidTimeline::course(const Order& order) const noexcept {
    for (const Course& one : courses_)
        if (one.order == &order) return &one;
    return nullptr;
}

}  // namespace iim::engine

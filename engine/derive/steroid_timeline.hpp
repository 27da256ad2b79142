#pragma once

#include "engine/facts/facts.hpp"

#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace iim::engine {

class Policy;

/// RULES 2.6.
enum class SteroidClass { none, ordinary, pulse, premed, replacement, burst };

/// Prednisone-equivalent of 1 mg of a systemic corticosteroid (exactly 5/x); nothing for others and for
/// fludrocortisone.
std::optional<double> prednisone_equivalent(Concept steroid);

/// A stretch of days at or above a threshold.
struct Run {
    Day start{}, end{};   ///< the start may lie before the calendar
    bool open = false;    ///< no stop date recorded: end is assumed
    int past_days = 0;    ///< days before today
    int future_days = 0;  ///< today and after
    int total_days() const noexcept { return past_days + future_days; }
    bool assumed_open = false;  ///< future days come from assume_open_days
};

/// Systemic corticosteroid exposure as prednisone-equivalent mg/day, one value a day from now−365 to now+365.
/// Drafts count from their start and replace the active order of the same drug and route (RULES 2.4).
class SteroidTimeline {
public:
    /// Days that it knows before and after now.
    static constexpr int half_window = 365;

    SteroidTimeline(const Facts& facts, const Policy& policy);

    /// Prednisone-equivalent mg/day; upper reading of ranges and PRN. 0 outside the window.
    double on(Day day) const noexcept;
    /// Lower reading: what is certainly taken.
    double at_least_on(Day day) const noexcept;
    double now() const noexcept;
    /// First day of the current uninterrupted stretch (gaps ≤ 14 d) at ≥ 5 mg.
    std::optional<Day> start_date() const noexcept;
    /// The longest run of days ≥ threshold that includes today or begins later; gaps ≤ 3 d bridged.
    std::optional<Run> run(double threshold) const;
    /// As run(), at strictly more than `threshold`.
    std::optional<Run> run_above(double threshold) const;
    double cumulative_mg_last_year() const noexcept;
    std::optional<Day> last_pulse() const noexcept { return last_pulse_; }

    /// One order as the timeline saw it. The pulses of an order that goes on with a lower dose are a course
    /// of their own (RULES 2.6), after the one of its other phases.
    struct Course {
        const Order* order = nullptr;
        Concept steroid;
        SteroidClass kind = SteroidClass::none;
        double factor = 1;              ///< prednisone-equivalent of 1 mg
        fhir::Span peak;                ///< prednisone-equivalent mg/day, from now (draft: from its start)
        std::optional<Day> start, end;  ///< no end: open
        bool end_estimated = false;     ///< from the supply only: counts as "no stop date recorded"
        int days_at_least_5 = 0;        ///< planned days ≥ 5 mg, open-ended counted as assume_open_days
        bool open = false;
        bool readable = true;  ///< false: dose unknown
        const Order* replaces = nullptr;
        /// mg prednisone/day from which a phase is one of the order's pulses and no part of this course.
        double pulses_from = std::numeric_limits<double>::infinity();

        /// The phase of `order` is part of this course; asked of courses that are no pulse.
        bool has(const fhir::DosePhase& phase) const noexcept;
        /// As Order::mg_per_day, of the phases of this course.
        double mg_per_day(Day day) const noexcept;
    };
    /// Every systemic corticosteroid order, drafts and current, of any class.
    const std::vector<Course>& courses() const noexcept { return courses_; }
    /// Of an order with pulses and other phases the course of the others.
    const Course* course(const Order& order) const noexcept;
    /// Some systemic steroid order could not be read into a dose.
    bool unreadable() const noexcept { return unreadable_; }

private:
    template <class Wanted>
    std::optional<Run> longest_run(Wanted wanted) const;
    /// Back from `start` over the orders from before the window whose dose `wanted` accepts.
    template <class Wanted>
    Day begun(Day start, int gap, Wanted wanted) const;

    Day now_{};
    std::array<float, 2 * half_window + 1> hi_{}, lo_{};
    /// hi_ without the days that are assumed of open-ended orders
    std::array<float, 2 * half_window + 1> dated_{};
    struct Earlier {
        Day first{}, last{};
        double mg = 0;
    };
    std::vector<Earlier> earlier_;  ///< what began before the window, the latest first
    std::vector<Course> courses_;
    std::optional<Day> last_pulse_;
    bool unreadable_ = false;
};

}  // namespace iim::engine

#include "engine/derive/steroid_courses.hpp"

#include "engine/derive/orders.hpp"
#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {
namespace {

using Course = SteroidTimeline::Course;

// RULES 2.6.
constexpr int run_gap = 3;  ///< days below the threshold that a run bridges
constexpr double taken_mg = 5;
constexpr double replacement_hydrocortisone_mg = 25;
constexpr double replacement_mg = 7.5;
/// The calendar holds floats: thresholds are compared with this slack, far below any dose that differs.
constexpr double slack = 1e-4;

void raise(std::optional<double>& peak, double mg) {
    peak = std::max(peak.value_or(mg), mg);
}

struct Amount {
    double hi = 0;
    double lo = 0;
};

/// What the stretches give together on the day `one` is counted at. Without `pairs` it stands for itself.
Amount amount_of(const SteroidCourse& course, const Stretch& one, Day day, bool pairs) {
    Amount sum;
    for (const Stretch& other : course.stretches) {
        const bool gives = pairs ? other.first <= day && day <= other.last : &other == &one;
        sum.hi += gives ? other.hi : 0;
        sum.lo += gives ? other.lo : 0;
    }
    return sum;
}

/// The highest day from `from` on; several instructions of one order that overlap add up.
fhir::Span peak_of(const SteroidCourse& course, Day from) {
    fhir::Span peak;
    for (const fhir::Span& undated : course.undated) {
        raise(peak.hi, undated.hi.value_or(0));
        raise(peak.lo, undated.lo.value_or(0));
    }
    // An amount can only rise where a stretch begins. Beyond a plausible number of phases the plain maximum
    // stands: nobody writes so many, and their pairs must not cost a quadratic time.
    const bool pairs = course.stretches.size() <= 256;
    for (const Stretch& one : course.stretches) {
        if (one.last < from) continue;
        const Day day = one.every == Days(1) ? std::max(one.first, from) : one.first;
        const Amount sum = amount_of(course, one, day, pairs);
        raise(peak.hi, sum.hi);
        raise(peak.lo, sum.lo);
    }
    return peak;
}

/// The stretch of days with this drug that the course is part of.
struct Whole {
    int days = 0;             ///< with any dose
    int days_at_least_5 = 0;  ///< with at least 5 mg
};

/// From the first to the last day of the course; it has at least one stretch.
DayRange days_of(const SteroidCourse& course, const Window& window) {
    Day first = course.stretches.front().first;
    Day last = course.stretches.front().last;
    for (const Stretch& stretch : course.stretches) {
        first = std::min(first, stretch.first);
        last = std::max(last, stretch.last);
    }
    return {window.index(first), window.index(last)};
}

Whole whole_of(const Dosed& one, const Window& window) {
    if (!one.days || one.course.stretches.empty()) return {};
    const DailyDose::Row& mg = one.days->total().hi;
    const auto at = [&](int i) { return static_cast<double>(mg[static_cast<std::size_t>(i)]); };
    const DayRange course = days_of(one.course, window);
    const auto apart = [&](const DayRange& range) {
        return range.last < course.first || range.first > course.last;
    };
    Whole whole;
    for (const DayRange& range : day_ranges(run_gap, [&](int i) { return at(i) > slack; })) {
        if (apart(range)) continue;
        whole.days += range.last - range.first + 1;
    }
    for (const DayRange& range : day_ranges(run_gap, [&](int i) { return at(i) >= taken_mg - slack; })) {
        if (apart(range)) continue;
        for (int i = range.first; i <= range.last; ++i)
            if (at(i) >= taken_mg - slack) ++whole.days_at_least_5;
    }
    return whole;
}

bool has_adrenal_insufficiency(const Facts& facts) {
    constexpr std::array kinds{condition::adrenal_insufficiency, condition::hypopituitarism};
    return std::ranges::any_of(facts.conditions, [&](const Condition& one) {
        return one.active() && one.concepts.any_of(kinds);
    });
}

/// RULES 2.6: hydrocortisone up to 25 mg/day, or up to 7.5 mg prednisone with adrenal insufficiency.
bool is_replacement(const Dosed& one, double peak_mg, const Facts& facts) {
    const double limit = as_prednisone(drug::hydrocortisone, replacement_hydrocortisone_mg).value_or(0);
    if (one.steroid == drug::hydrocortisone && peak_mg <= limit) return true;
    return peak_mg <= replacement_mg && has_adrenal_insufficiency(facts);
}

SteroidClass class_of(const Dosed& one, const Course& course, const Facts& facts, int days) {
    if (one.premed) return SteroidClass::premed;
    if (std::ranges::any_of(one.course.stretches, &Stretch::pulse)) return SteroidClass::pulse;
    if (one.course.readable && course.peak.hi && is_replacement(one, *course.peak.hi, facts))
        return SteroidClass::replacement;
    return days > 0 ? SteroidClass::burst : SteroidClass::ordinary;
}

Course course_of(const Dosed& one, const Facts& facts, const Policy& policy, const Window& window) {
    Course course;
    course.order = one.order;
    course.steroid = one.steroid;
    course.factor = prednisone_equivalent(one.steroid).value_or(1);
    course.readable = one.course.readable;
    course.start = first_day(*one.order);
    for (const Stretch& stretch : one.course.stretches) {
        course.start = &stretch == &one.course.stretches.front() ? stretch.first
                                                                 : std::min(*course.start, stretch.first);
        course.open = course.open || stretch.open;
        course.end_estimated = course.end_estimated || stretch.supply_end;
    }
    if (!course.open) course.end = stated_end(*one.order);
    if (course.end_estimated) course.end = one.order->end;
    const bool from_start = is_draft(*one.order) && course.start;
    course.peak = peak_of(one.course, from_start ? std::max(*course.start, facts.now) : facts.now);
    const Whole whole = whole_of(one, window);
    course.days_at_least_5 = whole.days_at_least_5;
    const bool short_course =
        !course.open && course.readable && whole.days > 0 && whole.days < policy.mono_min_days;
    course.kind = class_of(one, course, facts, short_course ? whole.days : 0);
    course.replaces = one.replaces;
    return course;
}

/// The order without its pulses, and they alone.
struct Parts {
    Dosed rest, pulses;
};
Parts parts_of(const Dosed& one) {
    Parts parts{one, one};
    std::erase_if(parts.rest.course.stretches, [](const Stretch& each) { return each.pulse; });
    std::erase_if(parts.pulses.course.stretches, [](const Stretch& each) { return !each.pulse; });
    parts.pulses.course.undated.clear();
    return parts;
}

}  // namespace

bool SteroidTimeline::Course::has(const fhir::DosePhase& phase) const noexcept {
    const fhir::Span mg = dose_of_day(*order, phase);
    return mg.hi.value_or(mg.lo.value_or(0)) * factor < pulses_from - slack;
}

double SteroidTimeline::Course::mg_per_day(Day day) const noexcept {
    double sum = 0;
    for (const fhir::DosePhase& phase : order->dose.phases)
        if (phase.covers(day) && has(phase)) sum += phase.mg_per_day.hi.value_or(0);
    return sum;
}

void add_courses(
    std::vector<SteroidTimeline::Course>& courses,
    const Dosed& one,
    const Facts& facts,
    const Policy& policy,
    const Window& window
) {
    const auto pulses = std::ranges::count_if(one.course.stretches, &Stretch::pulse);
    if (pulses == 0 || pulses == std::ssize(one.course.stretches)) {
        courses.push_back(course_of(one, facts, policy, window));
        return;
    }
    Parts parts = parts_of(one);
    const std::vector<Stretch>& pulse = parts.pulses.course.stretches;
    const double least = std::ranges::min_element(pulse, {}, &Stretch::hi)->hi;
    std::erase_if(parts.rest.course.undated, [least](const fhir::Span& mg) { return mg.hi >= least; });
    Course rest = course_of(parts.rest, facts, policy, window);
    rest.pulses_from = least;
    courses.push_back(rest);
    Course alone = course_of(parts.pulses, facts, policy, window);
    if (!alone.open) alone.end = std::ranges::max_element(pulse, {}, &Stretch::last)->last;
    courses.push_back(alone);
}

}  // namespace iim::engine

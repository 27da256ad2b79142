#include "engine/derive/orders.hpp"
#include "engine/options/ivig.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace iim::engine::ivig {

namespace {

/// Friday and Monday are of one course.
constexpr Days same_course{3};
constexpr double mg_per_g = 1000;
constexpr int most_infusions = 100;

using Calendar = std::map<Day, DayDose>;

void put(Calendar& calendar, Day day, const fhir::Span& mg) {
    DayDose& dose = calendar[day];
    dose.day = day;
    dose.hi += mg.hi.value_or(0) / mg_per_g;
    dose.lo += mg.lo.value_or(0) / mg_per_g;
}

fhir::Span times(const fhir::Span& span, double factor) {
    fhir::Span result = span;
    if (result.lo) *result.lo *= factor;
    if (result.hi) *result.hi *= factor;
    return result;
}

/// Several infusions of a plan without a rhythm are on following days.
int planned_count(const fhir::DosePhase& phase) {
    const double count = phase.administrations.value_or(phase.doses_per_week.hi.value_or(1));
    return std::clamp(static_cast<int>(std::lround(count)), 1, most_infusions);
}

bool is_daily(const fhir::DosePhase& phase) {
    return phase.frequency != fhir::Frequency::once && phase.doses_per_day.hi.value_or(0) > 1 - 1e-6;
}

/// An end that is stated; of daily infusions also one that the supply tells, when it makes a course.
bool ends(const fhir::DosePhase& phase, Day start) {
    constexpr Days longest_course{5};
    return phase.end && (!phase.end_estimated || (is_daily(phase) && *phase.end - start < longest_course));
}

/// The days with an infusion from the first day of a period on.
struct Cycle {
    std::vector<Days> days;
    Days length{1};
};

/// Named days of the week as they are; several infusions of a period without names follow one another.
Cycle cycle_of(const fhir::DosePhase& phase, Day start) {
    constexpr int week = 7;
    Cycle cycle;
    if (phase.weekdays != 0) {
        for (Days later(0); later < Days(week); later += Days(1))
            if (phase.weekdays >> (std::chrono::weekday(start + later).iso_encoding() - 1) & 1U)
                cycle.days.push_back(later);
    } else {
        const long together = std::clamp(std::lround(phase.doses_per_week.hi.value_or(1)), 1L, long{week});
        for (int later = 0; later < together; ++later) cycle.days.emplace_back(later);
    }
    const double length = static_cast<double>(cycle.days.size()) / *phase.doses_per_day.hi;
    const int unit = phase.weekdays != 0 ? week : 1;
    cycle.length = Days(unit * std::max(1, static_cast<int>(std::lround(length / unit))));
    return cycle;
}

/// Again and again from `start` to `end`.
void repeat(Calendar& calendar, const Cycle& cycle, const fhir::Span& mg, Day start, Day end) {
    int count = 0;
    for (Day first = start; first <= end && count < most_infusions; first += cycle.length)
        for (const Days later : cycle.days) {
            if (first + later > end) break;
            put(calendar, first + later, mg);
            ++count;
        }
}

/// Puts the infusions of one instruction on the calendar; false when its length is not known.
bool spread(Calendar& calendar, const fhir::DosePhase& phase, Day begin, Day until) {
    const Day start = phase.start.value_or(begin);
    const double per_day = phase.doses_per_day.hi.value_or(0);
    if (phase.frequency == fhir::Frequency::once) {
        const int count = planned_count(phase);
        for (int i = 0; i < count; ++i) put(calendar, start + Days(i), phase.mg_per_dose);
        return true;
    }
    if (per_day <= 0) return false;
    const bool at_least_daily = is_daily(phase);
    const bool limited = ends(phase, start);
    if (at_least_daily && !limited) return false;
    const Day end = limited ? std::min(*phase.end, until) : until;
    const fhir::Span mg = at_least_daily ? times(phase.mg_per_dose, per_day) : phase.mg_per_dose;
    repeat(calendar, at_least_daily ? Cycle{{Days(0)}, Days(1)} : cycle_of(phase, start), mg, start, end);
    return true;
}

std::vector<Course> courses_of(const Calendar& calendar) {
    std::vector<Course> courses;
    for (const auto& [day, dose] : calendar) {
        if (courses.empty() || day - courses.back().last > same_course) {
            courses.emplace_back();
            courses.back().first = day;
        }
        Course& course = courses.back();
        course.last = day;
        ++course.days;
        course.lo += dose.lo;
        course.hi += dose.hi;
        course.most = std::max(course.most, dose.hi);
    }
    return courses;
}

void take_rates(Plan& plan, const fhir::Span& rate) {
    if (rate.lo) plan.first_rate = std::max(plan.first_rate.value_or(0), *rate.lo);
    if (rate.hi) plan.top_rate = std::max(plan.top_rate.value_or(0), *rate.hi);
}

struct Window {
    Day now;
    Days ahead;
};

void add_phase(Plan& plan, Calendar& calendar, const Order& order, const fhir::DosePhase& phase, Window in) {
    take_rates(plan, phase.rate_mg_per_kg_min);
    if (!phase.mg_per_dose.hi) {
        plan.unreadable = true;
        return;
    }
    const double a_day = std::max(1.0, phase.doses_per_day.hi.value_or(1));
    plan.most_on_a_day = std::max(plan.most_on_a_day, *phase.mg_per_dose.hi * a_day / mg_per_g);
    const Day written = first_day(order).value_or(in.now);
    const Day begin = is_draft(order) ? std::max(written, in.now) : written;
    if (spread(calendar, phase, begin, std::max(written, in.now) + in.ahead)) {
        const bool repeats = phase.frequency != fhir::Frequency::once;
        plan.endless = plan.endless || (repeats && !ends(phase, phase.start.value_or(begin)));
    } else {
        plan.open = true;
        plan.open_daily = plan.open_daily || is_daily(phase);
    }
}

}  // namespace

Plan plan_of(const Patient::Orders& orders, Day now, Days ahead) {
    Plan plan;
    Calendar calendar;
    for (const Order* order : orders) {
        plan.unreadable = plan.unreadable || order->dose.phases.empty();
        for (const fhir::DosePhase& phase : order->dose.phases)
            add_phase(plan, calendar, *order, phase, {now, ahead});
    }
    plan.courses = courses_of(calendar);
    for (const Course& one : plan.courses) plan.most_on_a_day = std::max(plan.most_on_a_day, one.most);
    return plan;
}

}  // namespace iim::engine::ivig

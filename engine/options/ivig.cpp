#include "engine/options/ivig.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace iim::engine::ivig {

namespace {

/// Friday and Monday are of one course.
constexpr Days same_course{3};
/// Plans that repeat are followed for so long: enough to see the next two courses.
constexpr Days look_ahead{70};
constexpr double mg_per_g = 1000;
constexpr int most_infusions = 100;

bool is_immunoglobulin(const Concepts& concepts) {
    return concepts.any_of(group::immunoglobulin) && !concepts.any_of(group::scig);
}

bool is_infusion_route(Route route) noexcept {
    return route == Route::iv || route == Route::unknown;
}

void later(std::optional<Day>& last, std::optional<Day> day) {
    if (day && (!last || *day > *last)) last = day;
}

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

/// Puts the infusions of one instruction on the calendar; false when its length is not known.
bool spread(Calendar& calendar, const fhir::DosePhase& phase, Day begin, Day until) {
    const Day start = phase.start.value_or(begin);
    const bool ends = phase.end && !phase.end_estimated;
    const double per_day = phase.doses_per_day.hi.value_or(0);
    if (phase.frequency == fhir::Frequency::once) {
        const int count = planned_count(phase);
        for (int i = 0; i < count; ++i) put(calendar, start + Days(i), phase.mg_per_dose);
        return true;
    }
    if (per_day <= 0) return false;
    const bool at_least_daily = per_day > 1 - 1e-6;
    if (at_least_daily && !ends) return false;
    const Days step(at_least_daily ? 1 : static_cast<int>(std::lround(1 / per_day)));
    const Day end = ends ? std::min(*phase.end, until) : until;
    const fhir::Span mg = at_least_daily ? times(phase.mg_per_dose, per_day) : phase.mg_per_dose;
    int count = 0;
    for (Day day = start; day <= end && count < most_infusions; day += step, ++count) put(calendar, day, mg);
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

void add_phase(Plan& plan, Calendar& calendar, const Order& order, const fhir::DosePhase& phase, Day now) {
    take_rates(plan, phase.rate_mg_per_kg_min);
    if (!phase.mg_per_dose.hi) {
        plan.unreadable = true;
        return;
    }
    const double a_day = std::max(1.0, phase.doses_per_day.hi.value_or(1));
    plan.most_on_a_day = std::max(plan.most_on_a_day, *phase.mg_per_dose.hi * a_day / mg_per_g);
    const Day written = first_day(order).value_or(now);
    const Day begin = is_draft(order) ? std::max(written, now) : written;
    if (!spread(calendar, phase, begin, std::max(written, now) + look_ahead)) plan.open = true;
}

}  // namespace

bool for_other_disease(const Order& order) noexcept {
    constexpr std::array others{
        condition::itp,
        condition::cidp,
        condition::kawasaki,
        condition::primary_immunodeficiency,
        condition::hypogammaglobulinaemia,
        condition::myasthenia_gravis,
        condition::multiple_sclerosis,
        condition::pemphigus,
        condition::organ_transplant,
    };
    return order.reasons.any_of(others);
}

bool is_infused(const Order& order) noexcept {
    return is_immunoglobulin(order.drugs) && is_infusion_route(order.route);
}

Patient::Orders ordered(const Patient& patient) {
    Patient::Orders orders;
    for (const Order* order : patient.ordering(group::immunoglobulin))
        if (is_infused(*order)) orders.push_back(order);
    return orders;
}

std::optional<Day> last_infusion_before(const Patient& patient, Day day, const Patient::Orders& except) {
    const Facts& facts = patient.facts();
    std::optional<Day> last;
    for (const auto* events : {&facts.administrations, &facts.procedures})
        for (const Event& one : *events)
            if (is_immunoglobulin(one.what) && one.date && *one.date < day) later(last, one.date);
    for (const Order& order : facts.orders) {
        if (is_draft(order) || !is_infused(order) || std::ranges::find(except, &order) != except.end())
            continue;
        const auto given = last_given(order, std::min(patient.now(), day - Days(1)));
        if (given && *given < day) later(last, given);
    }
    return last;
}

std::optional<Day> last_infusion(const Patient& patient) {
    return last_infusion_before(patient, patient.now(), ordered(patient));
}

Reaction reaction(const Patient& patient) {
    return {patient.allergy_to(group::allergen::immunoglobulin)};
}

bool may_lack_iga(const Patient& patient) {
    constexpr double deficient_g_l = 0.07;
    constexpr Days lifetime{365 * 120};
    if (patient.condition(condition::iga_deficiency)) return true;
    const Result* level = patient.labs().latest(lab::iga, patient.now(), lifetime);
    return level && level->value && (is_below(*level, deficient_g_l) || level->comparator == '<');
}

Plan plan_of(const Patient::Orders& orders, Day now) {
    Plan plan;
    Calendar calendar;
    for (const Order* order : orders) {
        plan.unreadable = plan.unreadable || order->dose.phases.empty();
        for (const fhir::DosePhase& phase : order->dose.phases) add_phase(plan, calendar, *order, phase, now);
    }
    plan.courses = courses_of(calendar);
    for (const Course& one : plan.courses) plan.most_on_a_day = std::max(plan.most_on_a_day, one.most);
    return plan;
}

}  // namespace iim::engine::ivig

#include "engine/options/steroid_plan.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace iim::engine {

namespace {

using Course = SteroidTimeline::Course;
using Courses = std::vector<const Course*>;

constexpr double effective_mg = 5;
constexpr int short_course_days = 14;
constexpr Days horizon{365};

bool is_ordering(Hook hook) {
    return is_order_hook(hook) || hook == Hook::medication_refill || hook == Hook::order_dispatch;
}

/// How long an order runs by its own dates.
int days_on_paper(const Patient& patient, const Order& order) {
    if (!order.end) return static_cast<int>(patient.policy().assume_open_days);
    const Day start = order.start.value_or(order.authored.value_or(patient.now()));
    return static_cast<int>((*order.end - start).count()) + 1;
}

/// Asthma, COPD, adrenal insufficiency, contrast allergy or vomiting, and nothing else, for at most 14 days.
bool for_another_disease(const Patient& patient, const Course& course) {
    constexpr std::array others{
        condition::asthma,
        condition::copd,
        condition::bronchospasm,
        condition::adrenal_insufficiency,
        condition::hypopituitarism,
        condition::contrast_allergy,
        condition::nausea_vomiting};
    const Concepts& reasons = course.order->reasons;
    const bool only_others =
        !reasons.empty() && std::ranges::all_of(reasons, [&](Concept each) { return in(each, others); });
    return only_others && days_on_paper(patient, *course.order) <= short_course_days;
}

Courses courses_in_question(const Patient& patient) {
    const bool ordering = is_ordering(patient.hook());
    const auto subjects = ordering ? patient.ordering(group::corticosteroids) : Patient::Orders{};
    Courses list;
    for (const Course& course : patient.steroid().courses()) {
        const bool subject = ordering ? std::ranges::find(subjects, course.order) != subjects.end()
                                      : course.order->state == OrderState::current;
        const bool excluded = course.kind == SteroidClass::none || course.kind == SteroidClass::premed
                              || course.kind == SteroidClass::replacement;
        if (subject && !excluded && !for_another_disease(patient, course)) list.push_back(&course);
    }
    return list;
}

bool is_oral_prednisone(const Course& course) {
    const bool by_mouth = course.order->route == Route::oral || course.order->route == Route::enteral;
    return by_mouth && (course.steroid == drug::prednisone || course.steroid == drug::prednisolone);
}

/// An oral course that follows a pulse, ordered or running.
bool has_oral_course(const Patient& patient) {
    return std::ranges::any_of(patient.steroid().courses(), [&](const Course& course) {
        return course.kind == SteroidClass::ordinary
               && planned_days(patient, course) >= static_cast<int>(patient.policy().mono_min_days);
    });
}

double dose_on(const Courses& courses, Day day) {
    double sum = 0;
    for (const Course* each : courses) sum += each->order->mg_per_day(day).hi.value_or(0) * each->factor;
    return sum;
}

/// Days of the year behind and the year ahead on which all of them together reach 5 mg.
int days_together(const Courses& courses, Day now) {
    int days = 0;
    for (Day day = now - horizon; day <= now + horizon; day += Days{1})
        if (dose_on(courses, day) >= effective_mg) ++days;
    return days;
}

double peak_together(const Courses& courses, Day now) {
    double peak = 0;
    for (const Course* each : courses) peak = std::max(peak, each->peak.hi.value_or(0));
    for (Day day = now; day <= now + horizon; day += Days{1}) peak = std::max(peak, dose_on(courses, day));
    return peak;
}

const Course* highest(const Courses& courses) {
    return *std::ranges::max_element(courses, {}, [](const Course* c) { return c->peak.hi.value_or(0); });
}

SteroidPlan describe(const Patient& patient, const Courses& courses) {
    SteroidPlan plan;
    plan.lead = highest(courses);
    plan.ordering = is_ordering(patient.hook());
    plan.open = std::ranges::any_of(courses, &Course::open);
    for (const Course* each : courses) plan.days = std::max(plan.days, planned_days(patient, *each));
    plan.peak = plan.lead->peak.hi.value_or(0);
    if (courses.size() > 1) {
        plan.days = std::max(plan.days, days_together(courses, patient.now()));
        plan.peak = peak_together(courses, patient.now());
    }
    plan.drug = patient.name(plan.lead->steroid);
    plan.drug_mg = plan.peak / plan.lead->factor;
    return plan;
}

}  // namespace

int planned_days(const Patient& patient, const Course& course) {
    return course.readable ? course.days_at_least_5 : days_on_paper(patient, *course.order);
}

std::optional<SteroidPlan> steroid_plan(const Patient& patient) {
    const Courses all = courses_in_question(patient);
    Courses readable, pulses, unreadable;
    for (const Course* each : all) {
        if (!each->readable)
            unreadable.push_back(each);
        else
            (each->kind == SteroidClass::pulse ? pulses : readable).push_back(each);
    }
    std::erase_if(unreadable, [](const Course* each) { return !is_oral_prednisone(*each); });
    if (!readable.empty()) {
        const SteroidPlan plan = describe(patient, readable);
        if (plan.reaches(patient.policy()) || unreadable.empty()) return plan;
    }
    if (!unreadable.empty()) {
        SteroidPlan plan = describe(patient, unreadable);
        plan.readable = false;
        return plan;
    }
    if (pulses.empty() || has_oral_course(patient)) return {};
    SteroidPlan plan = describe(patient, pulses);
    plan.pulse_only = true;
    return plan;
}

}  // namespace iim::engine

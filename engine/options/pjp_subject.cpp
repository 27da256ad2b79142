#include "engine/options/pjp_subject.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace iim::engine::pjp {

namespace {

using Course = SteroidTimeline::Course;

bool is_ordering(Hook hook) {
    return is_order_hook(hook) || hook == Hook::medication_refill || hook == Hook::order_dispatch;
}

bool counts(const Course& course) {
    return course.kind != SteroidClass::none && course.kind != SteroidClass::premed
           && course.kind != SteroidClass::replacement;
}

/// The steroid orders that this call is about.
std::vector<const Course*> steroids(const Patient& patient) {
    const bool ordering = is_ordering(patient.hook());
    auto named = ordering ? patient.ordering(group::corticosteroids) : Patient::Orders{};
    std::ranges::sort(named);
    std::vector<const Course*> list;
    for (const Course& course : patient.steroid().courses()) {
        const bool wanted = ordering ? std::ranges::binary_search(named, course.order)
                                     : course.order->state == OrderState::current;
        if (wanted && counts(course)) list.push_back(&course);
    }
    return list;
}

const Order* first(const Patient::Orders& orders) {
    const auto found = std::ranges::find_if(orders, [](const Order* each) { return may_be_systemic(*each); });
    return found == orders.end() ? nullptr : *found;
}

/// The immunosuppressant among the orders of this call.
const Order* immunosuppressant(const Patient& patient) {
    const bool ordering = is_ordering(patient.hook());
    const auto look = [&](ConceptGroup drugs) {
        return first(ordering ? patient.ordering(drugs) : patient.active(drugs));
    };
    for (const ConceptGroup drugs :
         {ConceptGroup(group::cyclophosphamide),
          ConceptGroup(group::rituximab),
          ConceptGroup(group::other_anti_cd20),
          ConceptGroup(group::continuous_immunosuppressants)})
        if (const Order* order = look(drugs)) return order;
    return nullptr;
}

const Order* highest_steroid(const Patient& patient) {
    const auto list = steroids(patient);
    if (list.empty()) return nullptr;
    return (*std::ranges::max_element(list, {}, [](const Course* each) { return each->peak.hi.value_or(0); })
    )->order;
}

}  // namespace

bool orders_something_relevant(const Patient& patient) {
    return !is_ordering(patient.hook()) || !steroids(patient).empty() || immunosuppressant(patient);
}

const Order* subject(const Patient& patient, const Exposure& exposure) {
    const bool about_steroid =
        exposure.trigger == Trigger::steroid_run || exposure.trigger == Trigger::steroid_band;
    const Order* steroid = highest_steroid(patient);
    const Order* other = immunosuppressant(patient);
    if (about_steroid) return steroid ? steroid : other;
    return other ? other : steroid;
}

Day first_day(const Patient& patient) {
    Day day = patient.now();
    for (const Course* course : steroids(patient))
        if (course->order->state == OrderState::draft && course->start) day = std::max(day, *course->start);
    return day;
}

const Order* unreadable_steroid(const Patient& patient) {
    for (const Course* course : steroids(patient)) {
        const Order& order = *course->order;
        const bool by_mouth = order.route == Route::oral || order.route == Route::enteral;
        if (course->readable || !by_mouth) continue;
        const Day start = order.start.value_or(order.authored.value_or(patient.now()));
        const Days needed{static_cast<int>(patient.policy().pjp_days)};
        if (!order.end || *order.end - start + Days{1} >= needed) return &order;
    }
    return nullptr;
}

std::string steroid_name(const Patient& patient) {
    const auto& courses = patient.steroid().courses();
    const bool only_prednisone = std::ranges::all_of(courses, [](const Course& course) {
        return course.steroid == drug::prednisone || !counts(course);
    });
    return only_prednisone ? "Prednisone" : "Prednisone-equivalent";
}

std::string_view drug_name(const Patient& patient, const Order& steroid) {
    return words::drug(patient, steroid, group::corticosteroids);
}

std::string trigger_key(const Patient& patient, const Exposure& exposure) {
    switch (exposure.trigger) {
    case Trigger::steroid_run: return fmt::format("steroid {} mg/day", words::number(steroid_now(patient)));
    case Trigger::steroid_band:
        return fmt::format("steroid above 15 mg/day, {} mg/day", words::number(steroid_now(patient)));
    case Trigger::cyclophosphamide: return "cyclophosphamide";
    case Trigger::rituximab: return "rituximab with steroid";
    case Trigger::combination: return words::all_of(immunosuppressants(patient)) + " with steroid";
    }
    return {};
}

}  // namespace iim::engine::pjp

#include "engine/options/jdm_steroid.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::engine::jdm {

namespace {

using steroid_limit::Course;

constexpr double timeline_slack = 1e-3;  // the timeline keeps floats

}  // namespace

Daily daily_dose(const Patient& patient) {
    if (patient.hook() != Hook::patient_view) {
        const auto dose = steroid_limit::oral_dose(patient);
        if (!dose || indication::is_stated(*dose->lead->order)) return {};
        return {dose->lead, dose->mg, dose->drafts.size() == 1 && dose->active.empty()};
    }
    Daily highest;
    for (const Course& course : patient.steroid().courses()) {
        const Order& order = *course.order;
        const bool daily = course.kind == SteroidClass::ordinary || course.kind == SteroidClass::burst;
        const bool by_mouth =
            order.route == Route::oral || order.route == Route::enteral || order.route == Route::unknown;
        const bool counts = daily && by_mouth && course.peak.hi && order.state == OrderState::current
                            && is_current(order, patient.now()) && !indication::is_stated(order)
                            && !indication::is_clear(order);
        if (counts && *course.peak.hi > highest.mg) highest = {&course, *course.peak.hi, true};
    }
    return highest;
}

void offer_usual_dose(Finding& finding, const Patient& patient, const Daily& daily) {
    const Order& order = *daily.course->order;
    if (!mtx::is_editable(order) || !daily.alone || !steroid_limit::is_daily_step(order)) return;
    double most = patient.policy().jdm_max_mg;
    if (const auto kg = patient.facts().body.weight_kg)
        most = std::min(most, patient.policy().jdm_max_mgkg * *kg);
    const auto mg = steroid_limit::tablets_for(daily.course->steroid, most);
    if (!mg || *mg <= 0) return;
    ChangeOrder lower{.order = &order, .dose = *mg};
    finding.suggest(
        {fmt::format(
             "Change {} to {} mg once daily", patient.name(daily.course->steroid), words::number(*mg)
         ),
         {lower},
         false}
    );
}

int days_unchanged(const Patient& patient, const Order& order) {
    const SteroidTimeline& steroid = patient.steroid();
    const double today = steroid.now();
    const auto run = steroid.run(today - timeline_slack);
    if (!run || run->start > patient.now() || order.dose.phases.size() > 1) return 0;
    for (Day day = run->start; day < patient.now(); day += Days(1))
        if (steroid.on(day) > today + timeline_slack) return 0;
    for (int ahead = 1; ahead <= SteroidTimeline::half_window; ++ahead) {
        const double then = steroid.on(patient.now() + Days(ahead));
        if (then > timeline_slack && then < today - timeline_slack) return 0;
    }
    return run->past_days;
}

}  // namespace iim::engine::jdm

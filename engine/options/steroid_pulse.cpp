#include "engine/options/steroid_pulse.hpp"

#include "engine/derive/orders.hpp"
#include "engine/derive/steroid_dose.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::steroid_limit {

namespace {

constexpr double methylprednisolone_in_prednisone = 4.0 / 5;
constexpr double step_mg = 10;
constexpr int usual_days = 3;
constexpr double timeline_slack = 1e-3;  // the timeline keeps floats

/// Most days one after the other with at least so many mg prednisone, of those that are not over. A pulse
/// each week is one day.
int days_in_a_row(const Patient& patient, double mg) {
    const Day now = patient.now();
    int most = 1, row = 0;
    for (Day day = now - Days(SteroidTimeline::half_window); day <= now + Days(SteroidTimeline::half_window);
         day += Days(1)) {
        row = patient.steroid().on(day) >= mg - timeline_slack ? row + 1 : 0;
        if (day >= now) most = std::max(most, row);
    }
    return most;
}

bool is_daily(const Order& order) {
    return std::ranges::any_of(order.dose.phases, [](const fhir::DosePhase& phase) {
        return phase.frequency == fhir::Frequency::daily;
    });
}

/// Days of the same run that other orders give, before or after this one.
int days_of_others(const Pulse& pulse) {
    const Course& course = *pulse.course;
    if (pulse.open || !course.start || !course.end) return 0;
    return std::max(0, pulse.days - static_cast<int>((*course.end - *course.start).count()) - 1);
}

/// Some day has a dose of both. Two that only meet on the day of a change follow one another.
bool at_once(const Course& a, const Course& b) {
    if (!a.start || !b.start) return true;
    const auto ends_before = [](const Course& one, const Course& next) {
        return one.end && (*one.end < *next.start || (*one.end == *next.start && *one.start < *next.start));
    };
    return !ends_before(a, b) && !ends_before(b, a);
}

bool same_draft_drug(const Pulse& a, const Pulse& b) {
    return a.course->steroid == b.course->steroid && is_draft(*a.course->order) && is_draft(*b.course->order);
}

/// Each draft joins the first pulse that it is given together with.
std::vector<Pulse> joined(const std::vector<Pulse>& each_order) {
    std::vector<Pulse> all;
    for (const Pulse& one : each_order) {
        const auto first = std::ranges::find_if(all, [&](const Pulse& other) {
            return same_draft_drug(one, other) && at_once(*one.course, *other.course);
        });
        if (first == all.end()) {
            all.push_back(one);
            continue;
        }
        first->mg += one.mg;
        first->days = std::max(first->days, one.days);
        first->open |= one.open;
        first->besides.push_back(one.course);
    }
    return all;
}

}  // namespace

std::vector<Pulse> pulses(const Patient& patient) {
    const auto in_question = patient.ordering(group::corticosteroids);
    std::vector<Pulse> found;
    for (const Course& course : patient.steroid().courses()) {
        const bool counts = course.kind == SteroidClass::pulse && course.peak.hi
                            && is_in_question(in_question, course) && !indication::is_clear(*course.order);
        if (!counts) continue;
        found.push_back(
            {&course,
             *course.peak.hi * methylprednisolone_in_prednisone,
             days_in_a_row(patient, std::min(pulse_mg, *course.peak.hi)),
             course.open && is_daily(*course.order)}
        );
    }
    return joined(found);
}

std::optional<Indicator> pulse_strength(const Patient& patient, const Limits& limits, const Pulse& pulse) {
    const Policy& policy = patient.policy();
    const double kg = per_kg(patient, pulse.mg).value_or(0);
    const bool child = patient.facts().demographics.child();
    if (above(pulse.mg, far_above * policy.pulse_max_mg)) return Indicator::critical;
    if (child && above(kg, far_above * limits.pulse_mg_per_kg)) return Indicator::critical;
    const bool too_long = pulse.open || pulse.days > policy.pulse_max_days;
    if (above(pulse.mg, policy.pulse_max_mg) || too_long) return Indicator::warning;
    if (!above(kg, limits.pulse_mg_per_kg)) return {};
    return child ? Indicator::warning : Indicator::info;
}

std::string pulse_summary(const Patient& patient, const Limits& limits, const Pulse& pulse) {
    const Policy& policy = patient.policy();
    const bool by_weight = !above(pulse.mg, policy.pulse_max_mg) && !pulse.open
                           && pulse.days <= static_cast<int>(policy.pulse_max_days);
    if (by_weight)
        return fmt::format(
            "Methylprednisolone pulse {} mg is {} mg/kg, above the usual maximum of {} mg/kg",
            words::number(pulse.mg),
            words::number(per_kg(patient, pulse.mg).value_or(0)),
            words::number(limits.pulse_mg_per_kg)
        );
    return fmt::format(
        "Methylprednisolone pulse {} mg {} exceeds the usual 250-{} mg x 1-{} days",
        words::number(pulse.mg),
        pulse.open ? "daily without a stop date"
                   : fmt::format("x {} {}", pulse.days, pulse.days == 1 ? "day" : "days"),
        words::number(policy.pulse_max_mg),
        words::number(policy.pulse_max_days)
    );
}

void offer_usual_pulse(Finding& finding, const Patient& patient, const Limits& limits, const Pulse& pulse) {
    const Order& order = *pulse.course->order;
    const bool open_draft = order.state == OrderState::draft && order.in_context;
    if (!pulse.besides.empty()) return;  // which of them is meant?
    if (days_of_others(pulse) + usual_days > patient.policy().pulse_max_days) return;
    if (!open_draft || pulse.course->steroid != drug::methylprednisolone || !is_daily_step(order)) return;
    double mg = std::min(patient.policy().pulse_max_mg, pulse.mg);
    if (const auto weight = patient.facts().body.weight_kg)
        mg = std::min(mg, std::floor(limits.pulse_mg_per_kg * *weight / step_mg) * step_mg);
    if (mg <= 0) return;
    ChangeOrder change;
    change.order = &order;
    change.dose = mg;
    change.days = usual_days;
    if (const auto start = pulse.course->start; start && *start > patient.now()) change.starts = {*start};
    finding.suggest(
        {fmt::format(
             "Change methylprednisolone to {} mg once daily for {} days", words::number(mg), usual_days
         ),
         {std::move(change)},
         false}
    );
}

}  // namespace iim::engine::steroid_limit

#include "engine/options/steroid_pulse.hpp"

#include "engine/derive/steroid_dose.hpp"
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

}  // namespace

std::vector<Pulse> pulses(const Patient& patient) {
    const auto in_question = patient.ordering(group::corticosteroids);
    std::vector<Pulse> found;
    for (const Course& course : patient.steroid().courses()) {
        const bool counts = course.kind == SteroidClass::pulse && course.peak.hi
                            && is_in_question(in_question, course) && !for_other_disease(*course.order);
        if (!counts) continue;
        const auto run = patient.steroid().run(std::min(pulse_mg, *course.peak.hi));
        found.push_back(
            {&course,
             *course.peak.hi * methylprednisolone_in_prednisone,
             run ? run->total_days() : 1,
             course.open}
        );
    }
    return found;
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
    if (!open_draft || pulse.course->steroid != drug::methylprednisolone || !is_single_step(order)) return;
    double mg = std::min(patient.policy().pulse_max_mg, pulse.mg);
    if (const auto weight = patient.facts().body.weight_kg)
        mg = std::min(mg, std::floor(limits.pulse_mg_per_kg * *weight / step_mg) * step_mg);
    if (mg <= 0) return;
    ChangeOrder change;
    change.order = &order;
    change.dose = mg;
    change.days = usual_days;
    finding.suggest(
        {fmt::format(
             "Change methylprednisolone to {} mg once daily for {} days", words::number(mg), usual_days
         ),
         {std::move(change)},
         false}
    );
}

}  // namespace iim::engine::steroid_limit

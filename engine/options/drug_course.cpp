#include "engine/options/drug_course.hpp"

#include "engine/derive/orders.hpp"

#include <algorithm>
#include <vector>

namespace iim::engine {

namespace {

constexpr double slack = 1e-6;

/// The dose from a day on, in mg a week.
struct Step {
    Day from;
    double mg = 0;
};

/// What one order gives: instructions that begin together are one dose.
void add_order(std::vector<Step>& steps, const Order& order, Day now) {
    std::vector<Step> own;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        const auto from = phase.start ? phase.start : first_day(order);
        if (!phase.dated || !phase.mg_per_week.hi) continue;
        const Day day = from.value_or(now);
        const auto same = std::ranges::find(own, day, &Step::from);
        if (same == own.end())
            own.push_back({day, *phase.mg_per_week.hi});
        else
            same->mg += *phase.mg_per_week.hi;
    }
    for (const Step& one : own) {
        const auto same = std::ranges::find(steps, one.from, &Step::from);
        if (same == steps.end())
            steps.push_back(one);
        else  // the same tablets, told twice
            same->mg = std::max(same->mg, one.mg);
    }
}

std::vector<Step> steps_of(const Patient& patient, Concept drug) {
    std::vector<Step> steps;
    for (const Order& order : patient.facts().orders) {
        const bool taken = order.state != OrderState::on_hold && order.state != OrderState::do_not_give;
        if (order.is(drug) && taken && may_be_systemic(order)) add_order(steps, order, patient.now());
    }
    std::ranges::sort(steps, {}, &Step::from);
    return steps;
}

}  // namespace

std::optional<Day> last_raised(const Patient& patient, Concept drug, Day since) {
    const auto steps = steps_of(patient, drug);
    std::optional<Day> raised;
    for (std::size_t i = 1; i < steps.size() && steps[i].from < patient.now(); ++i)
        if (steps[i].from > since && steps[i].mg > steps[i - 1].mg + slack) raised = steps[i].from;
    return raised;
}

bool was_lowered(const Patient& patient, Concept drug, Day since) {
    const auto steps = steps_of(patient, drug);
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (steps[i].from > since && steps[i].mg < steps[i - 1].mg - slack) return true;
    return false;
}

}  // namespace iim::engine

#include "engine/options/methotrexate_dose.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::mtx {

namespace {

// RULES R05.
constexpr double critical_mg = 30, critical_child_mg = 40;
constexpr double rounding_tolerance = 1.05;  ///< of the mg/m2 limit
constexpr double tolerated_start_mg = 20;
constexpr double usual_least_mg = 7.5;
constexpr double child_start_mg_per_m2 = 15;
constexpr Days long_enough{84};
constexpr double slack = 1e-6;
constexpr double injection_step_mg = 0.5, tablet_step_mg = 2.5;

/// For a child, rounded down to what can be given (RULES R01). To 0.1 mg first: 115 cm and 20 kg are 12.0 mg
/// (RULES 2.7), not a step less for 11.99.
double to_grid(double mg, Route route) {
    const bool injected = route == Route::sc || route == Route::im || route == Route::iv;
    const double step = injected ? injection_step_mg : tablet_step_mg;
    return std::floor(std::round(mg * 10) / 10 / step + slack) * step;
}

/// The dispensing of another dose no longer fits the new one.
Suggestion change(
    const Patient& patient, const Order& order, double mg, std::string label, std::string note
) {
    ChangeOrder rewritten{.order = &order, .dose = mg, .timing = false};
    rewritten.supply_weeks = static_cast<int>(patient.policy().mtx_supply_weeks);
    rewritten.note = std::move(note);
    return {std::move(label), {rewritten}, false};
}

double highest_usual(const WeeklyLimit& limit, const Order& order) {
    return limit.child ? to_grid(limit.lowest(), order.route) : limit.lowest();
}

bool weekly_below_usual(const Order& order, Day now) {
    const auto most = dose_peak(order, now).mg_per_week.hi;
    return most && *most < usual_least_mg - slack;
}

bool began_long_ago(const Order& order, Day now) {
    const auto since = first_day(order);
    return since && now - *since >= long_enough;
}

}  // namespace

WeeklyLimit weekly_limit(const Patient& patient) {
    const Policy& policy = patient.policy();
    const Facts& facts = patient.facts();
    WeeklyLimit limit;
    limit.mg = policy.mtx_max_week;
    limit.child = facts.demographics.child();
    limit.age_unknown = !facts.demographics.age_years;
    if (limit.age_unknown) limit.mg = std::min(policy.mtx_max_week, policy.mtx_max_week_child);
    if (!limit.child) return limit;
    limit.mg = policy.mtx_max_week_child;
    limit.surface_missing = !facts.body.bsa_m2;
    if (facts.body.bsa_m2) limit.by_surface = policy.mtx_max_m2 * *facts.body.bsa_m2;
    return limit;
}

std::optional<Indicator> excess(const WeeklyLimit& limit, double mg) {
    if (mg > (limit.child ? critical_child_mg : critical_mg) + slack) return Indicator::critical;
    const bool over_surface = limit.by_surface && mg > *limit.by_surface * rounding_tolerance + slack;
    if (mg > limit.mg + slack || over_surface) return Indicator::warning;
    return {};
}

std::optional<double> starting_week(const Order& order, Day now) {
    const Day first = std::max(order.start.value_or(now), now);
    std::optional<double> sum;
    for (const fhir::DosePhase& phase : order.dose.phases)
        if (phase.covers(first) && phase.mg_per_week.hi) sum = sum.value_or(0) + *phase.mg_per_week.hi;
    return sum;
}

double starting_limit(const Patient& patient) {
    const double usual = patient.policy().mtx_max_start;
    const bool tolerated =
        patient.last_given(group::methotrexate) && !patient.allergy_to(group::allergen::methotrexate);
    return tolerated ? std::max(usual, tolerated_start_mg) : usual;
}

double first_adult_dose(const Patient& patient) {
    return std::min(patient.policy().mtx_start_dose, starting_limit(patient));
}

std::optional<double> first_child_dose(const Patient& patient, Route route) {
    const auto surface = patient.facts().body.bsa_m2;
    if (!surface) return {};
    return to_grid(std::min(child_start_mg_per_m2 * *surface, weekly_limit(patient).lowest()), route);
}

bool is_long_below_usual(const Patient& patient, const Order& order, double mg_a_week) {
    if (!patient.facts().demographics.adult() || mg_a_week >= usual_least_mg - slack) return false;
    if (!is_draft(order)) return began_long_ago(order, patient.now());
    const Order* old = patient.replaced_by(order);
    return old && began_long_ago(*old, patient.now()) && weekly_below_usual(*old, patient.now());
}

std::optional<Suggestion> lower_start(
    const Patient& patient, const Order& order, const WeeklyLimit& limit, double than
) {
    const auto of_child = limit.child ? first_child_dose(patient, order.route) : std::nullopt;
    const double first = of_child.value_or(first_adult_dose(patient));
    if (first <= 0 || first >= than - slack) return {};
    return change(
        patient,
        order,
        first,
        fmt::format("Start with {} mg once weekly, then raise stepwise", words::number(first)),
        fmt::format(
            "Raise by 2.5-5 mg every 2-4 weeks up to {} mg weekly as tolerated.",
            words::number(highest_usual(limit, order))
        )
    );
}

std::vector<Suggestion> lower_doses(const Patient& patient, const Order& order, const WeeklyLimit& limit) {
    const double most = highest_usual(limit, order);
    std::vector<Suggestion> all;
    if (most <= 0) return all;
    all.push_back(
        change(patient, order, most, fmt::format("Change to {} mg once weekly", words::number(most)), {})
    );
    if (auto start = lower_start(patient, order, limit, most)) all.push_back(std::move(*start));
    return all;
}

bool is_editable(const Order& order) noexcept {
    return order.state == OrderState::draft && order.in_context;
}

}  // namespace iim::engine::mtx

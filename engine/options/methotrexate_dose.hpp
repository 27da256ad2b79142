#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <vector>

/// How much methotrexate a week is too much, for whom (RULES R05).
namespace iim::engine::mtx {

struct Schedule;

/// The highest weekly dose that is not remarked on.
struct WeeklyLimit {
    double mg = 0;                     ///< as policy has it for this age
    std::optional<double> by_surface;  ///< of a child, without the tolerance for rounding
    bool child = false;
    bool age_unknown = false;  ///< the lower of the limits for adults and children
    bool surface_missing = false;
    double lowest() const noexcept { return by_surface && *by_surface < mg ? *by_surface : mg; }
};
WeeklyLimit weekly_limit(const Patient& patient);

/// How strongly `mg` a week speaks against signing; nothing when it is within the limit.
std::optional<Indicator> excess(const WeeklyLimit& limit, double mg);

/// mg a week at the start of the order, before any step. Nothing when it is not known.
std::optional<double> starting_week(const Order& order, Day now);

/// The most that a new start may be: more for somebody who took it before and has no reaction on record.
double starting_limit(const Patient& patient);

/// The start that is offered to an adult: mtx.start_dose, and no more than R05 leaves unremarked.
double first_adult_dose(const Patient& patient);

/// 15 mg/m2, rounded down to what can be injected or to whole tablets (RULES R01). Nothing without a size.
std::optional<double> first_child_dose(const Patient& patient, Route route);

/// Taken for 84 days or more at less than 7.5 mg a week.
bool is_long_below_usual(const Patient& patient, const Order& order, double mg_a_week);

/// The draft with a first dose to step up from, when that is below `than` mg a week.
std::optional<Suggestion> lower_start(
    const Patient& patient, const Order& order, const WeeklyLimit& limit, double than
);

/// The draft with the highest usual dose, and with a first dose to step up from.
std::vector<Suggestion> lower_doses(const Patient& patient, const Order& order, const WeeklyLimit& limit);

/// Only what the user is editing can be rewritten.
bool is_editable(const Order& order) noexcept;

}  // namespace iim::engine::mtx

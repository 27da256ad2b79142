#pragma once

#include "engine/finding.hpp"
#include "engine/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The taper planner (RULES 7): mg a day on calendar days. It knows neither the drug's name nor any record.
namespace iim::engine::taper {

enum class Kind {
    standard,     ///< to zero in the usual steps
    slow_tail,    ///< from 10 mg on 1 mg every 4 weeks
    maintenance,  ///< down to a low dose that is kept
    jdm,          ///< for children with dermatomyositis (RULES 7.4)
};
/// "standard", "slow-tail", "maintenance", "jdm"
std::string_view to_string(Kind) noexcept;

struct Wish {
    Kind kind = Kind::standard;
    double mg = 0;          ///< a day, now
    Day start{};            ///< the first day of the plan
    int days_at_start = 0;  ///< how long `mg` is taken already
    std::optional<double> weight_kg = {};
};

struct Plan {
    std::vector<TaperStep> steps;  ///< falling; without gaps; only the last may be open-ended
    std::string refused = {};      ///< when there are no steps: why, and what to change
    std::string note = {};         ///< what differs from the usual plan, or empty
};

/// The usual first dose is held for taper.hold_days, less the days that it was taken already, but no phase is
/// shorter than 7 days. Refused below 5 mg/day and above the usual maximum, for a child by weight too.
Plan plan(const Wish& wish, const Policy& policy);

/// RULES 7.1: the first dose by weight, at most 1 mg/kg and the usual maximum, in steps of 2.5 mg.
double start_by_weight(double weight_kg, double mg_per_kg, const Policy& policy);
/// RULES 7.4: 2 mg/kg, at most 60 mg.
double jdm_start(double weight_kg, const Policy& policy);

}  // namespace iim::engine::taper

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <vector>

/// How fast the planned dose of a systemic steroid goes down (RULES R37).
namespace iim::engine::taper {

/// Beyond it the days of an open-ended last step are only assumed: what ends there ends on paper alone.
Day last_planned_day(const Patient& patient);

/// Days in a row with one dose, prednisone-equivalent. Days of an IV pulse count to what follows it.
struct Level {
    double mg = 0;
    Day from{};
    int days = 0;
};
/// One stretch of treatment without a gap of more than 3 days, up to the first day of which the dose is only
/// assumed.
struct Episode {
    std::vector<Level> levels;
    bool open = false;  ///< goes on beyond what is planned
    int days() const noexcept;
};
/// Those that are not over.
std::vector<Episode> episodes(const Patient& patient);

enum class FastBecause {
    from_40_to_10,    ///< from 40 mg or more to 10 mg or less within 4 weeks
    from_40_to_20,    ///< from 40 mg or more to below 20 mg within 4 weeks
    large_step,       ///< a large step after a short time
    early_first_step  ///< the first step less than 2 weeks after the start
};
struct FastFall {
    FastBecause because = FastBecause::early_first_step;
    double from = 0, to = 0;  ///< mg/day
    int days = 0;             ///< between; 0: at once
    Day on{};                 ///< the first day of `to`
};
/// The fall that weighs most, of those that are still to come. A stop is none (R38 speaks of it), nor is the
/// return from a course of less than 21 days.
std::optional<FastFall> fastest_fall(const Patient& patient);

}  // namespace iim::engine::taper

#pragma once

#include "engine/finding.hpp"

#include <optional>
#include <span>

namespace iim::engine::taper {

/// What a plan adds up to; an open-ended last phase is not counted.
struct Totals {
    int days = 0;
    std::optional<Day> last_day = {};  ///< of dosing; nothing when it goes on
    double mg = 0;
    int days_at_20 = 0, days_at_30 = 0;  ///< at this dose or more
};
Totals totals(std::span<const TaperStep> steps);

/// The last day of a step; nothing of an open-ended one.
std::optional<Day> last_day(const TaperStep& step) noexcept;

}  // namespace iim::engine::taper

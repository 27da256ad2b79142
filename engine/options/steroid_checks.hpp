#pragma once

#include "engine/families/checks_due.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine {

/// Long-term steroid that harms vessels, eyes and metabolism (RULES R43): 7.5 mg/day or more for 90 days by
/// today.
struct LongSteroid {
    const Order* order = nullptr;  ///< the highest of those the hook is about
    Day since{};
    double mg = 0;  ///< prednisone-equivalent a day, today
};
std::optional<LongSteroid> long_steroid(const Patient& patient);

/// The checks of RULES R43 that are due under it.
std::vector<CheckDue> steroid_checks_due(const Patient& patient, const LongSteroid& steroid);

/// A last value that is far too high, and nothing was done about it for 14 days: "glucose 12.4 mmol/L on …".
std::vector<std::string> neglected_values(const Patient& patient);

/// Rows that could not be looked for: "eye examination: procedures not available".
std::vector<std::string> steroid_checks_not_seen(const Patient& patient);

}  // namespace iim::engine

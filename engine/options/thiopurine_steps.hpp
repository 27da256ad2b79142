#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>

/// How fast a thiopurine is started and raised (RULES R19, R20).
namespace iim::engine::thiopurine {

/// The dose of the first day, in azathioprine equivalents.
std::optional<double> start_mg(const Patient& patient, const Order& draft);

/// A start after 90 days or more without the drug at a dose that was never reached before.
bool is_untried_start(const Patient& patient, const Order& draft);

/// An untried start above 100 mg/day or above 1 mg/kg (R19).
bool is_high_start(const Patient& patient, const Order& draft);

/// A rise that `draft` brings, in azathioprine equivalents a day.
struct Rise {
    Day day{};
    double from = 0, to = 0;
    int days = 0;  ///< since the last change, or over which the rise was reached
};
/// More than 50 mg within aza.step_days.
std::optional<Rise> steep_rise(const Patient& patient, const Order& draft);
/// Sooner than aza.step_days after the last change.
std::optional<Rise> early_rise(const Patient& patient, const Order& draft);

/// "2-weekly", "every 10 days": aza.step_days, as the shortest time between two steps.
std::string pace(const Patient& patient);

/// "from 50 to 125 mg/day after 10 days"
std::string in_words(const Rise& rise);

}  // namespace iim::engine::thiopurine

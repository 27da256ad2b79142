#pragma once

#include "engine/finding.hpp"
#include "engine/options/steroid_limit.hpp"

#include <optional>
#include <string>
#include <vector>

/// Intravenous pulses against the usual 250–1000 mg × 1–5 days (RULES R11).
namespace iim::engine::steroid_limit {

/// As methylprednisolone.
struct Pulse {
    const Course* course = nullptr;
    double mg = 0;      ///< mg/day
    int days = 0;       ///< in a row, with those already given
    bool open = false;  ///< no stop date recorded
    /// Other drafts of the same drug for the same days: `mg` is the sum (RULES 2.4).
    std::vector<const Course*> besides = {};
};
/// The pulses that this call is about; drafts that are given at once are one pulse.
std::vector<Pulse> pulses(const Patient& patient);

/// Nothing when the pulse is usual.
std::optional<Indicator> pulse_strength(const Patient& patient, const Limits& limits, const Pulse& pulse);
std::string pulse_summary(const Patient& patient, const Limits& limits, const Pulse& pulse);
void offer_usual_pulse(Finding& finding, const Patient& patient, const Limits& limits, const Pulse& pulse);

}  // namespace iim::engine::steroid_limit

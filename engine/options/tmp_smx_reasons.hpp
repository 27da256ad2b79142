#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <vector>

namespace iim::engine::pjp {

/// What speaks against one order of trimethoprim-sulfamethoxazole (R51).
struct Reason {
    Indicator indicator = Indicator::warning;
    std::string in_short;    ///< for the summary: "eGFR 12"
    std::string fact;        ///< with date and source
    bool potassium = false;  ///< of the kidney or of potassium itself
};

/// The strongest first. Methotrexate is R06's matter.
std::vector<Reason> reasons_against(const Patient& patient, const Order& order);

/// What could not be looked at: allergies that did not come, results that cannot be read.
std::vector<std::string> unseen_reasons(const Patient& patient);

/// All that speaks against it is a dose that kidney function of 15 to 30 would halve.
bool only_dose_is_wrong(const std::vector<Reason>& reasons);

inline constexpr std::string_view full_dose_at_low_egfr = "full dose with eGFR 15-30";

}  // namespace iim::engine::pjp

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What protects against Pneumocystis pneumonia already, and what speaks against asking (R03).
namespace iim::engine::pjp {

inline constexpr std::array agents{
    drug::sulfamethoxazole_trimethoprim, drug::atovaquone, drug::pentamidine, drug::dapsone};

/// The prophylaxis found on a given day.
struct Cover {
    bool found = false;
    std::optional<Day> ends;              ///< last day by an explicit stop date; open-ended: none
    std::vector<std::string> unreadable;  ///< an agent is ordered, but its dose could not be read
};

/// Prophylaxis that covers `day`, or is drafted in this basket (RULES R03: TMP-SMX at least 80 mg
/// trimethoprim on 3 days a week, dapsone, atovaquone 750 mg/day, pentamidine within 35 days). An order on
/// hold does not count.
Cover cover_on(const Patient& patient, Day day);

/// Prophylaxis was decided against, Pneumocystis pneumonia is being treated, or care is palliative.
bool is_settled(const Patient& patient);

}  // namespace iim::engine::pjp

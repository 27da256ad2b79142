#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <vector>

namespace iim::engine::rituximab {

/// What R29 finds before an infusion.
struct Checks {
    std::vector<std::string> dangers;   ///< a severe reaction to it: reason for a critical card
    std::vector<std::string> warnings;  ///< low IgG, infection
    std::vector<std::string> missing;   ///< tests, vaccines, prophylaxis
    std::vector<std::string> facts;
    std::vector<std::string> not_checked;
    std::vector<Suggestion> clicks;

    bool anything() const noexcept { return !dangers.empty() || !warnings.empty() || !missing.empty(); }
};
Checks look(const Patient& patient, const Order& order);

}  // namespace iim::engine::rituximab

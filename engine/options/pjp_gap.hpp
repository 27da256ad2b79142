#pragma once

#include "engine/options/pjp_exposure.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine::pjp {

/// Why R03 could not be judged.
struct Gap {
    const Order* about = nullptr;
    std::string summary;
    std::vector<std::string> lines;
    bool dose_unreadable = false;  ///< R03 says it itself; the others are data gaps that may merge (R60)
};

bool medications_known(const Patient& patient);

/// No medication list, or an oral steroid whose dose could not be read; nothing when all that matters is
/// known. Prophylaxis whose dose could not be read does not belong here: it never silences R03 (RULES 2.1).
std::optional<Gap> what_is_missing(const Patient& patient, const std::vector<Exposure>& exposures);

}  // namespace iim::engine::pjp

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace iim::engine {

/// An infection that is still open: of the last 14 days (R01, R29), or its beginning is not recorded, or
/// tuberculosis, which lasts.
struct ActiveInfection {
    std::string_view name;     ///< "sepsis"
    const Condition* record;   ///< never null
    std::string what() const;  ///< "active infection (sepsis)"
    std::string fact() const;  ///< "sepsis, since 2026-11-15 (Condition/c)"
};
std::optional<ActiveInfection> active_infection(const Patient& patient, ConceptGroup kinds);

}  // namespace iim::engine

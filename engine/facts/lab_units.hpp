#pragma once

#include "engine/terms/concept.hpp"

#include <string_view>

namespace iim::engine {

/// The unit in which the rules compare a test, and the molar mass that converts mass to amount.
struct LabUnit {
    std::string_view unit;  ///< UCUM; empty: compared as written
    double molar_mass = 0;  ///< g/mol
};
LabUnit lab_unit(Concept test) noexcept;

}  // namespace iim::engine

#pragma once

#include <cstdint>
#include <string_view>

namespace iim::fhir {

/// What a laboratory unit measures and how large it is: `scale` × 10^`power` of the kind's own unit.
struct LabUnit {
    enum class Kind : std::uint8_t {
        unknown,
        count,          // 1/L
        mass_conc,      // g/L
        molar_conc,     // mol/L
        equivalents,    // eq/L
        activity,       // U/L
        egfr,           // mL/min/1.73 m²
        flow,           // mL/min
        mass,           // kg
        length,         // cm
        body_index,     // kg/m²
        percent,        // %
        volume,         // fL
        pressure,       // mm[Hg]
        sedimentation,  // mm/h
        mass_per_mass,  // g/g
        mass_per_mol,   // g/mol
        mass_per_day,   // g/d
    };
    Kind kind = Kind::unknown;
    double scale = 1;
    int power = 0;
};

/// Reads UCUM codes and printed forms of a closed list; `Kind::unknown` for anything else. Text without any
/// lower case letter is read as UCUM's case-insensitive form ("MG/DL"), once the case-sensitive reading
/// ("G/L", "U/L") has failed.
LabUnit lab_unit(std::string_view text) noexcept;

}  // namespace iim::fhir

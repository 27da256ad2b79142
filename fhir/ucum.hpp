#pragma once

#include <optional>
#include <string_view>

namespace iim::fhir {

/// What a dose unit measures, from a closed list; anything else is `unknown` and is never guessed.
enum class DoseUnit {
    unknown,
    mg,
    mg_per_kg,
    mg_per_m2,
    mL,
    iu,
    iu_per_kg,
    count,
    mg_per_h,
    mL_per_h,
    mg_per_kg_min,
    mL_per_kg,
    mL_per_kg_min
};

struct DoseUnitValue {
    DoseUnit unit = DoseUnit::unknown;
    double factor = 1;  ///< multiply the written value by it to get the canonical unit (ug → mg: 0.001)
};

/// UCUM codes and the usual printed forms: "mg", "g", "ug", "mcg", "mg/kg", "{pill}", "{tbl}", "TAB",
/// "capsule", "1", …
DoseUnitValue dose_unit(std::string_view unit_or_code);

/// `value` of a laboratory result in the unit that the rules use for that analyte, or nothing when the unit
/// is not on the closed list for it. `target` is a UCUM code of that list: "10*9/L", "g/L", "mmol/L",
/// "umol/L", "mL/min/{1.73_m2}", "U/L", "mg/dL", "kg", "cm", "%" … Conversions that need the molar mass take
/// it in g/mol.
std::optional<double> convert(
    double value, std::string_view from, std::string_view target, double molar_mass = 0
);

}  // namespace iim::fhir

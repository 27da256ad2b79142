#pragma once

#include "fhir/dosage.hpp"

namespace iim::fhir {

/// What one Dosage gives per administration: RULES 2.5 steps 3 and 5.
struct Amount {
    Span mg;                     ///< per administration
    std::uint32_t problems = 0;  ///< DoseProblem bits; with none and no mg, nothing is stated
    Span rate_mg_per_kg_min;
    std::optional<double> most_mg_per_day;   ///< maxDosePerPeriod, the same limit averaged over a day …
    std::optional<double> most_mg_per_week;  ///< … and summed over the worst week

    bool stated() const noexcept { return problems != 0 || mg.known(); }
};

/// `infusion_hours` turns a rate into an amount.
Amount read_amount(Json dosage, const Span& infusion_hours, const DoseContext& context);

/// milligrams, or the DoseProblem bit that says why there are none.
struct Milligrams {
    std::optional<double> mg;
    std::uint32_t problem = 0;
};
Milligrams to_milligrams(double value, std::string_view unit, const DoseContext& context);

}  // namespace iim::fhir

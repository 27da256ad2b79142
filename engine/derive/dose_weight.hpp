#pragma once

#include "engine/facts/facts.hpp"

#include <optional>
#include <string>

namespace iim::engine {

class Policy;

enum class WeightBasis { actual, ideal, adjusted };

/// The kilograms that a mg/kg dose is counted on, and how they were found.
struct DoseWeight {
    double kg = 0;
    WeightBasis basis = WeightBasis::actual;
    bool height_missing = false;  ///< actual weight in place of the ideal one (RULES 6.4)
    bool base_used = false;       ///< height below 60 in: Devine's base value
    bool sex_unknown = false;     ///< the lower of the two ideal weights
    bool stale = false;           ///< weight older than its window
    /// "ideal body weight 56.9 kg"
    std::string describe() const;
};

/// azaWeight of RULES 2.7 by policy aza.weight_basis: the lower of ideal and actual weight; of a child, or
/// without a height, the actual weight. Nothing without a usable weight.
std::optional<DoseWeight> thiopurine_weight(const Facts& facts, const Policy& policy);

/// By policy ivig.weight_basis: the lower of ideal and actual weight from a BMI of 30 on, else the actual one
/// (RULES C11). Overdose checks use the actual weight, Anthropometrics::weight_kg.
std::optional<DoseWeight> immunoglobulin_weight(const Facts& facts, const Policy& policy);

}  // namespace iim::engine

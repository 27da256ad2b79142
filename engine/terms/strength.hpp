#pragma once

#include <optional>
#include <string_view>

namespace iim::engine {

/// The columns of a product row that bear on its strength.
struct StrengthText {
    std::string_view ingredient;  ///< the component that counts, as `display` spells it: "trimethoprim"
    std::string_view display, value, unit, form;
};

struct Strength {
    std::optional<double> mg_per_unit, mg_per_mL;
};

/// Strength of one product row. In a combination ("400 / 80") it is the component that names the ingredient;
/// several such components (a salt beside the base) add up. A container of known volume ("0.4 ML … 50 MG/ML",
/// "20mg/0.4ml … pre-filled syringes") is also a unit. Nothing for units and percentages that are not mass.
Strength read_strength(const StrengthText& text);

}  // namespace iim::engine

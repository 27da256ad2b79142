#pragma once

#include "engine/terms/terms.hpp"

#include <string_view>

namespace iim::engine {

/// The substances that the words of an allergy entry name: "Sulfa (Sulfonamide Antibiotics)", "Bactrim DS",
/// "Imuran". Whole words from closed lists and the drug names of the tables; empty when none is found.
Concepts substances_named(const Terms& terms, std::string_view text);

/// Every word belongs to a substance that has nothing to do with the drugs of the rules ("Penicillin V",
/// "peanut"), so the entry need not be shown as one that could not be matched.
bool names_only_unrelated(std::string_view text);

}  // namespace iim::engine

#pragma once

#include "fhir/types.hpp"

#include <string_view>

namespace iim::fhir {

/// "< 15 mL/min/1.73m2", "2.83 mg/dL", "12": at most a bound, one number, and all that follows as its unit,
/// whatever that is. No value for any other text, nor for a number that may be read in two ways: "1,250".
Quantity quantity_in_words(std::string_view text) noexcept;

}  // namespace iim::fhir

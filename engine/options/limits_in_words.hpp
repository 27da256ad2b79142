#pragma once

#include "engine/policy.hpp"

#include <string>
#include <string_view>

namespace iim::engine::words {

/// "25-{aza.start_max} mg" with the site's value of that parameter: "25-50 mg", and "25 mg" where both ends
/// are one. "{pulse.max_mg:g}" is a mass, "1 g"; "{aza.step_days:t}" a time, "2 weeks". What names no number
/// of the policy stays as it is written.
std::string with_limits(std::string_view text, const Policy& policy);

/// "500 mg", and grams from 1000 mg on: "1 g".
std::string mass(double mg);

}  // namespace iim::engine::words

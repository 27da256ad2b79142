#pragma once

#include "fhir/json.hpp"

#include <string>
#include <vector>

namespace iim::tests {

/// Compares an answer with an expected.json (tests/vignettes/README.md); what differs, in words. Empty: as
/// expected.
std::vector<std::string> differences(fhir::Json expected, fhir::Json response);

}  // namespace iim::tests

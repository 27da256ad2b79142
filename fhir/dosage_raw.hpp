#pragma once

#include "fhir/json.hpp"

#include <string>

namespace iim::fhir {

/// The instructions as a person would repeat them, at most 160 bytes of whole UTF-8 characters without
/// control characters: the free text, else dose and timing. Text of the EHR: escape before showing.
std::string describe_dosages(Json dosages);

}  // namespace iim::fhir

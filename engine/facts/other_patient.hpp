#pragma once

#include "fhir/json.hpp"

#include <string_view>

namespace iim::engine {

/// REQ-17: true when a resource says that it is of somebody else than the patient with this bare id. A
/// resource that names no patient was delivered for this one; references that cannot be compared (contained,
/// urn, a group) are taken as they are.
bool is_of_other_patient(fhir::Json resource, std::string_view patient_id);

}  // namespace iim::engine

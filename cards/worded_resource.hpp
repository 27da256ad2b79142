#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>

namespace iim::cards {

/// A draft Task, CommunicationRequest, CarePlan or ServiceRequest (FHIR R4) that says in words what to do: no
/// code of the tables names it. Nothing without a patient id or words.
std::optional<std::string> worded_resource(const engine::TaskProposal& task, const engine::Patient& patient);

}  // namespace iim::cards

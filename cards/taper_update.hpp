#pragma once

#include "cards/changed_order.hpp"
#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <span>
#include <string>

namespace iim::cards {

/// A draft of the user with the instructions of a taper: the whole resource in FHIR R4. Not rewritten when
/// its bytes were not kept, when it comes in an older FHIR version or when its tablets do not give the doses.
ChangedOrder tapered_order(const engine::TaperProposal& taper, const engine::Patient& patient);

/// Members of the MedicationRequest as JSON: dosageInstruction, courseOfTherapyType,
/// dispenseRequest.validityPeriod.
std::string taper_instructions(std::span<const engine::TaperStep> steps);
std::string taper_course(std::span<const engine::TaperStep> steps);
std::string taper_validity(std::span<const engine::TaperStep> steps);

}  // namespace iim::cards

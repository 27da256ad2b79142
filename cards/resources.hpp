#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <string_view>

/// FHIR R4 resources for the actions of a suggestion (RULES 4.6), as JSON text.
namespace iim::cards {

/// A draft MedicationRequest. Nothing when the drug has no verified code to order it by, when the numbers
/// make no prescription, or when the patient has no id: a drug is never ordered by its name alone.
std::optional<std::string> medication_request(
    const engine::DrugProposal& drug, const engine::Patient& patient
);

/// A draft ServiceRequest; by its words alone where no verified code exists (referrals). Nothing without a
/// patient id.
std::optional<std::string> service_request(const engine::TestProposal& test, const engine::Patient& patient);

/// "MedicationRequest/123", or nothing when the id cannot stand in a FHIR reference.
std::optional<std::string> reference_to(const engine::Source& source);

}  // namespace iim::cards

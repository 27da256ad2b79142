#pragma once

#include "cards/actions.hpp"
#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "fhir/types.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// A taper as one FHIR R4 MedicationRequest with a dated instruction a step (RULES 7.2).
namespace iim::cards {

/// What stands around the instructions.
struct TaperOrder {
    fhir::Coding code;        ///< of the drug
    std::string_view name;    ///< "prednisone"
    std::string patient_id;   ///< subject
    std::string reason = {};  ///< "Condition/…" or empty
    std::string prior = {};   ///< "MedicationRequest/…" that it takes the place of, or empty
};
/// The resource as JSON text. `steps` is not empty.
std::string taper_request(
    const TaperOrder& order, std::span<const engine::TaperStep> steps, std::string_view note
);

/// "60 mg/day from 2026-01-05, 50 mg/day from 2026-02-02, …; last dose on 2026-07-19"
std::string taper_words(std::span<const engine::TaperStep> steps);

/// The action of a suggestion: a new draft, which names the order on record that it follows, or, where the
/// proposal names a draft of the user, that draft with these instructions instead of its own.
MadeAction taper_action(const engine::TaperProposal& taper, const engine::Patient& patient);

}  // namespace iim::cards

#pragma once

#include "engine/facts/order.hpp"
#include "fhir/bundle.hpp"
#include "fhir/json.hpp"

#include <optional>
#include <string_view>

namespace iim::engine {

/// Which drug a resource names (RULES 2.5 step 1).
struct DrugIdentity {
    Concepts drugs;  ///< drug/… concepts
    const Product* product = nullptr;
    bool ingredient_only = true;
    bool from_text = false;
    std::string_view label;  ///< EHR text
    std::string_view form;   ///< dose form of a Medication resource, EHR text
    std::optional<double> mg_per_unit, mg_per_mL;

    bool known() const noexcept { return !drugs.empty(); }
};

/// From the codes, then the words, of a medication CodeableConcept.
DrugIdentity identify_concept(fhir::Json codeable_concept, const Terms& terms);

/// The drug of a MedicationRequest, -Order, -Statement or -Administration (R4, also R5, STU3 and DSTU2
/// spellings), in the order of checklist ORD-8. Nothing when it stands behind a reference and `references`
/// is null and the Medication is not contained.
std::optional<DrugIdentity> identify_drug(
    fhir::Json resource, const Terms& terms, const fhir::References* references
);

}  // namespace iim::engine

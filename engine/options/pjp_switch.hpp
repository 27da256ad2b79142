#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <vector>

namespace iim::engine::pjp {

/// The agents of 6.2 that fit this patient, each as a change from `draft`: it is taken out, the other comes
/// in. Only those in `to`.
std::vector<Suggestion> switches(const Patient& patient, const Order& draft, ConceptGroup to);

/// A skin reaction to a sulfonamide of the kind that dapsone may share: SJS, TEN or DRESS.
const Allergy* severe_sulfonamide_reaction(const Patient& patient);

}  // namespace iim::engine::pjp

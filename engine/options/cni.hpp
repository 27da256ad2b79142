#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <vector>

/// Calcineurin inhibitors that act on the whole body (RULES R27, R28).
namespace iim::engine::cni {

/// Those of `orders` that are not an ointment or eye drops.
Patient::Orders systemic(Patient::Orders orders);

/// Tacrolimus, ciclosporin or voclosporin.
Concept drug_of(const Order& order) noexcept;

/// The test of its level; nothing for voclosporin, whose level is not measured.
std::optional<Concept> level_of(Concept drug) noexcept;

/// Since when the drug has been taken without a pause of more than 90 days; nothing when it has not begun or
/// the record does not say.
struct Exposure {
    bool begun = false;
    std::optional<Day> since;  ///< nothing: begun, but not known when
    /// Not known when: long ago, so that the longer intervals count.
    bool early(Day now) const noexcept { return since && now - *since <= Days{90}; }
};
Exposure exposure_to(const Patient& patient, Concept drug);

/// The level is due: none within cni.trough_days in the first 90 days of treatment, within 90 days later.
bool is_level_overdue(const Patient& patient, Concept drug);

/// Whether none of `tests` is on file for the last `interval`, nor asked for, and the drug has been taken for
/// longer than that.
bool is_overdue(const Patient& patient, const Exposure& exposure, ConceptGroup tests, Days interval);

}  // namespace iim::engine::cni

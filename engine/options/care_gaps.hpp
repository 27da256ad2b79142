#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine {

/// Something that follow-up of this patient asks for and the record does not show, for lists of open items
/// (R45). What could not be searched for is no gap.
struct CareGap {
    std::string item;              ///< "blood count (methotrexate)", "DXA scan"
    std::optional<Day> last;       ///< when it was last done; nothing: not found in the record
    std::optional<Days> interval;  ///< how often it is usual; nothing: it is asked for once, or always
    bool urgent = false;           ///< the rule that asks for it would warn
};

/// Calcium, vitamin D, bone density and bone treatment under long-term steroid (R31, R32, R33).
std::vector<CareGap> bone_gaps(const Patient& patient);
/// Blood tests of immunosuppressants (R40).
std::vector<CareGap> laboratory_gaps(const Patient& patient);
/// Muscle enzymes, strength and function (R42).
std::vector<CareGap> activity_gaps(const Patient& patient);
/// Harm of long-term steroid: pressure, glucose, lipids, eyes, weight, growth (R43).
std::vector<CareGap> steroid_toxicity_gaps(const Patient& patient);

/// All of these, the urgent ones first.
std::vector<CareGap> care_gaps(const Patient& patient);

}  // namespace iim::engine

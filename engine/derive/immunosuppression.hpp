#pragma once

#include "engine/facts/facts.hpp"

#include <string>
#include <vector>

namespace iim::engine {

class Patient;

/// How far the defences are lowered (RULES R12 and ruling 7).
enum class Suppression {
    none,
    low,  ///< steroid below 20 mg or below 14 d, methotrexate up to 0.4 mg/kg/week, azathioprine up to
          ///< 3 mg/kg/day, each as the only one; rituximab 181–270 d ago
    high,
};

/// immunosuppressedNow of RULES 3.5. Immunoglobulin and hydroxychloroquine do not count; steroid as
/// replacement or premedication does not either.
struct Immunosuppression {
    Suppression level = Suppression::none;
    std::vector<Concept> drugs;            ///< what counts; corticosteroids by their own concept
    std::vector<std::string> because;      ///< "methotrexate 15 mg/week (0.21 mg/kg)", one line a drug
    std::vector<std::string> not_checked;  ///< a dose or weight that was missing: the higher level was taken
    bool now() const noexcept { return level != Suppression::none; }
};

/// `with_drafts`: what the user is about to sign counts too (cur of RULES 4.8); false: only what is taken.
Immunosuppression immunosuppressed_now(const Patient& patient, bool with_drafts = true);

}  // namespace iim::engine

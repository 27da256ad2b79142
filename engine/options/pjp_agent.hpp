#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine::pjp {

/// Which prophylaxis fits this patient, in order of preference (RULES 6.2).
struct AgentAdvice {
    std::string first;  ///< for the summary: "atovaquone"; "specialist advice" when none is left
    std::vector<OptionRow> options;
    std::vector<Suggestion> suggestions;
    std::vector<std::string> notes;   ///< what to watch with the options shown
    std::vector<std::string> unseen;  ///< sources that could hold a reason against an option
};
AgentAdvice choose_agent(const Patient& patient);

/// Infectious diseases for advice on it, unless asked already.
std::optional<Suggestion> referral(const Patient& patient);

}  // namespace iim::engine::pjp

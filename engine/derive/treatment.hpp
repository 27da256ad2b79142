#pragma once

#include "engine/facts/facts.hpp"

#include <string>
#include <vector>

namespace iim::engine {

class Patient;

/// RULES 3.4. Shown with its facts; never makes a finding more urgent.
enum class Phase { untreated, induction, second_line_candidate, third_line_candidate, maintenance, unclear };
std::string_view to_string(Phase) noexcept;

enum class AgentClass {
    csdmard,
    cni,
    ivig,
    rituximab,
    cyclophosphamide,
    abatacept,
    tocilizumab,
    jak_inhibitor
};

/// One agent that was tried. Times are of the whole history of that drug: orders, statements, infusions
/// given.
struct AgentTried {
    Concept drug;
    AgentClass kind = AgentClass::csdmard;
    bool current = false;
    std::optional<Day> first;            ///< first day known
    std::optional<Day> last;             ///< last day given; of a current agent, now
    int days = 0;                        ///< exposed, gaps of up to 14 d bridged
    int days_at_target = 0;              ///< of these at the target dose or more (R46)
    bool target_unknown = false;         ///< no target, or a dose or weight that is missing
    StopReason stop = StopReason::none;  ///< of one that is no longer taken, if it is known
    /// At least esc.days at target dose; of an agent without a target dose, at any.
    bool adequate = false;
};

struct Treatment {
    Phase phase = Phase::unclear;
    std::vector<std::string> because;  ///< the facts, with dates
    std::vector<AgentTried> agents;    ///< agentsTried, drafts not included
    Truth active_disease = Truth::unknown;
    bool strength_falls = false;  ///< MMT8 down by 10 % or more
    const AgentTried* find(Concept drug) const noexcept;
    /// Tried agents of one class.
    int tried(AgentClass kind) const noexcept;
};

Treatment derive_treatment(const Patient& patient);

}  // namespace iim::engine

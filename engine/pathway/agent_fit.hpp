#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "engine/pathway/option.hpp"

namespace iim::engine::pathway {

/// "methotrexate"
std::string_view to_string(Agent) noexcept;

/// How the option fits this patient, and why: the best of its combinations, each as good as its worse part
/// (RULES 6.1, 8.6). What was tried or is taken already is said.
OptionRow weigh(const Patient& patient, const Option& option);

}  // namespace iim::engine::pathway

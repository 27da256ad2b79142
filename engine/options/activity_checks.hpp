#pragma once

#include "engine/families/checks_due.hpp"

#include <vector>

namespace iim::engine {

/// A myositis treatment is taken: a systemic steroid or a steroid-sparing agent.
bool is_on_treatment(const Patient& patient);

/// Muscle strength is reduced: by its grade, by a diagnosis, or MMT8 fell as R46 counts it.
bool is_weak(const Patient& patient);

/// What tells of the response and was not looked at for too long (RULES R42).
std::vector<CheckDue> activity_checks_due(const Patient& patient);

}  // namespace iim::engine

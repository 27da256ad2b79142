#pragma once

#include "engine/facts/patient.hpp"

#include <string>
#include <vector>

namespace iim::engine::pathway {

/// Care gaps for the pathway card (RULES R45): what the rules on bones, blood tests, vaccines, follow-up,
/// cancer and supportive care have to say of this patient, one line each.
std::vector<std::string> open_items(const Patient& patient);

}  // namespace iim::engine::pathway

#pragma once

#include "engine/facts/patient.hpp"

#include <string>
#include <vector>

namespace iim::engine::pathway {

/// Notable weight loss: recorded as a diagnosis, or at least 5 % within 3 months (RULES R46).
bool has_weight_loss(const Patient& patient);

/// The disease does not answer to steroid, in the words of the record.
bool is_steroid_resistant(const Patient& patient);

/// Why immunoglobulin is an add-on to consider (RULES 8.6), in plain words; empty: no usual reason is
/// recorded.
std::vector<std::string> reasons_for_immunoglobulin(const Patient& patient);

}  // namespace iim::engine::pathway

#pragma once

#include "engine/derive/treatment.hpp"

#include <vector>

namespace iim::engine {

/// agentsTried of RULES 3.4: every steroid-sparing agent that orders, statements, administrations and
/// procedures of the record show, in the order of the catalogue. Drafts and do-not-give orders do not count.
std::vector<AgentTried> agents_tried(const Patient& patient);

}  // namespace iim::engine

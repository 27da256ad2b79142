#pragma once

#include "cds-hooks/answer.hpp"
#include "engine/facts/gather.hpp"
#include "engine/facts/patient.hpp"

namespace iim::service {

/// What the service understands of a request that has passed shape_problem(): the facts, and what follows
/// from them. Points into the request's Document and the knowledge.
engine::Patient understand(const engine::GatherInput& input, const Knowledge& knowledge);

}  // namespace iim::service

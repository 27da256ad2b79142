#pragma once

#include "engine/facts/patient.hpp"

namespace iim::engine {

/// At hooks that order: a systemic steroid, immunosuppressant or immunoglobulin of this call that is not for
/// another disease. Null when there is none, and at hooks without drafts.
const Order* myositis_order(const Patient& patient);

}  // namespace iim::engine

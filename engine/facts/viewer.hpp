#pragma once

#include "engine/facts/facts.hpp"

namespace iim::engine {

/// False when the hook's context says that the patient or a related person is looking (context.userId). A
/// user that is not named counts as a clinician.
bool is_clinician(const Facts& facts);

}  // namespace iim::engine

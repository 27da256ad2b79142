#pragma once

#include "engine/facts/patient.hpp"

namespace iim::engine {

/// How often in the last year the dose was raised by 2.5 mg/day or more (prednisone-equivalent) after it had
/// been lowered, pulses left out: what a relapse on a taper looks like in the orders (RULES R47).
int raises_after_lowering(const Patient& patient);

}  // namespace iim::engine

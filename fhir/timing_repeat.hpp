#pragma once

#include "fhir/timing.hpp"

namespace iim::fhir {

/// What Timing.repeat says about how often. `absent`: nothing, or too little to be a rate.
struct Repeat {
    Timing::State state = Timing::State::absent;
    Rate rate;
    std::uint32_t slots = 0;
};
Repeat read_repeat(Json repeat);

}  // namespace iim::fhir

#pragma once

#include <cstdlib>

/// A broken promise ends the run, whatever the build type.
#define IIM_CHECK(promise) ((promise) ? void(0) : std::abort())

#pragma once

#include "engine/facts/patient.hpp"

#include <string>
#include <vector>

/// What the patient takes and has taken for the myositis, in lines for a card (RULES R45).
namespace iim::engine::pathway {

/// The steroid with its dose, then every agent tried: since when, until when and why stopped.
std::vector<std::string> therapy_summary(const Patient& patient);

/// "Taper: …": whether a lower dose or an end of the steroid is on record; empty without a steroid.
std::string taper_status(const Patient& patient);

/// A steroid is taken of which neither an end nor a lower dose is on record.
bool lacks_taper(const Patient& patient);

}  // namespace iim::engine::pathway

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>

namespace iim::engine {

/// First day of the present treatment with one of `drugs`, drafts and what is being signed left out; earlier
/// orders and doses given count when no more than 90 days lie between. Nothing when the last was longer ago.
std::optional<Day> taken_since(const Patient& patient, ConceptGroup drugs);

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>

/// What one click orders to start an agent together with its companions (R01 Sug, RULES 6.1). Nothing when
/// this patient's dose cannot be given here or there is nothing left to order.
namespace iim::engine::pathway {

std::optional<Suggestion> methotrexate(const Patient& patient);
std::optional<Suggestion> azathioprine(const Patient& patient);
std::optional<Suggestion> mycophenolate(const Patient& patient);
std::optional<Suggestion> specialist(const Patient& patient, std::string label, std::string question);

}  // namespace iim::engine::pathway

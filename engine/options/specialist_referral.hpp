#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string_view>

namespace iim::engine {

/// A referral to a specialist whose specialty no code names. `purpose` stands in the request and tells one
/// from another; nothing when a referral for it is open.
std::optional<Suggestion> refer_to_specialist(
    const Patient& patient, std::string_view label, std::string_view purpose
);

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>

/// Immunoglobulin by vein and plasma exchange in one plan: which comes first (RULES R24).
namespace iim::engine::exchange {

enum class Place {
    fine,     ///< the exchange is before the infusion, or long enough after it
    unknown,  ///< a time is missing
    harmful   ///< the exchange removes what was just given
};

/// An infusion and an exchange.
struct Sequence {
    Place order = Place::fine;
    const Order* infusion = nullptr;  ///< the order of this call that it is about, else null
    const Request* request = nullptr;
    std::optional<Day> given, exchanged;
    std::optional<fhir::Instant> given_at, exchanged_at;
};

/// The worst pair of the plan; nothing when this call is about neither or only one of the two is asked for.
std::optional<Sequence> worst_sequence(const Patient& patient);

/// How many days later the infusion order of a harmful sequence would begin after the last exchange, on the
/// day behind it. Nothing when that is not certain: both must be drafts of this basket, every exchange must
/// be on one known day, and there may be no other immunoglobulin; nor when the new day lies in the past.
std::optional<int> days_to_move(const Patient& patient, const Sequence& sequence);

}  // namespace iim::engine::exchange

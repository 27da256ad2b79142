#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// The order that an action takes out of the basket, for good or to come back changed; null for others.
const Order* taken_out(const Action& action) noexcept;

/// A suggestion beside what its actions would send: for each the MedicationRequest that it creates or changes
/// as JSON text, empty for the others.
struct Accepted {
    const Suggestion* suggestion = nullptr;
    std::vector<std::string_view> orders;
};

/// The facts as they would be at signing, had the user accepted a suggestion.
struct Simulation {
    Facts facts;
    /// For each order of `facts` the one of the patient that it is or takes the place of; null for a new one.
    std::vector<const Order*> origin;
    /// So many orders are the patient's own; those behind them are what the suggestion creates or changes.
    std::size_t own = 0;
    /// Every order of the suggestion is among them. Else nobody knows what accepting it would do.
    bool complete = true;
};

enum class Companions { with, without };  ///< the tests that a suggestion orders beside a drug

/// Takes away what the suggestion removes, and reads what it creates or changes just as a request of the user
/// would be read. `scratch` must outlive the result and is overwritten.
Simulation simulate(
    const Patient& patient, const Accepted& accepted, Companions companions, fhir::Document& scratch
);

/// The patient's own facts, as they are judged at signing.
Simulation unchanged(const Patient& patient);

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Which immunosuppressants are seldom given together (RULES R59).
namespace iim::engine::combined {

/// One line of the table: any of the one with any of the other.
struct Row {
    ConceptGroup one, other;
    Indicator strength = Indicator::info;
    std::string_view because;        ///< plain words for the card
    bool only_with_steroid = false;  ///< a systemic corticosteroid is taken or ordered as well
};

/// Two drugs that a row is about: the first is being ordered now, the other is ordered, taken, or was infused
/// so lately that it still counts as current (RULES 3.4).
struct Pair {
    const Row* row = nullptr;
    const Order* drafted = nullptr;
    const Order* other = nullptr;  ///< null: `infused`
    std::optional<Day> infused = {};
    Concept drafted_drug, other_drug;
    Indicator strength = Indicator::info;
    bool undated = false;  ///< no day is known on which the other is taken: then only a reminder
};

/// Each pair of drugs once. A switch is none: the other has ended, or ends within 28 days. What was infused
/// goes on acting after its order has ended.
std::vector<Pair> pairs(const Patient& patient);

}  // namespace iim::engine::combined

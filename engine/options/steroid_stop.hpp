#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <vector>

namespace iim::engine {

/// A corticosteroid that ends without a lower step and without another one to follow (RULES R38).
struct SteroidStop {
    const Order* order = nullptr;
    Concept steroid;
    Day last{};                ///< the last day on which it is taken
    double mg = 0;             ///< prednisone-equivalent mg/day on that day
    std::optional<Day> since;  ///< begin of the uninterrupted treatment; nothing: not known
    /// Days of treatment up to the stop.
    std::optional<int> days() const {
        return since ? std::optional(static_cast<int>((last - *since).count()) + 1) : std::nullopt;
    }
};

/// At order-sign an order that the client sends as stopped, and a renewal that states its end; at a refill
/// the latter; at discharge what ends on or before the day, and what was stopped on a day that is not
/// recorded while it may have lasted until now. The end of a supply is no end.
std::vector<SteroidStop> steroid_stops(const Patient& patient);

}  // namespace iim::engine

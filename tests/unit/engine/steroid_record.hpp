#pragma once

#include "engine/derive/steroid_timeline.hpp"
#include "engine/policy.hpp"
#include "tests/unit/engine/record.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace iim::engine::record {

inline SteroidTimeline timeline(std::vector<Order> orders) {
    Facts facts = adult();
    facts.orders = std::move(orders);
    return SteroidTimeline(facts, Policy());
}

/// Facts outlive the timeline, for what points into them.
struct SteroidCase {
    Facts facts = adult();
    Policy policy;
    SteroidCase() = default;
    explicit SteroidCase(std::vector<Order> orders) { facts.orders = std::move(orders); }
    SteroidTimeline timeline() const { return SteroidTimeline(facts, policy); }
};

inline constexpr int no_run = -1;
inline int total(const std::optional<Run>& run) {
    return run ? run->total_days() : no_run;
}

}  // namespace iim::engine::record

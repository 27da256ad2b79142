#pragma once

#include "engine/finding.hpp"

#include <span>
#include <vector>

namespace iim::cards {

/// The findings that one card says. The first leads: it gives summary, indicator and topic, and no other has
/// a higher indicator (ruling 1).
struct Problem {
    std::vector<const engine::Finding*> findings;
    const engine::Finding& leader() const noexcept { return *findings.front(); }
};

/// One problem for each clinical problem (RULES 4.4) and at most one for each rule and order (checklist
/// CAR-11), in the order of 4.3. The findings must outlive the result.
std::vector<Problem> bundle(std::span<const engine::Finding> findings);

}  // namespace iim::cards

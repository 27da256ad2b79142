#pragma once

#include "engine/finding.hpp"
#include "engine/rule.hpp"

#include <cstddef>
#include <span>

namespace iim::cards {

inline constexpr std::size_t group_count = static_cast<std::size_t>(engine::Group::subtype) + 1;

/// The group a finding belongs to in this answer and its place in the group's written order.
struct Place {
    engine::Group group = engine::Group::none;
    int rank = 0;
};

/// True when findings of the group share a card. R09 (pregnancy) and the vaccine rules stand alone (RULES
/// 4.4).
bool merges(engine::Group group) noexcept;
/// False where each card is about the dose of one order.
bool merges_across_orders(engine::Group group) noexcept;

/// Which of the rules that change other rules' groups are among the findings of one answer.
class Fired {
public:
    explicit Fired(std::span<const engine::Finding> findings) noexcept;

    /// RULES 4.4 and 6.3.2: R35 and R39 stand in several groups and follow the leader that fired; R01 goes
    /// into the severe card when that card is at least as urgent.
    Place place_of(const engine::Finding& finding) const noexcept;
    /// RULES 6.3.3: an abrupt stop silences the taper reminders.
    bool silences(const engine::Finding& finding) const noexcept;

private:
    Place steroid_place(const engine::Finding& finding) const noexcept;

    const engine::Finding* monotherapy_ = nullptr;  // R01, the most urgent one
    const engine::Finding* dose_limit_ = nullptr;   // R11
    const engine::Finding* abrupt_stop_ = nullptr;  // R38
    const engine::Finding* severe_ = nullptr;       // R44
};

}  // namespace iim::cards

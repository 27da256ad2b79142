#pragma once

#include "cards/bundle.hpp"
#include "cards/card.hpp"
#include "engine/judge.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Cards that no rule made. They carry no rule, no suggestions and nothing to override.
namespace iim::cards {

/// What such a card is about, as a topic beside those of the rules.
struct Notice {
    std::string_view code, title, heading;
};
inline constexpr Notice data_gap{"data-gap", "Checks that could not be done", "Not checked"};
inline constexpr Notice more_findings{"more-findings", "More findings", "Also found"};
inline constexpr Notice rule_failed{"rule-failed", "Checks that failed", "Not checked"};
inline constexpr std::array notices{data_gap, more_findings, rule_failed};

/// Lines for the data-gap card of patient-view (RULES 2.1.5, 6.4, R60): empty when there is nothing to say,
/// at other hooks, or when the policy switches it off. A patient whose record shows no myositis gets none,
/// but a record that did not arrive is not a record without myositis.
std::vector<std::string> gap_lines(const engine::Judgement& judgement, const engine::Patient& patient);
Card gap_card(std::span<const std::string> lines, std::string_view policy_hash);

/// Problems beyond the hook's limit, one line each (RULES 4.3); `gaps` are the data-gap card's lines.
Card more_findings_card(
    std::span<const Problem> more, std::span<const std::string> gaps, std::string_view policy_hash
);

/// "Rule x could not be completed …", for the first card or a card of its own. Empty when none failed.
std::vector<std::string> failure_lines(const engine::Judgement& judgement);
Card failure_card(std::span<const std::string> lines, std::string_view policy_hash);

}  // namespace iim::cards

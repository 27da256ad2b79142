#pragma once

#include "engine/finding.hpp"
#include "engine/rule.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// All that the rules said about one request.
struct Judgement {
    std::vector<Finding> findings;
    std::vector<std::string> gaps;            ///< lines for the data-gap card of patient-view
    std::vector<std::string_view> failed;     ///< ids of rules that threw: a bug; the others still answered
    std::vector<std::string_view> evaluated;  ///< ids, for the audit
    /// So many findings, the last ones, are not shown: a clinician has answered them (RULES 4.5).
    std::size_t snoozed = 0;

    std::span<const Finding> shown() const noexcept {
        return std::span(findings).first(findings.size() - snoozed);
    }
};

/// Runs every enabled rule of the hook. A rule that throws is recorded and does not stop the others.
/// Indicators are capped by the policy and by RULES 4.1 (only rules that may be critical are; patient-view
/// never has R01 above warning). order-select drops info findings (ruling 2), and both order hooks those
/// about an order outside the basket (6.3.8). Rules that need IIM run only when the patient has it (ruling
/// 3); with only a possible diagnosis their findings become info with the line "diagnosis not confirmed in
/// the record".
Judgement judge(std::span<const Rule* const> rules, const Patient& patient);

}  // namespace iim::engine

#include "cds-hooks/store/report.hpp"

#include "cards/overrides.hpp"
#include "cds-hooks/store/tables.hpp"

#include <algorithm>
#include <cmath>

namespace iim::service::store {
namespace {

std::string reason_of(const Count& count) {
    if (count.reason.empty()) return "none given";
    const bool ours = count.reason_system.empty() || count.reason_system == cards::override_system;
    return ours ? count.reason : count.reason_system + "|" + count.reason;
}

void add(RuleReport& rule, const Count& count) {
    rule.shown += count.cards;
    if (count.outcome == "accepted") rule.accepted += count.cards;
    if (count.outcome != "overridden") return;
    rule.overridden += count.cards;
    const std::string code = reason_of(count);
    const auto known = std::ranges::find(rule.reasons, code, &RuleReport::Reason::code);
    if (known == rule.reasons.end())
        rule.reasons.push_back({code, count.cards});
    else
        known->cards += count.cards;
}

}  // namespace

Interval wilson(std::int64_t hits, std::int64_t of) noexcept {
    if (of <= 0) return {};
    constexpr double z = 1.959963984540054;  // 97.5 % of a normal distribution lie below it
    const auto n = static_cast<double>(of);
    const double share = static_cast<double>(hits) / n;
    const double widened = 1 + z * z / n;
    const double middle = (share + z * z / (2 * n)) / widened;
    const double half = z / widened * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {hits <= 0 ? 0 : middle - half, hits >= of ? 1 : middle + half};
}

Report report(Connection& connection, Moment since) {
    Report all;
    for (const Count& each : counts(connection, since)) {
        if (all.rules.empty() || all.rules.back().rule != each.rule)
            all.rules.push_back({each.rule, 0, 0, 0, {}});
        add(all.rules.back(), each);
    }
    for (RuleReport& rule : all.rules)
        std::ranges::stable_sort(rule.reasons, std::ranges::greater(), &RuleReport::Reason::cards);
    all.unknown = unknown_feedback(connection, since);
    return all;
}

}  // namespace iim::service::store

#include "engine/pathway/open_items.hpp"

#include "engine/finding.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace iim::engine::pathway {

namespace {

constexpr std::array<std::string_view, 9> rules_of_gaps{
    "R31", "R32", "R33", "R40", "R41", "R42", "R43", "R57", "R61"};

bool is_of_gaps(const Rule& rule, const Policy& policy) {
    return std::ranges::find(rules_of_gaps, rule.number) != rules_of_gaps.end() && policy.enabled(rule.id);
}

}  // namespace

std::vector<std::string> open_items(const Patient& patient) {
    std::vector<std::string> lines;
    for (const Rule* rule : all_rules()) {
        if (!is_of_gaps(*rule, patient.policy())) continue;
        std::vector<Finding> said;
        Findings found(said, *rule);
        try {
            rule->check(patient, found);
        } catch (...) {
            // Where the rule has its own turn its failure is reported.
            continue;
        }
        for (const Finding& each : said)
            lines.push_back(fmt::format("Open: {} ({})", each.summary, rule->id));
    }
    return lines;
}

}  // namespace iim::engine::pathway

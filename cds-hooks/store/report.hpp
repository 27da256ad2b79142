#pragma once

#include "cds-hooks/store/connection.hpp"
#include "cds-hooks/store/records.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace iim::service::store {

/// Where a share lies with 95 % confidence (Wilson's score interval): holds also for few cards and for shares
/// near 0 and 1, where the usual formula does not.
struct Interval {
    double low = 0, high = 1;
};
Interval wilson(std::int64_t hits, std::int64_t of) noexcept;

/// What became of the cards of one rule. The last word on a card counts; `ignored` is what nothing was heard
/// of: clients send nothing then (FBK-9).
struct RuleReport {
    struct Reason {
        std::string code;  ///< one of RULES 4.5, "none given", or "system|code" of a client's own
        std::int64_t cards = 0;
    };
    std::string rule;
    std::int64_t shown = 0, accepted = 0, overridden = 0;
    std::vector<Reason> reasons;  ///< of `overridden`, the most frequent first
    std::int64_t ignored() const noexcept { return shown - accepted - overridden; }
};

struct Report {
    std::vector<RuleReport> rules;  ///< by id
    std::int64_t unknown = 0;       ///< items of feedback for cards that nobody remembers
};

/// Cards shown, and feedback received, since then.
Report report(Connection& connection, Moment since);

}  // namespace iim::service::store

#pragma once

#include "engine/derive/iim.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine {

/// Myositis antibodies that were positive at any time.
struct Antibodies {
    bool mda5 = false, hmgcr = false, srp = false, anti_ars = false;
    bool specific = false;  ///< some myositis-specific antibody
    std::vector<const Result*> results;
};
Antibodies positive_antibodies(const Labs& labs, Day now);
/// "anti-HMGCR"
std::string_view antibody_name(Concept test) noexcept;

/// Plain search without regard to case; `lower_words` in lower case.
bool contains_words(std::string_view text, std::string_view lower_words) noexcept;

/// Interstitial lung disease (RULES 3.3), a firm diagnosis before an unconfirmed one; null when none is
/// recorded. J99, lung disease within another disease, counts only with a myositis.
const Condition* lung_disease(const Facts& facts, bool with_myositis);
bool is_rapidly_progressive(const Condition& lung) noexcept;
/// With interstitial lung disease, as good as "rapidly progressive": oxygen saturation below 90 % in the last
/// 90 days, or FVC down by 10 % or more within 90 days.
bool is_lung_failing(const Facts& facts);

/// Exposure to a checkpoint inhibitor, from orders (not drafts) and administrations. An order on hold was
/// begun before: myositis is a reason to hold it.
class CheckpointInhibitor {
public:
    explicit CheckpointInhibitor(const Facts& facts);
    explicit operator bool() const noexcept { return !spans_.empty(); }
    /// Onset after the start and at most 365 d after the last exposure before it.
    bool explains(std::optional<Day> onset) const noexcept;
    /// Exposed in the year before now.
    bool within_a_year() const noexcept;
    /// "checkpoint inhibitor from 2025-01-03 to 2025-06-01"; of an order that goes on: "from 2025-01-03, last
    /// dose due by 2025-06-01, the order is active".
    std::string describe() const;

private:
    struct Span {
        Day first, last;
    };
    Day now_;
    bool goes_on_ = false;  ///< an order is active
    std::vector<Span> spans_;
};

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Hepatitis B and C as R10 and R13 look at it (RULES 2.8).
namespace iim::engine::hepatitis {

enum class Standing { missing, negative, positive };

/// One test. A positive result stands for life, a negative one for as long as asked.
struct Marker {
    Concept test;
    std::string_view name;  ///< "HBsAg"
    Standing standing = Standing::missing;
    const Result* result = nullptr;  ///< what decides; of a missing one the newest on file, if any
    bool asked = false;              ///< ordered, or the result is pending
    bool missing() const noexcept { return standing == Standing::missing; }
};

struct Status {
    Marker hbsag, anti_hbc, hcv;
    /// What speaks for an infection, in words with dates: "HBsAg positive on 2026-11-02 (Observation/h)".
    std::vector<std::string> hepatitis_b, hepatitis_c;
    std::string_view b_sign, c_sign;  ///< the first of them in short: "HBsAg", "hepatitis B"
    /// HBsAg is negative, and anti-HBc was positive only within 180 days after immunoglobulin.
    bool passive_antibody = false;
    bool searched = false;                 ///< laboratory data came in full
    std::vector<std::string> not_checked;  ///< unreadable results, missing sources
};

/// `valid`: how long a negative result counts. `asked_within`: how old an order may be.
Status status(const Patient& patient, Days valid, Days asked_within);

/// The names of what is missing: "HBsAg", "anti-HBc total", "HCV antibody".
std::vector<std::string> missing_names(std::initializer_list<const Marker*> markers);
/// Each that is missing is ordered already.
bool all_asked(std::initializer_list<const Marker*> markers);
/// Adds when each test was last done: "HBsAg: none on file", "anti-HBc total: last on 2024-01-05, too long
/// ago". Not what a line tells already, and not "none on file" of data that did not come.
void add_last_dates(
    std::vector<std::string>& lines, const Status& status, std::initializer_list<const Marker*> markers
);

/// The same words in R10 and R13.
inline constexpr std::string_view passive_advice =
    "Anti-HBc was positive within 180 days after immunoglobulin and HBsAg is negative: it may be passive "
    "antibody; check HBV DNA or a sample from before the immunoglobulin";

}  // namespace iim::engine::hepatitis

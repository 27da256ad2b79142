#pragma once

#include "engine/facts/facts.hpp"

#include <string>
#include <vector>

namespace iim::engine {

class Policy;
struct Iim;

/// RULES 3.2. Unknown: the record shows nothing of it; that is no statement that the disease is mild.
enum class SeverityLevel { unknown, mild, moderate, severe };
std::string_view to_string(SeverityLevel) noexcept;

struct Severity {
    SeverityLevel level = SeverityLevel::unknown;
    std::vector<std::string> because;   ///< the features of this level, with values and dates
    std::vector<std::string> features;  ///< every feature found, of any level
    // What rules ask one by one.
    bool weak = false;             ///< weakness recorded, of any grade
    bool strength_graded = false;  ///< muscle strength was examined within 90 days
    bool dysphagia = false, severe_dysphagia = false;
    bool respiratory_failure = false, myocarditis = false;
    std::vector<std::string> extramuscular;  ///< of ILD, dysphagia, myocarditis, arthritis, calcinosis, …
    /// "Extensive extramuscular involvement": at least two.
    bool extensive() const noexcept { return extramuscular.size() >= 2; }
    /// Three-valued: that nothing severe is recorded says no only when the strength is.
    Truth severe() const noexcept {
        if (level == SeverityLevel::severe) return Truth::yes;
        return strength_graded ? Truth::no : Truth::unknown;
    }
};

Severity derive_severity(const Facts& facts, const Iim& iim, const Policy& policy);

}  // namespace iim::engine

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <vector>

namespace iim::engine {

/// Pregnancy, serious infection or cancer: IVIG comes before methotrexate, azathioprine and mycophenolate.
struct SpecialSituation {
    std::string what;  ///< "pregnancy", "active infection (sepsis)", "active malignancy"
    bool pregnancy = false;
};
std::optional<SpecialSituation> special_situation(const Patient& patient);

/// Which steroid-sparing agents fit this patient, and one click for each that does (R01 Sug, RULES 6.1).
struct SparingAdvice {
    std::optional<SpecialSituation> situation;
    std::vector<OptionRow> options;
    std::vector<Suggestion> suggestions;
    std::vector<std::string> agents;   ///< that are offered, or would be but for the situation; plain names
    bool all_contraindicated = false;  ///< methotrexate, azathioprine and mycophenolate
    bool immunoglobulin = true;        ///< nothing rules IVIG out
    std::vector<std::string> unseen;   ///< sources that could hold a reason against an option
};
SparingAdvice advise_steroid_sparing(const Patient& patient);

}  // namespace iim::engine

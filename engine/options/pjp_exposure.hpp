#pragma once

#include "engine/facts/patient.hpp"
#include "engine/policy.hpp"

#include <optional>
#include <string>
#include <vector>

/// When the risk of Pneumocystis pneumonia is high enough for prophylaxis (R03, T1 to T5).
namespace iim::engine::pjp {

enum class Trigger {
    steroid_run,
    cyclophosphamide,
    steroid_band,
    rituximab,
    combination
};  // T1, T3, T2, T4, T5

struct Exposure {
    Trigger trigger = Trigger::steroid_run;
    Indicator indicator = Indicator::warning;
    bool ending = false;     ///< T1 only: less than a week of exposure is left
    std::optional<Run> run;  ///< T1, T2
    bool at_most = false;    ///< T1, T2: only the upper dose of a range or of an as-needed order reaches it
    std::vector<std::string> facts;
};

/// All triggers that apply, the strongest first.
std::vector<Exposure> exposures(const Patient& patient);

/// Prednisone-equivalent mg/day today, or on the first day of a steroid that is being ordered.
double steroid_now(const Patient& patient);

/// Newest lymphocyte count within the baseline window, 10*9/L.
const Result* lymphocytes(const Patient& patient);
/// Newer than that one, or in its place: a count that cannot be read.
std::vector<std::string> unreadable_lymphocytes(const Patient& patient);

/// "methotrexate and mycophenolate": immunosuppressants other than steroid, by name.
std::vector<std::string> immunosuppressants(const Patient& patient);

}  // namespace iim::engine::pjp

#pragma once

#include <vector>

namespace iim::engine::taper {

/// Dose and days of one phase; 0 days: open-ended.
struct Phase {
    double mg = 0;
    int days = 0;
};

/// RULES 7.4, the rhythm of PRINTO: half the dose within two steps, then eight equal ones to 0.2 mg/kg, which
/// is kept. The first phase is `start` for `hold_days`. `start` is above 0.2 mg/kg.
std::vector<Phase> jdm_phases(double start, double weight_kg, int hold_days);

inline constexpr double jdm_final_mg_per_kg = 0.2;
inline constexpr int jdm_hold_days = 28;

}  // namespace iim::engine::taper

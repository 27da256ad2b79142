#pragma once

#include "engine/derive/compare.hpp"
#include "engine/facts/facts.hpp"

#include <optional>

namespace iim::engine {

/// eGFR mL/min/1.73 m² of an adult by CKD-EPI 2021 (no race term). Sex unknown: the lower of the two.
std::optional<double> ckd_epi_2021(double creatinine_umol_l, int age_years, Sex sex);

/// eGFR mL/min/1.73 m² of a child by the bedside Schwartz equation.
std::optional<double> bedside_schwartz(double creatinine_umol_l, double height_cm);

/// Kidney function, with the result it was read or computed from.
struct KidneyFunction {
    double egfr = 0;      ///< mL/min/1.73 m²
    char comparator = 0;  ///< '<': at most this
    Day date{};
    bool below(double limit) const noexcept { return is_below(egfr, comparator, limit); }
};

/// Of the last `window` days the newer of the reported eGFR and the one computed from creatinine; of one day
/// the reported one.
std::optional<KidneyFunction> kidney_function(const Facts& facts, Days window);

/// The newest eGFR or creatinine of `window` that carries no number in a known unit, when no readable one is
/// as new.
const Result* unreadable_kidney_result(const Facts& facts, Days window);

}  // namespace iim::engine

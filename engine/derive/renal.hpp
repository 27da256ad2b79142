#pragma once

#include "engine/facts/facts.hpp"

#include <optional>

namespace iim::engine {

/// eGFR mL/min/1.73 m² of an adult by CKD-EPI 2021 (no race term). Sex unknown: the lower of the two.
std::optional<double> ckd_epi_2021(double creatinine_umol_l, int age_years, Sex sex);

/// eGFR mL/min/1.73 m² of a child by the bedside Schwartz equation.
std::optional<double> bedside_schwartz(double creatinine_umol_l, double height_cm);

/// The reported eGFR of the last `window` days, else one computed from the newest creatinine in it.
std::optional<double> egfr(const Facts& facts, Days window);

}  // namespace iim::engine

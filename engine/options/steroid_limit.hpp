#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <vector>

/// What RULES R11 compares with the usual maximum of a corticosteroid.
namespace iim::engine::steroid_limit {

using Course = SteroidTimeline::Course;

/// A converted dose is not a round number.
inline constexpr double slack = 1e-6;

/// Beyond so many times the maximum a dose is far too high.
inline constexpr double far_above = 1.5;

inline bool above(double value, double limit) {
    return value > limit + slack;
}
/// Of the actual weight; nothing when it is not known.
std::optional<double> per_kg(const Patient& patient, double mg);

/// The usual maximum for this patient: of a child (and without a known age) the lower one.
struct Limits {
    double mg = 0;         ///< prednisone-equivalent mg/day by mouth
    double mg_per_kg = 0;  ///< by mouth; in adults with a tolerance of 10 %
    double pulse_mg_per_kg = 0;
    bool adult = false;
    bool age_unknown = false;
    bool checkpoint_inhibitor = false;  ///< 1–2 mg/kg is accepted, whatever the mg
};
Limits limits_of(const Patient& patient);

/// The oral dose that would be taken if this call's orders were signed.
struct OralDose {
    const Course* lead = nullptr;       ///< the highest order in question
    double mg = 0;                      ///< prednisone-equivalent mg/day of the highest day, upper reading
    double without_active = 0;          ///< the same without `active`
    std::vector<const Course*> drafts;  ///< in question or in the same basket; `lead` among them
    std::vector<const Course*> active;  ///< taken and not replaced: counts on top
};
std::optional<OralDose> oral_dose(const Patient& patient);

bool is_in_question(const Patient::Orders& orders, const Course& course);

/// "Prednisone 100 mg/day (MedicationRequest/x)"
std::string describe(const Patient& patient, const Course& course);

/// The drug's own mg for `prednisone_mg`, rounded down to what its tablets give; nothing for other drugs.
std::optional<double> tablets_for(Concept steroid, double prednisone_mg);

/// True when the order is one daily instruction: changing its dose loses no taper and makes nothing daily
/// that is not.
bool is_daily_step(const Order& order) noexcept;

}  // namespace iim::engine::steroid_limit

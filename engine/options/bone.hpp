#pragma once

#include "engine/families/checks_due.hpp"

#include <optional>
#include <string>
#include <vector>

/// Bone under long-term steroid (RULES R31–R34).
namespace iim::engine::bone {

/// The steroid order that the hook is about: the highest that is active, or that is being ordered. Not
/// premedication, replacement, a short course or a pulse by itself. Null when there is none.
const Order* steroid_in_question(const Patient& patient);

/// 2.5 mg/day or more, given and planned, for bone.days or longer; an open-ended order counts as
/// assume_open_days.
std::optional<Run> long_steroid(const Patient& patient);
/// More than 28 days at 7.5 mg/day or more, given and planned.
bool is_high_for_weeks(const Patient& patient);
/// Days at `mg` or more by the record's own dates: what is only assumed of an open-ended order is left out.
int dated_days(const Patient& patient, double mg);
/// Not long enough, but some dose could not be read: it cannot be told.
bool is_unreadable(const Patient& patient);

// --- supplements (R31)
struct Supplements {
    bool calcium = false, vitamin_d = false;
    bool any() const noexcept { return calcium || vitamin_d; }
};
/// What is neither taken nor ordered; calcium from the diet counts where it is recorded as enough.
Supplements missing_supplements(const Patient& patient);
/// High calcium on the problem list, or the last value of 90 days above the laboratory's range.
bool has_high_calcium(const Patient& patient);
/// At any time.
const Condition* kidney_stones(const Patient& patient);

// --- bone density (R32)
/// The scan, when none of dxa.days is on record and none is asked for.
std::optional<CheckDue> density_due(const Patient& patient);
/// No scan found, but results or procedures did not come in full.
bool is_density_unknown(const Patient& patient);

// --- treatment (R33)
/// What makes a fracture likely; the lines are empty when nothing is found.
struct FractureRisk {
    bool osteoporosis = false;     ///< diagnosis, or T-score −2.5 or lower
    bool fracture = false;         ///< fragility fracture
    bool very_high_dose = false;   ///< 30 mg/day or more for 30 days from the age of 40 on
    std::vector<std::string> why;  ///< facts in plain words
    bool any() const noexcept { return !why.empty(); }
};
FractureRisk fracture_risk(const Patient& patient);
/// T-score and FRAX that may be part of it but cannot be read.
std::vector<std::string> unreadable_risks(const Patient& patient);
/// Taken, ordered, or given within 400 days.
bool is_treated(const Patient& patient);
const Condition* fragility_fracture(const Patient& patient);

// --- choice of the drug (R33, R34)
/// What speaks against a bisphosphonate by mouth: "dysphagia", "eGFR 29"; empty when nothing is found.
std::vector<std::string> against_tablets(const Patient& patient);
/// Kidney function is known and enough, calcium is known to be normal. `replete`: vitamin D too.
bool may_be_infused(const Patient& patient, bool replete);
bool is_kidney_too_weak(const Patient& patient);

}  // namespace iim::engine::bone

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>

namespace iim::engine {

/// The systemic corticosteroid that this call is about. Several orders that make one taper, or a morning and
/// an evening order, are one plan. Premedication, replacement in adrenal insufficiency and a short course for
/// a clearly different disease are not part of it.
struct SteroidPlan {
    static constexpr double slack_mg = 1e-6;  ///< a converted dose is not a round number

    const SteroidTimeline::Course* lead = nullptr;  ///< the order with the highest dose
    bool ordering = false;                          ///< being ordered now, not only continued
    bool readable = true;                           ///< false: oral prednisone or prednisolone, dose unknown
    bool pulse_only = false;                        ///< an IV pulse with no oral course to follow
    double peak = 0;                                ///< prednisone-equivalent mg/day, from now on
    int days = 0;                                   ///< days at 5 mg/day or more
    bool open = false;                              ///< no stop date recorded
    std::string drug;                               ///< "prednisone"
    double drug_mg = 0;                             ///< peak in mg of `drug`; not set when `mixed`
    double today = 0;                               ///< prednisone-equivalent mg/day that is taken today
    bool at_most = false;  ///< the peak is the upper dose of a range, or of an as-needed order
    bool as_needed = false;
    /// Of several drugs together: "methylprednisolone 32 mg + prednisone 20 mg"; empty when it is one drug.
    std::string mixed;

    /// High and long enough for R01 (mono.min_mg, mono.min_days).
    bool reaches(const Policy& policy) const noexcept {
        return (!readable || peak >= policy.mono_min_mg - slack_mg)
               && (pulse_only || days >= policy.mono_min_days);
    }
    const Order& order() const noexcept { return *lead->order; }
    std::optional<Day> start() const noexcept { return lead->start; }
    /// `mg` prednisone-equivalent of this plan by the name of what is taken: "prednisone 60 mg/day",
    /// "steroids, prednisone-equivalent 60 mg/day".
    std::string dose_in_words(double mg) const;
};

/// Days at 5 mg/day or more that one order gives; by its dates alone when the dose could not be read.
int planned_days(const Patient& patient, const SteroidTimeline::Course& course);

/// At hooks that order, the drafts (order-select: the selected one); elsewhere what is active.
std::optional<SteroidPlan> steroid_plan(const Patient& patient);

}  // namespace iim::engine

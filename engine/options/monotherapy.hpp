#pragma once

#include "engine/options/steroid_plan.hpp"
#include "engine/options/steroid_sparing.hpp"

#include <string>
#include <vector>

/// The facts behind R01: who is exempt, what counts as a steroid-sparing agent, what makes it urgent.
namespace iim::engine::monotherapy {

/// A steroid-sparing agent is current, ordered with the steroid, or was started around it
/// (mono.grace_days before to one day after).
bool has_agent(const Patient& patient, const SteroidPlan& plan);

/// In remission and below 10 mg/day: R47's matter.
bool is_maintenance(const Patient& patient, const SteroidPlan& plan);

/// Anti-HMGCR, anti-SRP or necrotising myopathy.
bool is_necrotising(const Patient& patient);

/// Severe myositis on at least 0.5 mg/kg for at least 28 days already.
bool is_long_and_severe(const Patient& patient);

/// What would change the finding but could not be looked for: infusions given, and the severity when it alone
/// decides between warning and critical.
std::vector<std::string> not_checked(const Patient& patient);

/// Why the finding stays a reminder, in plain words; empty when it does not.
std::vector<std::string> reasons_for_info(
    const Patient& patient, const SteroidPlan& plan, const SparingAdvice& advice
);

/// A test for azathioprine is ordered.
bool azathioprine_is_planned(const Patient& patient);

/// Diagnosis, steroid with its dose and dates, agents searched, agents on hold.
std::vector<std::string> facts(const Patient& patient, const SteroidPlan& plan);

/// What the guideline and the source documents say, and what changes in pregnancy, infection and cancer.
std::vector<std::string> recommendations(const SparingAdvice& advice);

/// "prednisone 20 mg/day for 6 weeks": what is taken today and since when.
std::string dose_and_weeks(const Patient& patient, const SteroidPlan& plan);

}  // namespace iim::engine::monotherapy

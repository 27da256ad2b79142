#pragma once

#include "engine/options/cni.hpp"

/// Signs that a calcineurin inhibitor does harm (RULES R27).
namespace iim::engine::cni {

/// The newest systolic blood pressure within cni.bp_days, when it is 160 mmHg or more; else null.
const Result* high_pressure(const Patient& patient);

/// A creatinine of the last `creatinine_counts` days and a blood pressure that cannot be read.
std::vector<std::string> unreadable_values(const Patient& patient, Days creatinine_counts);

/// A sign of posterior reversible encephalopathy, recorded in the last 30 days and under treatment. Headache
/// is common: it counts beside a high blood pressure only.
const Condition* suspected_pres(const Patient& patient, const Exposure& exposure);

/// What `newest` is compared with: the last creatinine of the year before the start, else the first one after
/// it. Null when there is none.
const Result* baseline_creatinine(const Patient& patient, const Exposure& exposure, const Result& newest);

}  // namespace iim::engine::cni

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

namespace iim::engine::checkpoint {

/// Steroid by weight for a checkpoint-inhibitor myositis without enough of it (RULES R56): prednisone, and
/// methylprednisolone into the vein where heart, breathing or swallowing are at stake. In the place of a
/// draft that gives too little; what the patient takes already is for the team to raise, which `finding` then
/// says. Adults with a known weight only.
void offer_steroid(Finding& finding, const Patient& patient, bool in_danger);

}  // namespace iim::engine::checkpoint

#pragma once

#include "engine/finding.hpp"

namespace iim::engine {

enum class FolicRegimen { daily_1mg, weekly_5mg };

/// Folic acid beside methotrexate as the site prefers it (policy folic.regimen).
FolicRegimen preferred_folic_regimen(const Policy& policy);

/// 1 mg daily, or 5 mg once a week on another day than methotrexate: of the weekdays in `methotrexate_days`
/// (bit 0 Monday; 0: not known) none.
DrugProposal folic_acid(FolicRegimen regimen, std::uint8_t methotrexate_days);

}  // namespace iim::engine

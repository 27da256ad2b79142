#pragma once

#include "cards/changed_order.hpp"

namespace iim::cards {

/// The draft with every date of its instructions `change.move_days` later, times of day as written; all else
/// keeps its bytes but the narrative. Not moved when an instruction has no date, has a weekday, or speaks of
/// dates in words, when a date is not a whole one, or when a period of validity would no longer fit.
ChangedOrder moved_order(const engine::ChangeOrder& change, const engine::Patient& patient);

}  // namespace iim::cards

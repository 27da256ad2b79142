#pragma once

#include "fhir/instruction.hpp"

#include <optional>
#include <span>

namespace iim::fhir {

/// What the whole order says about dates.
struct OrderDates {
    std::optional<Day> start;
    std::optional<Day> last_end;       ///< of a last phase without bounds, as instructed
    std::optional<Day> supplied_from;  ///< together with supply_days: the estimate when nothing is instructed
    std::optional<int> supply_days;
    bool over = false;  ///< completed or stopped: an estimate in the past can stand
    Day now;
};
OrderDates order_dates(Json resource, const DoseContext& context);

/// RULES 2.5 steps 2 and 6: puts the instructions in order, dates them, folds alternatives into one. Returns
/// DoseProblem bits; the phases come out in the order of the calendar, as many as `kept` says.
struct Layout {
    std::uint32_t problems = 0;
    std::size_t kept = 0;
};
Layout lay_out(std::span<Instruction> instructions, const OrderDates& dates);

}  // namespace iim::fhir

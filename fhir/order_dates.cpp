#include "fhir/phases.hpp"
#include "fhir/types.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

bool over(Json resource) {
    const auto status = resource["status"].text();
    return status == "completed" || status == "stopped" || status == "cancelled" || status == "ended";
}

// Days that the dispensed supply lasts, refills included. Nothing when either number is missing or absurd.
std::optional<int> supply_days(Json dispense) {
    constexpr double most_repeats = 1000;
    const auto once = duration_days(dispense["expectedSupplyDuration"]);
    if (!once) return {};
    const Json repeats = dispense["numberOfRepeatsAllowed"];
    const double refills = repeats ? std::clamp(repeats.number().value_or(0), 0.0, most_repeats) : 0;
    return whole_days(std::min(*once * (1 + refills), 36'525.0));
}

}  // namespace

OrderDates order_dates(Json resource, const DoseContext& context) {
    const Json dispense = resource["dispenseRequest"];
    const Period validity = period(dispense["validityPeriod"], context.zone);
    OrderDates dates;
    dates.now = context.now;
    if (context.effective_start)
        dates.start = context.effective_start;
    else if (validity.start)
        dates.start = validity.start->first;
    else if (context.authored)
        dates.start = context.authored;
    else if (context.draft)
        dates.start = context.now;

    if (context.effective_end) {
        dates.last_end = context.effective_end;
        return dates;
    }
    if (validity.end && has_code(resource["courseOfTherapyType"], "acute")) {
        dates.last_end = validity.end->last;
        return dates;
    }
    dates.supply_days = supply_days(dispense);
    dates.supplied_from = validity.start ? std::optional(validity.start->first) : dates.start;
    dates.over = over(resource);
    return dates;
}

}  // namespace iim::fhir

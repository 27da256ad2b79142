#include "engine/options/folic_acid.hpp"

#include "engine/terms/concepts.hpp"

namespace iim::engine {

namespace {

constexpr unsigned days_a_week = 7;

/// Three days after methotrexate; nothing when its day is not known.
std::uint8_t another_day(std::uint8_t methotrexate_days) {
    constexpr unsigned later = 3;
    for (unsigned day = 0; day < days_a_week; ++day) {
        const unsigned other = (day + later) % days_a_week;
        if ((methotrexate_days >> day & 1U) != 0 && (methotrexate_days >> other & 1U) == 0)
            return static_cast<std::uint8_t>(1U << other);
    }
    return 0;
}

}  // namespace

FolicRegimen preferred_folic_regimen(const Policy& policy) {
    return policy.folic_regimen == "weekly-5mg" ? FolicRegimen::weekly_5mg : FolicRegimen::daily_1mg;
}

DrugProposal folic_acid(FolicRegimen regimen, std::uint8_t methotrexate_days) {
    DrugProposal folic{.drug = drug::folic_acid, .dose = 1, .note = "With methotrexate."};
    if (regimen == FolicRegimen::daily_1mg) return folic;
    folic.dose = 5;
    folic.period_unit = "wk";
    folic.weekdays = another_day(methotrexate_days);
    folic.note = "Not on the day of methotrexate.";
    return folic;
}

}  // namespace iim::engine

#include "engine/derive/folate.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/terms/concepts.hpp"

#include <array>

namespace iim::engine {
namespace {

// RULES R15.
constexpr double daily_mg = 1;
constexpr double weekly_mg = 5;
constexpr double folinic_weekly_mg = 2.5;
constexpr double days_a_week = 7;
/// Doses are quotients; a limit is met within this much.
constexpr double slack = 1e-6;

constexpr std::array folates{drug::folic_acid, drug::folinic_acid};

/// Seven small doses do not make up for one that is big enough: 0.8 mg daily is 5.6 mg a week, but not
/// enough.
Truth is_enough(const Order& order, const DosePeak& peak) {
    const auto week = peak.mg_per_week.lo;
    if (!peak.readable || !week) return Truth::unknown;
    if (order.is(drug::folinic_acid)) return truth(*week >= folinic_weekly_mg - slack);
    const bool daily = peak.doses_per_week.lo.value_or(0) >= days_a_week - slack;
    const double limit = daily ? daily_mg * days_a_week : weekly_mg;
    return truth(*week >= limit - slack);
}

/// Given as a drop or a lozenge it still is folate; what is on hold was left out before.
FolateUse use_of(const Order& order, Day now) {
    const DosePeak peak = dose_peak(order, now);
    FolateUse use;
    use.order = &order;
    use.enough = is_enough(order, peak);
    use.mg_per_week = peak.mg_per_week;
    use.readable = use.enough != Truth::unknown;
    return use;
}

/// Enough before unknown before too little.
bool better(const FolateUse& a, const FolateUse& b) {
    const auto rank = [](const FolateUse& use) {
        if (use.enough == Truth::yes) return 2;
        return use.enough == Truth::unknown ? 1 : 0;
    };
    return !b.order || rank(a) > rank(b);
}

}  // namespace

FolateUse folate_use(const Patient& patient) {
    FolateUse best;
    for (const Order* order : patient.current(folates)) {
        const FolateUse use = use_of(*order, patient.now());
        if (better(use, best)) best = use;
    }
    if (!best.order) best.enough = found(false, patient.sources().medications);
    return best;
}

}  // namespace iim::engine

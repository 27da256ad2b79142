#include "engine/taper/plan.hpp"

#include "engine/taper/bands.hpp"
#include "engine/taper/grid.hpp"
#include "engine/taper/jdm.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::taper {

namespace {

constexpr double least_mg = 5;
constexpr int shortest_phase = 7;
constexpr double tail_from = 10;

int hold_of(int wanted, int taken) {
    const int left = wanted - std::clamp(taken, 0, wanted);
    return left > 0 ? std::max(left, shortest_phase) : 0;
}

/// Phases without days on the first are left out: that dose was taken long enough.
std::vector<TaperStep> dated(const std::vector<Phase>& phases, Day start) {
    std::vector<TaperStep> steps;
    for (const Phase& each : phases) {
        const bool first = &each == &phases.front(), last = &each == &phases.back();
        if (first && !last && each.days == 0) continue;
        steps.push_back({start, each.days, each.mg});
        start += Days(each.days);
    }
    return steps;
}

std::vector<Phase> adult_phases(const Wish& wish, const Policy& policy) {
    Bands bands;
    bands.step_above_40 = policy.taper_step_above_40;
    bands.slow_tail = wish.kind == Kind::slow_tail;
    bands.tail_step = policy.taper_tail_step;
    if (wish.kind == Kind::maintenance) bands.maintenance = policy.taper_maintenance_mg;
    std::vector<Phase> phases{
        {wish.mg, hold_of(static_cast<int>(policy.taper_hold_days), wish.days_at_start)}};
    double mg = next_lower(wish.mg, bands);
    while (mg > slack) {
        const bool stays = bands.maintenance > 0 && !above(mg, bands.maintenance);
        const bool tail = bands.slow_tail && !above(mg, tail_from);
        const double days = tail ? policy.taper_tail_days : policy.taper_step_days;
        phases.push_back({mg, stays ? 0 : static_cast<int>(days)});
        if (stays) break;
        mg = next_lower(mg, bands);
    }
    return phases;
}

/// RULES 7.4: a child at the maximum may follow the adult bands where the site says so.
bool follows_bands(const Wish& wish, const Policy& policy) {
    return policy.jdm_taper == "seed-bands" && !above(policy.jdm_max_mg, wish.mg);
}

std::string refuse_jdm(const Wish& wish, const Policy& policy) {
    if (policy.jdm_taper == "off")
        return "this site has no plan for juvenile dermatomyositis (jdm.taper is off)";
    if (!wish.weight_kg || !(*wish.weight_kg > 0) || !std::isfinite(*wish.weight_kg))
        return "the plan for juvenile dermatomyositis needs the weight in kg";
    if (above(wish.mg, policy.jdm_max_mg))
        return fmt::format(
            "{:g} mg/day is above the usual maximum for children of {:g} mg/day: choose a lower dose first",
            wish.mg,
            policy.jdm_max_mg
        );
    const double by_weight = policy.jdm_max_mgkg * *wish.weight_kg;
    if (above(wish.mg, by_weight))
        return fmt::format(
            "{:g} mg/day is above {:g} mg/kg ({:g} mg with {:g} kg), the most that this plan starts from: "
            "choose "
            "a lower dose first",
            wish.mg,
            policy.jdm_max_mgkg,
            by_weight,
            *wish.weight_kg
        );
    const double last = jdm_final_mg_per_kg * *wish.weight_kg;
    if (!above(wish.mg, last))
        return fmt::format(
            "{:g} mg/day is not above 0.2 mg/kg ({:g} mg), where this plan ends: the specialist decides on "
            "what "
            "follows",
            wish.mg,
            last
        );
    return {};
}

std::string refuse(const Wish& wish, const Policy& policy) {
    if (!std::isfinite(wish.mg) || wish.mg <= 0) return "the dose must be a number of mg above 0";
    if (above(least_mg, wish.mg))
        return fmt::format(
            "{:g} mg/day is below 5 mg/day: no plan is made for so low a dose, the adrenal glands decide the "
            "pace",
            wish.mg
        );
    if (above(wish.mg, policy.steroid_max_mg))
        return fmt::format(
            "{:g} mg/day is above the usual maximum of {:g} mg/day: choose a lower dose first",
            wish.mg,
            policy.steroid_max_mg
        );
    if (wish.kind == Kind::jdm) return refuse_jdm(wish, policy);
    if (wish.kind == Kind::maintenance && !above(wish.mg, policy.taper_maintenance_mg))
        return fmt::format(
            "{:g} mg/day is not above the maintenance dose of {:g} mg/day: choose the standard or the "
            "slow-tail "
            "plan",
            wish.mg,
            policy.taper_maintenance_mg
        );
    return {};
}

}  // namespace

std::string_view to_string(Kind kind) noexcept {
    switch (kind) {
    case Kind::standard: return "standard";
    case Kind::slow_tail: return "slow-tail";
    case Kind::maintenance: return "maintenance";
    case Kind::jdm: return "jdm";
    }
    return "standard";
}

Plan plan(const Wish& wish, const Policy& policy) {
    if (std::string why = refuse(wish, policy); !why.empty()) return {{}, std::move(why), {}};
    const bool printo = wish.kind == Kind::jdm && !follows_bands(wish, policy);
    if (!printo) return {dated(adult_phases(wish, policy), wish.start), {}, {}};
    const int hold = hold_of(jdm_hold_days, wish.days_at_start);
    return {dated(jdm_phases(wish.mg, *wish.weight_kg, hold), wish.start), {}, {}};
}

double start_by_weight(double weight_kg, double mg_per_kg, const Policy& policy) {
    const double mg =
        std::min({mg_per_kg * weight_kg, policy.steroid_max_mgkg * weight_kg, policy.steroid_max_mg});
    return round_down(mg, coarse_mg);
}

double jdm_start(double weight_kg, const Policy& policy) {
    return std::min(round_down(policy.jdm_max_mgkg * weight_kg, coarse_mg), policy.jdm_max_mg);
}

}  // namespace iim::engine::taper

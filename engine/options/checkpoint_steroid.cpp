#include "engine/options/checkpoint_steroid.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace iim::engine::checkpoint {

namespace {

constexpr double tablet_step_mg = 5, infusion_step_mg = 10;
constexpr double least_infused = 1, most_infused = 2;  ///< mg/kg/day at grade 3-4
constexpr double slack = 1e-6;

double rounded_down(double mg, double step) {
    return std::floor(mg / step + slack) * step;
}

DrugProposal steroid_by_mouth(const Policy& policy, double kg) {
    const double mg = std::min(policy.ici_steroid_mgkg * kg, policy.steroid_max_mg);
    return {.drug = drug::prednisone, .dose = rounded_down(mg, tablet_step_mg)};
}

DrugProposal steroid_by_vein(const Policy& policy, double kg) {
    const double mg = std::clamp(policy.ici_steroid_mgkg, least_infused, most_infused) * kg;
    DrugProposal start{.drug = drug::methylprednisolone, .dose = rounded_down(mg, infusion_step_mg)};
    start.route = Route::iv;
    return start;
}

std::vector<const Order*> systemic_steroids(const Patient& patient) {
    auto orders = patient.current(group::corticosteroids);
    std::erase_if(orders, [](const Order* one) { return !may_be_systemic(*one); });
    return orders;
}

bool is_editable(const Order& order) {
    return order.state == OrderState::draft && order.in_context;
}

}  // namespace

void offer_steroid(Finding& finding, const Patient& patient, bool in_danger) {
    const auto weight = patient.facts().body.weight_kg;
    if (!weight || !patient.facts().demographics.adult()) return;
    const auto taken = systemic_steroids(patient);
    if (taken.size() > 1 || (!taken.empty() && !is_editable(*taken.front()))) {
        finding.consider.emplace_back(
            "A steroid is on record at less than 0.5 mg/kg/day: raise it with the team; "
            "no dose is suggested here"
        );
        return;
    }
    const Policy& policy = patient.policy();
    DrugProposal start = in_danger ? steroid_by_vein(policy, *weight) : steroid_by_mouth(policy, *weight);
    start.note = fmt::format(
        "{} mg/kg with a weight of {} kg. Taper by response.",
        words::number(start.dose / *weight),
        words::number(*weight)
    );
    Suggestion one;
    one.label = fmt::format(
        "{} {} {} mg{} once daily",
        taken.empty() ? "Start" : "Replace the drafted steroid by",
        in_danger ? "methylprednisolone" : "prednisone",
        words::number(start.dose),
        in_danger ? " IV" : ""
    );
    if (!taken.empty()) one.actions.emplace_back(RemoveOrder{taken.front()});
    one.actions.emplace_back(std::move(start));
    finding.suggest(std::move(one));
}

}  // namespace iim::engine::checkpoint

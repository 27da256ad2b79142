#include "engine/evidence.hpp"
#include "engine/options/bone.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/specialist_referral.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_001, seed_004, seed_002, lbl_aln};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("bp.min_egfr");

/// Swallowed tablets; a route that is not known is by mouth, as most bisphosphonates are.
bool is_swallowed(const Order& order) {
    return order.route == Route::oral || order.route == Route::enteral || order.route == Route::unknown;
}

void offer(Finding& finding, const Patient& patient, const Order& order) {
    if (bone::is_kidney_too_weak(patient))
        finding.consider.emplace_back("Not offered: zoledronate IV (the kidney function is too low for it)");
    else if (bone::may_be_infused(patient, false))
        finding.suggest(
            {"Remove the tablets, refer for zoledronate IV",
             {RemoveOrder{&order},
              TestProposal{procedure::specialist_referral, false, "for zoledronate IV in place of tablets"}},
             false}
        );
    else
        finding.not_checked.emplace_back(
            "Zoledronate IV is offered only with an eGFR and a calcium of the last 90 days that allow it"
        );
    auto ask = refer_to_specialist(
        patient, "Refer to a specialist for another agent", "bone treatment in place of tablets"
    );
    if (ask) finding.suggest(std::move(*ask));
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(group::oral_bisphosphonates)) {
        if (!is_swallowed(*order)) continue;
        const auto reasons = bone::against_tablets(patient);
        if (!found.holds("dysphagia, oesophagus, not upright, or kidney", !reasons.empty())) continue;
        Finding& finding = found.warning(
            order,
            "Oral bisphosphonate with {}: consider {}specialist advice",
            words::all_of(reasons),
            bone::is_kidney_too_weak(patient) ? "" : "IV zoledronate or "
        );
        finding.because(
            words::capitalised(words::drug(patient, *order, group::oral_bisphosphonates)) + " by mouth"
            + words::from(order->source)
        );
        for (const std::string& one : reasons) finding.because(words::capitalised(one));
        finding.consider = {"Tablets of a bisphosphonate that stay in the oesophagus burn it; they are "
                            "labelled for people who "
                            "can swallow and stay upright for 30 minutes, and not for severe kidney disease"};
        finding.not_checked = unreadable_kidney(patient, Days{365});
        offer(finding, patient, *order);
        finding.trigger = words::all_of(reasons);
    }
}

}  // namespace

extern constinit const Rule oral_bisphosphonate_dysphagia = {
    .number = "R34",
    .id = "oral-bisphosphonate-dysphagia",
    .title = "Oral bisphosphonate with dysphagia",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 35,
    .hooks = Hook::order_select | Hook::order_sign,
    .group = Group::bone,
    .rank = 4,
    .why = "A bisphosphonate tablet that does not reach the stomach ulcerates the oesophagus.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/options/pjp_exposure.hpp"
#include "engine/options/pjp_gap.hpp"
#include "engine/options/trimethoprim_use.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_004};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<4>("pjp.stop_mg pjp.lymph pjp.t5 pjp.t5_min_mg");

constexpr Days low_for{14}, rituximab_acts{180};
constexpr double slack = 1e-3;  // the timeline keeps floats

/// An antibiotic at the dose of an infection is no prophylaxis.
bool is_prophylaxis(const Order& order) {
    return may_be_systemic(order)
           && (!order.is(drug::sulfamethoxazole_trimethoprim)
               || mtx::trimethoprim_use(order) == mtx::TrimethoprimUse::prophylaxis);
}

/// What is taken; at a refill the prophylaxis that is renewed.
const Order* subject(const Patient& patient) {
    const bool refill = patient.hook() == Hook::medication_refill;
    const auto orders = refill ? patient.ordering(pjp::agents) : patient.active(pjp::agents);
    const auto found = std::ranges::find_if(orders, [](const Order* each) { return is_prophylaxis(*each); });
    return found == orders.end() ? nullptr : *found;
}

bool was_low(const Patient& patient) {
    for (Day day = patient.now() - low_for; day <= patient.now(); day += Days(1))
        if (patient.steroid().on(day) >= patient.policy().pjp_stop_mg - slack) return false;
    return true;
}

/// Every drug that counts is known, and so is its dose.
bool is_steroid_known(const Patient& patient) {
    return pjp::medications_known(patient) && !patient.steroid().unreadable();
}

/// At any dose of steroid: without one T4 of R03 would not ask for prophylaxis, but the risk is the same.
bool had_rituximab(const Patient& patient) {
    return !patient.drafts(group::rituximab).empty()
           || patient.given_within(group::rituximab, rituximab_acts);
}

bool needs_prophylaxis_anyway(const Patient& patient) {
    if (patient.iim().ild) return true;
    return std::ranges::any_of(patient.facts().conditions, [](const Condition& each) {
        return each.concepts.has(condition::pneumocystis_pneumonia) && !each.low_certainty;
    });
}

void review(const Patient& patient, const Order& order, const Result* lymphocytes, Findings& found) {
    const double mg = patient.steroid().now();
    const bool none = mg <= slack;
    Finding& finding = found.info(
        &order,
        "Pneumocystis prophylaxis continues {}: review continued need",
        none ? "without a systemic steroid" : fmt::format("at prednisone {} mg/day", words::number(mg))
    );
    finding.because(
        words::capitalised(words::drug(patient, order, pjp::agents)) + " is taken" + words::from(order.source)
    );
    finding.because(fmt::format(
        "Prednisone-equivalent below {} mg/day for 14 days or more; today {} mg/day",
        words::number(patient.policy().pjp_stop_mg),
        words::number(mg)
    ));
    finding.not_checked = pjp::unreadable_lymphocytes(patient);
    if (lymphocytes)
        finding.because(words::result(*lymphocytes, "Lymphocytes", "x10^9/L"));
    else if (finding.not_checked.empty())
        finding.not_checked = {"lymphocyte count: no result of the last 42 days"};
    finding.consider = {
        "Prophylaxis is meant for the time of high-dose steroid (source documents 000, 004)",
        "When it is no longer needed, give the order an end date"};
    finding.at_most_one = false;
    finding.trigger = fmt::format("{} mg/day", words::number(mg));
}

void check(const Patient& patient, Findings& found) {
    const Order* const order = subject(patient);
    if (!found.holds("Pneumocystis prophylaxis is taken", order != nullptr)) return;
    if (!found.holds("the steroid and its dose are known", is_steroid_known(patient))) return;
    if (!found.holds("prednisone-equivalent below pjp.stop_mg for 14 days or more", was_low(patient))) return;
    if (found.holds("one of the exposures T1 to T5 of R03", !pjp::exposures(patient).empty())) return;
    if (found.holds("rituximab drafted or given within 180 days", had_rituximab(patient))) return;
    if (found.holds(
            "interstitial lung disease or earlier Pneumocystis pneumonia", needs_prophylaxis_anyway(patient)
        ))
        return;
    const Result* const lymphocytes = pjp::lymphocytes(patient);
    const bool few = lymphocytes && is_below(*lymphocytes, patient.policy().pjp_lymph);
    if (found.holds("few lymphocytes", few)) return;
    review(patient, *order, lymphocytes, found);
}

}  // namespace

extern constinit const Rule pjp_prophylaxis_review = {
    .number = "R52",
    .id = "pjp-prophylaxis-review",
    .title = "Is Pneumocystis prophylaxis still needed?",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 12,
    .hooks = Hook::patient_view | Hook::medication_refill,
    .group = Group::pjp,
    .rank = 4,
    .why = "Prophylaxis has side effects of its own; after the time of risk it can often stop.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

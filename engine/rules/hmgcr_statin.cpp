#include "engine/derive/myositis_facts.hpp"
#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/order_words.hpp"
#include "engine/options/specialist_referral.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_004, saam};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);

/// The record calls it so, without the antibody: in words, or necrotising myopathy with an adverse effect of
/// a statin.
const Condition* statin_associated(const Patient& patient) {
    const Iim& iim = patient.iim();
    if (iim.subtype != Subtype::imnm || !iim.because || iim.srp) return nullptr;
    const bool by_words = contains_words(iim.because->label, "statin-associated")
                          || contains_words(iim.because->label, "statin associated")
                          || contains_words(iim.because->label, "hmgcr");
    if (by_words) return iim.because;
    constexpr std::array statin_harm{condition::statin_adverse_effect, condition::statin_induced_myopathy};
    return patient.condition(statin_harm);
}

/// Those about to be signed; at patient-view those that are taken.
Patient::Orders statins(const Patient& patient) {
    return patient.hook() == Hook::patient_view ? patient.active(group::statins)
                                                : patient.ordering(group::statins);
}

bool has_lipid_plan(const Order& statin) {
    return OrderWords(statin).name_any({"lipid clinic", "lipid-clinic", "lipidology"});
}

std::vector<std::string> facts(const Patient& patient, const Order& statin, const Condition* recorded) {
    std::vector<std::string> lines = patient.iim().used;
    if (recorded && !patient.iim().hmgcr)
        lines.push_back(fmt::format(
            "The record names a statin as its cause: {}{}", recorded->label, words::from(recorded->source)
        ));
    lines.push_back(fmt::format(
        "{} {}{}",
        words::capitalised(words::drug(patient, statin, group::statins)),
        is_draft(statin)  ? "is about to be ordered"
        : statin.reported ? "is taken, patient-reported"
                          : "is taken",
        words::from(statin.source)
    ));
    constexpr std::array statin_allergy{allergy::statin};
    const Allergy* by_name = patient.allergy_to(group::statins);
    if (const Allergy* known = by_name ? by_name : patient.allergy_to(statin_allergy))
        lines.push_back(fmt::format("A statin allergy is recorded{}", words::from(known->source)));
    return lines;
}

void offer(Finding& finding, const Patient& patient, const Order& statin) {
    if (statin.state == OrderState::draft && statin.in_context)
        finding.suggest(
            {fmt::format("Take {} out", words::drug(patient, statin, group::statins)),
             {RemoveOrder{&statin}},
             false}
        );
    constexpr std::array asked{procedure::lipid_clinic_referral};
    if (patient.requested(asked, Days{90})) return;
    auto ask = refer_to_specialist(
        patient,
        "Refer to a specialist for lipid lowering without a statin",
        "lipid clinic: lipid lowering without a statin in anti-HMGCR myopathy"
    );
    if (ask) finding.suggest(std::move(*ask));
}

void check(const Patient& patient, Findings& found) {
    const Condition* recorded = statin_associated(patient);
    const bool is_hmgcr = patient.iim().hmgcr || recorded;
    if (!found.holds("anti-HMGCR positive, or recorded as statin-associated autoimmune myopathy", is_hmgcr))
        return;
    const auto orders = statins(patient);
    if (!found.holds("a statin is draft or active", !orders.empty())) {
        if (patient.hook() == Hook::patient_view
            && engine::found(false, patient.sources().medications) == Truth::unknown)
            found.gap("Statin in anti-HMGCR myopathy: " + words::medication_list(patient));
        return;
    }
    for (const Order* statin : orders) {
        if (found.holds("a plan of the lipid clinic is documented", has_lipid_plan(*statin))) continue;
        Finding& finding = found.add(
            is_draft(*statin) ? Indicator::critical : Indicator::warning,
            statin,
            fmt::format(
                "Anti-HMGCR myopathy with {}: avoid re-exposure; consider non-statin lipid lowering (e.g. "
                "PCSK9 inhibitor)",
                words::drug(patient, *statin, group::statins)
            )
        );
        finding.why = facts(patient, *statin, recorded);
        finding.consider = {
            "Re-exposure to a statin is usually avoided for life in anti-HMGCR myopathy",
            "Lipid lowering without a statin: a PCSK9 inhibitor is an option, by the lipid clinic"};
        if (!is_draft(*statin)) finding.consider.emplace_back("Review and stop the active statin order");
        offer(finding, patient, *statin);
        finding.trigger = std::string(words::drug(patient, *statin, group::statins));
    }
}

}  // namespace

extern constinit const Rule hmgcr_statin = {
    .number = "R48",
    .id = "hmgcr-statin",
    .title = "Statin in anti-HMGCR myopathy",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 72,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .why = "A statin can start and feed this myopathy; exposing the patient again can bring it back.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = {},
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

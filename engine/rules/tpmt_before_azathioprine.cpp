#include "engine/evidence.hpp"
#include "engine/options/thiopurine_start.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace thiopurine;

constexpr std::array sources{seed_000, seed_001, cpic18, lbl_aza, tpmtlab, tpmt_frequency};
constexpr auto overrides = word_list<6>(
    "already-addressed result-pending specialist-plan benefit-outweighs-risk other-indication data-incorrect"
);
constexpr auto parameter_names =
    word_list<6>("tpmt.require tpmt.transfusion_days tpmt.any_indication tpmt.retro "
                 "nudt15.require aza.weight_basis");

Indicator strength(const Patient& patient, bool dangerous) {
    // A result on its way makes a reminder of it, but not when the start is dangerous without it.
    if (is_awaited(patient.thiopurine_status().tpmt)) return dangerous ? Indicator::warning : Indicator::info;
    if (!searched(patient) || patient.thiopurine_status().tpmt.valid()) return Indicator::warning;
    if (dangerous) return Indicator::critical;
    return patient.policy().tpmt_require == "before-start" ? Indicator::warning : Indicator::info;
}

std::string summary(const Patient& patient, const Order& order) {
    const GeneStatus& tpmt = patient.thiopurine_status().tpmt;
    const bool taken = taken_since(patient).has_value();
    const std::string drug(words::drug(patient, order, group::thiopurines));
    const std::string start = taken ? "for a patient on " + drug_and_weeks(patient, order) : "before " + drug;
    if (is_awaited(tpmt))
        return std::string(tpmt.pending ? "TPMT test taken" : "TPMT test ordered")
               + ", result pending: consider waiting for it before " + (taken ? "more " + drug : drug);
    if (!searched(patient))
        return "Could not check for a TPMT result " + start
               + (patient.sources().observations == Availability::partial
                      ? ": laboratory data were not complete"
                      : ": laboratory data were not available to this service");
    if (is_unreadable(tpmt))
        return "A TPMT result is on file but could not be read: please look it up " + start;
    if (tpmt.unreliable)
        return "TPMT activity result may be unreliable; consider genotype (and NUDT15) " + start;
    return "No TPMT result found " + start + ": consider TPMT (and NUDT15) testing"
           + (taken ? "" : " before the first dose");
}

void offer_tests(Finding& finding, const Patient& patient, const Order& order) {
    finding.consider = background();
    finding.suggestions = tests_to_order(patient, order);
    finding.at_most_one = false;
}

void judge_tpmt(const Patient& patient, const Order& order, Findings& found) {
    const auto reasons = dangers(patient, order);
    Finding& finding = found.add(strength(patient, !reasons.empty()), &order, summary(patient, order));
    finding.why = what_was_searched(patient, order);
    finding.why.insert(finding.why.end(), reasons.begin(), reasons.end());
    offer_tests(finding, patient, order);
    finding.trigger = reasons.empty() ? "no TPMT result" : "no TPMT result; " + reasons.front();
    finding.not_checked = not_checked(patient);
}

/// What the phenotypes mean for the dose is R08's to say; here only that one of them is missing.
void judge_nudt15(const Patient& patient, const Order& order, Findings& found) {
    const GeneStatus& nudt15 = patient.thiopurine_status().nudt15;
    if (nudt15.valid() || is_awaited(nudt15)) return;
    const bool required = patient.policy().nudt15_require;
    if (!required && patient.hook() != Hook::order_sign) return;
    Finding& finding = found.add(
        required ? Indicator::warning : Indicator::info,
        &order,
        fmt::format(
            "TPMT is on file{} before {}",
            nudt15.in_words_only ? "; NUDT15 is named in the record but could not be read: please look it up"
                                 : ", NUDT15 is not: consider NUDT15 testing",
            words::drug(patient, order, group::thiopurines)
        )
    );
    offer_tests(finding, patient, order);
    finding.trigger = "no NUDT15 result";
    finding.not_checked = not_checked(patient);
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    // What is on file is judged by R08.
    if (found.holds("tpmt.require is off", patient.policy().tpmt_require == "off")) return;
    const Truth valid = engine::found(is_answered(genes.tpmt), genes.source);
    const bool open = found.holds("a valid TPMT result is on file", valid) != Truth::yes
                      || found.holds("that result could not be read", is_unreadable(genes.tpmt));
    if (found.holds("taken for 180 days with normal blood counts (tolerated)", is_tolerated(patient))) {
        if (patient.policy().tpmt_retro && !is_answered(genes.tpmt))
            found.info(
                &order, "Long-term thiopurine without a TPMT result: consider testing at the next blood count"
            );
    } else if (open) {
        judge_tpmt(patient, order, found);
    } else if (!found.holds("a poor metaboliser (R08)", genes.any_poor())) {
        judge_nudt15(patient, order, found);
    }
}

void check(const Patient& patient, Findings& found) {
    const auto orders = orders_in_question(patient);
    found.holds("a thiopurine is ordered, or taken for less than 12 weeks", !orders.empty());
    for (const Order* order : orders) judge_order(patient, *order, found);
}

}  // namespace

extern constinit const Rule tpmt_before_azathioprine = {
    .number = "R02",
    .id = "tpmt-before-azathioprine",
    .title = "TPMT (and NUDT15) before the first thiopurine",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 78,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .any_indication_policy = &Policy::tpmt_any_indication,
    .group = Group::thiopurine,
    .rank = 3,
    .why = "About 1 in 300 people lack TPMT: testing before the first thiopurine is to be considered.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

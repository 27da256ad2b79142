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
    word_list<5>("tpmt.require tpmt.transfusion_days tpmt.any_indication tpmt.retro nudt15.require");

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
               + ": laboratory data were not available to this service";
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

/// The phenotypes that lower the dose, or that somebody has to read again: "TPMT intermediate metaboliser on
/// file"; empty when the results read normal.
std::string phenotypes_on_file(const ThiopurineStatus& genes) {
    const auto intermediate =
        genes_that_read(genes, {Phenotype::intermediate, Phenotype::possible_intermediate});
    const auto unclear = genes_that_read(genes, {Phenotype::indeterminate});
    std::string text;
    if (!intermediate.empty())
        text = fmt::format("{} intermediate metaboliser on file", words::all_of(intermediate));
    if (!unclear.empty())
        text += fmt::format("{}{} result indeterminate", text.empty() ? "" : "; ", words::all_of(unclear));
    return text;
}

/// RULES R08: a reduced dose is for the intermediate; an unclear TPMT asks for the enzyme activity, an
/// unclear NUDT15 for close monitoring.
std::string what_follows(const ThiopurineStatus& genes, std::string_view drug) {
    if (!genes_that_read(genes, {Phenotype::intermediate, Phenotype::possible_intermediate}).empty())
        return fmt::format("consider a reduced {} dose", drug);
    return genes.tpmt.phenotype == Phenotype::indeterminate ? "consider enzyme activity" : "monitor closely";
}

void judge_nudt15(const Patient& patient, const Order& order, Findings& found) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    const bool missing = !genes.nudt15.valid() && !is_awaited(genes.nudt15);
    const bool required = missing && patient.policy().nudt15_require;
    const std::string phenotypes = phenotypes_on_file(genes);
    if (!missing && phenotypes.empty()) return;
    if (!required && phenotypes.empty() && patient.hook() != Hook::order_sign) return;
    const auto drug = words::drug(patient, order, group::thiopurines);
    Finding& finding = found.add(required ? Indicator::warning : Indicator::info, &order, {});
    if (phenotypes.empty())
        finding.summary =
            fmt::format("TPMT is on file, NUDT15 is not: consider NUDT15 testing before {}", drug);
    else
        finding.summary = fmt::format(
            "{}{}: {}", phenotypes, missing ? "; NUDT15 not on file" : "", what_follows(genes, drug)
        );
    if (genes.tpmt.discrepant)
        finding.because(words::result(
            *genes.tpmt.discrepant, "TPMT activity is low although the genotype reads normal:", ""
        ));
    if (missing)
        offer_tests(finding, patient, order);
    else
        finding.consider = background();
    finding.trigger = missing ? "no NUDT15 result" : phenotypes;
}

/// Says what R08 says of a poor metaboliser, and gives way to it once that rule exists.
void judge_poor(const Patient& patient, const Order& order, Findings& found) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    const auto poor = genes_that_read(genes, {Phenotype::poor});
    if (poor.empty()) return;
    const auto drug = words::drug(patient, order, group::thiopurines);
    Finding& finding = found.warning(
        &order,
        "{} poor metaboliser on file: {} carries a high risk of severe myelosuppression - consider a "
        "non-thiopurine",
        words::all_of(poor),
        drug
    );
    for (const GeneStatus* gene : {&genes.tpmt, &genes.nudt15})
        if (gene->valid() && gene->phenotype == Phenotype::poor)
            finding.because(words::result(
                *gene->result, gene == &genes.tpmt ? "TPMT poor metaboliser" : "NUDT15 poor metaboliser", ""
            ));
    if (order.state == OrderState::draft && order.in_context)
        finding.suggest({fmt::format("Remove {}", drug), {RemoveOrder{&order}}, false});
    finding.trigger = words::all_of(poor) + " poor metaboliser";
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    judge_poor(patient, order, found);
    if (patient.policy().tpmt_require == "off")
        return;  // no test is asked for; a result on file still counts
    if (is_tolerated(patient)) {
        if (patient.policy().tpmt_retro && !is_answered(genes.tpmt))
            found.info(
                &order, "Long-term thiopurine without a TPMT result: consider testing at the next blood count"
            );
    } else if (!is_answered(genes.tpmt) || is_unreadable(genes.tpmt)) {
        judge_tpmt(patient, order, found);
    } else if (genes_that_read(genes, {Phenotype::poor}).empty()) {
        judge_nudt15(patient, order, found);
    }
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : orders_in_question(patient)) judge_order(patient, *order, found);
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

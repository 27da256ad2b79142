#include "engine/evidence.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/thiopurine_range.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace thiopurine;

constexpr std::array sources{cpic18, lbl_aza};
constexpr auto overrides = word_list<3>("specialist-plan dose-intentional data-incorrect");
constexpr auto parameter_names =
    word_list<9>("cpic.im_hi cpic.imim_hi aza.max_mg_per_kg tpmt.transfusion_days "
                 "aza.weight_basis folic.regimen mtx.max_start mtx.start_dose mtx.supply_weeks");

constexpr double half_of_usual = 0.5, tablet_mg = 25;
/// Without a weight a usual start dose passes, more than that does not.
constexpr double unchecked_mg = 50;

Patient::Orders orders_in_question(const Patient& patient) {
    return patient.hook() == Hook::patient_view ? patient.active(group::thiopurines)
                                                : patient.ordering(group::thiopurines);
}

void judge_poor(const Patient& patient, const Dose& dose, Findings& found) {
    const auto genes = poor_genes(patient.thiopurine_status());
    const auto drug = words::drug(patient, *dose.order, group::thiopurines);
    Finding& finding = found.critical(
        dose.order,
        "{} poor metaboliser: {} carries a high risk of severe myelosuppression - consider a non-thiopurine",
        words::all_of(genes),
        drug
    );
    finding.why = phenotype_facts(patient);
    finding.because(dose_in_words(patient, dose));
    finding.consider = {
        "For a disease other than cancer an alternative to thiopurines is recommended in poor metabolisers "
        "(CPIC)",
        "If a thiopurine was taken: blood count now"};
    finding.not_checked = dose_not_checked(dose);
    offer_other_agent(finding, patient, *dose.order);
    finding.trigger = words::all_of(genes) + " poor metaboliser";
}

/// The dose, or its mg/kg, is not known and it may be more than a cautious start.
bool cannot_be_checked(const Dose& dose) {
    return !dose.mg || (!dose.weight && *dose.mg > unchecked_mg + dose_slack);
}

Indicator strength(const Patient& patient, const Dose& dose, const ReducedRange& range) {
    const bool too_much = dose.above(range.limit);
    if (!too_much && !cannot_be_checked(dose)) return Indicator::info;
    if (dose.reported()) return Indicator::info;
    return dose.above(patient.policy().aza_max_mg_per_kg) ? Indicator::critical : Indicator::warning;
}

std::string dose_against_range(const Patient& patient, const Dose& dose, const ReducedRange& range) {
    const auto drug = words::drug(patient, *dose.order, group::thiopurines);
    if (!dose.mg) return fmt::format("{} dose could not be read, reduced range ({})", drug, range.in_words);
    if (!dose.weight)
        return fmt::format(
            "{} {} mg/day, cannot compute mg/kg for the reduced range ({})",
            drug,
            words::number(*dose.mg),
            range.in_words
        );
    const bool above = dose.above(range.limit);
    return fmt::format(
        "{} {} mg/kg{} {} the reduced range ({})",
        drug,
        above ? mg_per_kg_in_words(*dose.mg_per_kg(), range.limit) : words::number(*dose.mg_per_kg()),
        dose.order->is(drug::mercaptopurine) ? " (as azathioprine)" : "",
        above ? "exceeds" : "does not exceed",
        range.in_words
    );
}

/// Half of the usual dose. With an inhibitor of its breakdown even that is too much (R07 offers less).
void offer_start(Finding& finding, const Patient& patient, const Dose& dose) {
    const bool inhibited = !patient.current(group::xanthine_oxidase_inhibitors).empty();
    if (dose.weight && !inhibited) {
        const double usual = patient.policy().aza_max_mg_per_kg * dose.weight->kg;
        auto click = reduce_to(patient, dose, tablets_for(*dose.order, half_of_usual * usual, tablet_mg));
        if (click) finding.suggest(std::move(*click));
    }
    if (auto counts = weekly_counts(patient)) finding.suggest(std::move(*counts));
}

void judge_intermediate(const Patient& patient, const Dose& dose, Findings& found) {
    const ReducedRange range = reduced_range(patient);
    Finding& finding = found.add(
        strength(patient, dose, range),
        dose.order,
        fmt::format(
            "{} intermediate metaboliser: {}",
            words::all_of(range.genes),
            dose_against_range(patient, dose, range)
        )
    );
    finding.why = phenotype_facts(patient);
    finding.because(dose_in_words(patient, dose));
    finding.because(fmt::format(
        "Reduced range: {}, here at most {} mg/kg/day", range.in_words, words::number(range.limit)
    ));
    finding.consider = {
        "Start with a reduced dose (CPIC)",
        "Leave 2-4 weeks between increases, with a blood count before each"};
    finding.not_checked = dose_not_checked(dose);
    offer_start(finding, patient, dose);
    const auto per_kg = dose.mg_per_kg();
    finding.trigger = fmt::format(
        "{} intermediate, {} mg/kg", words::all_of(range.genes), per_kg ? words::number(*per_kg) : "unknown"
    );
}

void judge_indeterminate(const Patient& patient, const Dose& dose, Findings& found) {
    const auto genes = indeterminate_genes(patient.thiopurine_status());
    if (genes.empty()) return;
    const bool tpmt = patient.thiopurine_status().tpmt.phenotype == Phenotype::indeterminate;
    Finding& finding = found.info(
        dose.order,
        "{} result indeterminate: {} with {}",
        words::all_of(genes),
        tpmt ? "consider enzyme activity" : "monitor closely",
        words::drug(patient, *dose.order, group::thiopurines)
    );
    finding.why = phenotype_facts(patient);
    finding.because(dose_in_words(patient, dose));
    if (tpmt) finding.consider.emplace_back("TPMT indeterminate: consider enzyme activity");
    if (genes.size() > 1 || !tpmt) finding.consider.emplace_back("NUDT15 indeterminate: monitor closely");
    if (auto counts = weekly_counts(patient)) finding.suggest(std::move(*counts));
    finding.trigger = words::all_of(genes) + " indeterminate";
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : orders_in_question(patient)) {
        const Dose dose = dose_of(patient, *order);
        if (patient.thiopurine_status().any_poor())
            judge_poor(patient, dose, found);
        else if (patient.thiopurine_status().any_intermediate())
            judge_intermediate(patient, dose, found);
        else
            judge_indeterminate(patient, dose, found);
    }
}

}  // namespace

extern constinit const Rule azathioprine_thiopurine_phenotype = {
    .number = "R08",
    .id = "azathioprine-thiopurine-phenotype",
    .title = "Azathioprine dose for the TPMT and NUDT15 phenotype",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 94,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::thiopurine,
    .rank = 1,
    .why = "The usual dose destroys the bone marrow of a patient who cannot break down thiopurines.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/thiopurine_range.hpp"
#include "engine/options/thiopurine_steps.hpp"
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

constexpr std::array sources{seed_000, seed_001, seed_002, seed_003, lbl_aza};
constexpr auto overrides = word_list<3>("dose-intentional specialist-plan data-incorrect");
constexpr auto parameter_names =
    word_list<5>("aza.max_mg_per_kg aza.weight_basis aza.abs_cap aza.start_max aza.step_days");

constexpr double far_too_high_mg_per_kg = 3;
constexpr double tablet_mg = 25, usual_start_mg = 50;

/// Without the ideal weight the mg alone have a limit too (RULES 6.4).
bool above_absolute_cap(const Patient& patient, const Dose& dose) {
    const bool ideal_unknown = !dose.weight || dose.weight->height_missing || dose.weight->sex_unknown;
    return ideal_unknown && *dose.mg > patient.policy().aza_abs_cap + dose_slack;
}

std::string summary(const Patient& patient, const Dose& dose) {
    const std::string drug = words::capitalised(words::drug(patient, *dose.order, group::thiopurines));
    const std::string equivalent = dose.order->is(drug::mercaptopurine) ? " in azathioprine equivalents" : "";
    if (!dose.above(patient.policy().aza_max_mg_per_kg))
        return fmt::format(
            "{} {} mg/day{} is above {} mg; weight-based limit not checked",
            drug,
            words::number(*dose.mg),
            equivalent,
            words::number(patient.policy().aza_abs_cap)
        );
    const bool ideal = dose.weight->basis == WeightBasis::ideal;
    return fmt::format(
        "{} {} mg/day{} is {} mg/kg ({} weight); usual maximum {} mg/kg",
        drug,
        words::number(*dose.mg),
        equivalent,
        mg_per_kg_in_words(*dose.mg_per_kg(), patient.policy().aza_max_mg_per_kg),
        ideal ? "ideal" : "body",
        words::number(patient.policy().aza_max_mg_per_kg)
    );
}

/// What the weight allows, and the usual start. Not above what allopurinol leaves (R07 offers that).
void offer_lower_dose(Finding& finding, const Patient& patient, const Dose& dose) {
    if (!patient.current(group::xanthine_oxidase_inhibitors).empty()) return;
    const double most =
        dose.weight ? patient.policy().aza_max_mg_per_kg * dose.weight->kg : patient.policy().aza_abs_cap;
    const double allowed = tablets_for(*dose.order, most, tablet_mg);
    const double usual = std::min(usual_start_mg, patient.policy().aza_start_max);
    const double start = tablets_for(*dose.order, usual, tablet_mg);
    if (patient.is_new(*dose.order) || !dose.weight) {
        if (auto click = reduce_to(patient, dose, start)) finding.suggest(std::move(*click));
        if (!dose.weight || is_high_start(patient, *dose.order)) return;
    }
    if (allowed == start && !finding.suggestions.empty()) return;
    if (auto click = reduce_to(patient, dose, allowed)) finding.suggest(std::move(*click));
}

void describe(Finding& finding, const Patient& patient, const Dose& dose) {
    finding.because(dose_in_words(patient, dose));
    finding.consider = {
        fmt::format(
            "Usual 1-2 mg/kg/day, at most {} mg/kg of the lower of ideal and actual weight",
            words::number(patient.policy().aza_max_mg_per_kg)
        ),
        "Ideal weight (Devine): men 50 kg, women 45.5 kg, plus 2.3 kg for each inch above 60",
        words::with_limits(
            "Usual start 25-{aza.start_max} mg once daily, raised gradually, no faster than every "
            "{aza.step_days:t}",
            patient.policy()
        )};
    finding.not_checked = dose_not_checked(dose);
    finding.trigger = fmt::format("{} mg/day", words::number(*dose.mg));
}

bool judge_maximum(const Patient& patient, const Dose& dose, Findings& found) {
    const bool by_weight = dose.above(patient.policy().aza_max_mg_per_kg);
    if (!by_weight && !above_absolute_cap(patient, dose)) return false;
    Indicator strength = dose.above(far_too_high_mg_per_kg) ? Indicator::critical : Indicator::warning;
    if (dose.reported()) strength = Indicator::info;
    Finding& finding = found.add(strength, dose.order, summary(patient, dose));
    describe(finding, patient, dose);
    offer_lower_dose(finding, patient, dose);
    return true;
}

/// Mercaptopurine beside azathioprine, or the other way round: the same treatment twice, or a switch.
const Order* other_thiopurine(const Patient& patient, const Order& order) {
    for (const Order* each : patient.active(group::thiopurines))
        if (each != &order && !same_ingredient(*each, order)) return each;
    return nullptr;
}

bool say_both(const Patient& patient, const Dose& dose, const Order& other, Findings& found) {
    const auto name = [&](const Order& one) { return words::drug(patient, one, group::thiopurines); };
    Finding& finding = found.info(
        dose.order,
        "{} is ordered while {} is active: confirm that it takes its place",
        words::capitalised(name(*dose.order)),
        name(other)
    );
    describe(finding, patient, dose);
    finding.because(fmt::format("{} is active{}", words::capitalised(name(other)), words::from(other.source))
    );
    finding.at_most_one = false;
    return true;
}

bool judge_start(const Patient& patient, const Dose& dose, Findings& found) {
    if (!is_high_start(patient, *dose.order)) return false;
    if (const Order* other = other_thiopurine(patient, *dose.order))
        return say_both(patient, dose, *other, found);
    const bool converted = dose.order->is(drug::mercaptopurine);
    Finding& finding = found.info(
        dose.order,
        "{} start at {} mg/day{} start {} once daily, raised gradually",
        words::capitalised(words::drug(patient, *dose.order, group::thiopurines)),
        words::number(*start_mg(patient, *dose.order)),
        converted ? " in azathioprine equivalents: usual azathioprine" : ": usual",
        words::with_limits("25-{aza.start_max} mg", patient.policy())
    );
    describe(finding, patient, dose);
    // While R02 asks for tests on the same card, they stay a checklist.
    if (patient.thiopurine_status().tpmt.valid())
        offer_lower_dose(finding, patient, dose);
    else
        finding.at_most_one = false;
    return true;
}

void judge_rise(const Patient& patient, const Dose& dose, Findings& found) {
    const auto rise = steep_rise(patient, *dose.order);
    if (!rise) return;
    Finding& finding = found.info(
        dose.order,
        "{} raised from {} to {} mg/day {}: more than 50 mg within {}",
        words::capitalised(words::drug(patient, *dose.order, group::thiopurines)),
        words::number(rise->from),
        words::number(rise->to),
        rise->days == 1 ? "at once" : "in " + words::duration(rise->days),
        words::with_limits("{aza.step_days:t}", patient.policy())
    );
    describe(finding, patient, dose);
    finding.at_most_one = false;
}

void check(const Patient& patient, Findings& found) {
    if (has_lower_limit(patient)) return;  // R08 shows it
    for (const Order* order : patient.ordering(group::thiopurines)) {
        const Dose dose = dose_of(patient, *order);
        if (!dose.mg) continue;
        const bool said = judge_maximum(patient, dose, found) || judge_start(patient, dose, found);
        if (said && dose.sum) return;  // the other order of the sum would say the same
        if (!said) judge_rise(patient, dose, found);
    }
}

}  // namespace

extern constinit const Rule azathioprine_dose_limit = {
    .number = "R19",
    .id = "azathioprine-dose-limit",
    .title = "Azathioprine above the weight-based maximum",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 50,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill,
    .may_be_critical = true,
    .group = Group::thiopurine,
    .rank = 4,
    .why = "Bone-marrow and liver toxicity rise with the dose per kg; a high start cannot be watched.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/evidence.hpp"
#include "engine/options/bone.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/specialist_referral.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_004, acrgiop22};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<4>("bone.days dxa.days frax.high bp.min_egfr");

constexpr std::array bisphosphonate_allergens{
    allergy::bisphosphonate, drug::alendronic_acid, drug::risedronate, drug::zoledronic_acid};
constexpr std::array tooth_extraction{procedure::dental_extraction};
constexpr Days around_extraction{180};

/// Why a drug is a specialist's choice here, in words; empty when nothing is found.
std::string for_specialist(const Patient& patient) {
    if (patient.facts().demographics.child()) return "a child";
    if (patient.pregnancy().pregnant == Truth::yes) return "pregnancy";
    if (patient.pregnancy().childbearing_potential == Truth::yes) return "childbearing potential";
    if (bone::is_kidney_too_weak(patient))
        return fmt::format(
            "{} below {}, zoledronate is contraindicated",
            words::egfr(*patient.kidney(Days{365})),
            words::number(patient.policy().bp_min_egfr)
        );
    if (patient.allergy_to(bisphosphonate_allergens)) return "allergy to a bisphosphonate";
    return {};
}

bool may_bear_children(const Patient& patient) {
    return patient.pregnancy().pregnant == Truth::yes
           || patient.pregnancy().childbearing_potential == Truth::yes;
}

/// Done lately or asked for: antiresorptives and open sockets do not go together.
bool has_tooth_out(const Patient& patient) {
    if (patient.requested(tooth_extraction, around_extraction)) return true;
    return std::ranges::any_of(patient.facts().procedures, [&](const Event& one) {
        return one.what.has(procedure::dental_extraction) && one.date && *one.date <= patient.now()
               && patient.now() - *one.date <= around_extraction;
    });
}

bool is_ruled_out(const Patient& patient, Concept drug) {
    return std::ranges::any_of(patient.facts().orders, [&](const Order& order) {
        return order.state == OrderState::do_not_give && order.is(drug);
    });
}

Suggestion alendronate() {
    return {
        "Start alendronate 70 mg once weekly",
        {DrugProposal{
            .drug = drug::alendronic_acid,
            .dose = 70,
            .period_unit = "wk",
            .note = "Stay upright for 30 minutes after it. Calcium and vitamin D beside it."}},
        false};
}

Suggestion zoledronate() {
    return {
        "Give zoledronate 5 mg IV once a year",
        {DrugProposal{
            .drug = drug::zoledronic_acid,
            .dose = 5,
            .period = 12,
            .period_unit = "mo",
            .route = Route::iv,
            .note = "Calcium and vitamin D beside it."}},
        false};
}

void offer(Finding& finding, const Patient& patient) {
    if (const std::string reason = for_specialist(patient); !reason.empty()) {
        finding.because(fmt::format("The choice of drug is a specialist's: {}", reason));
    } else {
        const auto against = bone::against_tablets(patient);
        if (!against.empty())
            finding.because(fmt::format("Not offered by mouth: {}", words::all_of(against)));
        else if (!is_ruled_out(patient, drug::alendronic_acid))
            finding.suggest(alendronate());
        if (!bone::may_be_infused(patient, true))
            finding.not_checked.emplace_back("Zoledronate is offered only with eGFR and calcium of the last "
                                             "90 days and a vitamin D level of the last year that allow it");
        else if (!is_ruled_out(patient, drug::zoledronic_acid))
            finding.suggest(zoledronate());
    }
    if (auto ask = refer_to_specialist(patient, "Refer to a specialist for bone treatment", "bone treatment"))
        finding.suggest(std::move(*ask));
}

Indicator strength(const Patient& patient, const bone::FractureRisk& risk) {
    const bool held_back = may_bear_children(patient) || has_tooth_out(patient);
    return risk.osteoporosis && !held_back ? Indicator::warning : Indicator::info;
}

std::string summary(const Patient& patient, const bone::FractureRisk& risk) {
    return fmt::format(
        "{} on long-term steroid without bone treatment: consider {}",
        risk.osteoporosis ? "Osteoporosis" : "High fracture risk",
        for_specialist(patient).empty() ? "a bisphosphonate" : "specialist advice on bone treatment"
    );
}

/// Sources in which a diagnosis, a scan or a treatment might stand.
bool is_complete(const Sources& came) {
    return found(false, came.conditions) == Truth::no && found(false, came.observations) == Truth::no;
}

void check(const Patient& patient, Findings& found) {
    const Order* steroid = bone::steroid_in_question(patient);
    if (!steroid) return;
    if (bone::is_unreadable(patient)) return found.gap("Bone treatment: a steroid dose could not be read");
    const bone::FractureRisk risk = bone::fracture_risk(patient);
    const bool long_term = bone::long_steroid(patient) || risk.very_high_dose;
    if (!found.holds("2.5 mg/day or more for bone.days, given or planned", long_term)) return;
    if (!found.holds("osteoporosis, fragility fracture, high FRAX or very high dose", risk.any())) {
        if (!is_complete(patient.sources()))
            found.gap("Bone treatment: diagnoses or results not available in full");
        for (const std::string& line : bone::unreadable_risks(patient)) found.gap("Bone treatment: " + line);
        return;
    }
    if (found.holds("bone treatment is taken or was given in the last 400 days", bone::is_treated(patient)))
        return;
    if (engine::found(false, patient.sources().medications) != Truth::no)
        return found.gap("Bone treatment: " + words::medication_list(patient));
    Finding& finding = found.add(strength(patient, risk), steroid, summary(patient, risk));
    for (const std::string& one : risk.why) finding.because(one);
    finding.because("No bisphosphonate, denosumab, teriparatide or romosozumab in the last 400 days");
    finding.consider = {
        "An oral bisphosphonate is usual; zoledronate IV when tablets cannot be taken; calcium and vitamin D "
        "beside either"};
    if (has_tooth_out(patient))
        finding.consider.emplace_back(
            "A tooth extraction is recent or planned: settle the time of the start with the dentist"
        );
    finding.not_checked = unreadable_kidney(patient, Days{365});
    offer(finding, patient);
    finding.trigger = words::all_of(risk.why);
}

}  // namespace

extern constinit const Rule bone_antiresorptive = {
    .number = "R33",
    .id = "bone-antiresorptive",
    .title = "Antiresorptive therapy",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 30,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::encounter_discharge,
    .group = Group::bone,
    .rank = 1,
    .why = "With osteoporosis and long-term steroid the next fracture is likely, and treatment prevents it.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

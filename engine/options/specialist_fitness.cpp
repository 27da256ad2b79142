#include "engine/options/specialist_fitness.hpp"

#include "engine/options/ivig.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days year{365};
constexpr double less_kidney = 60;  ///< eGFR, as for immunoglobulin (RULES 3.5)
constexpr int old_age = 65;

bool is_positive(const Patient& patient, Concept test) {
    return std::ranges::any_of(patient.labs().all(test), [](const Result* each) {
        return each->reading == Reading::positive;
    });
}

/// One drug by its own name: allergy and earlier decisions.
Fitness by_name(const Patient& patient, ConceptGroup drugs) {
    Fitness fit;
    weigh_allergy(fit, patient, drugs);
    weigh_earlier_decisions(fit, patient, drugs);
    return fit;
}

void leave_to_specialist_in_pregnancy(Fitness& fit, const Patient& patient) {
    const Pregnancy& state = patient.pregnancy();
    if (state.pregnant == Truth::yes)
        fit.caution("pregnancy: a specialist's decision");
    else if (state.planning)
        fit.caution("pregnancy is planned: a specialist's decision");
}

/// "thrombosis risk: hypertension": what age and kidney have said already is left out.
void name_risks(Fitness& fit, std::string_view what, const Risks::Factors& factors) {
    for (const std::string& each : factors) {
        if (each.starts_with("age") || each.starts_with("eGFR")) continue;
        return fit.caution(fmt::format("{}: {}", what, each));
    }
}

}  // namespace

Fitness immunoglobulin_fitness(const Patient& patient) {
    Fitness fit;
    if (const ivig::Reaction reaction = ivig::reaction(patient); reaction.severe())
        fit.avoid(fmt::format("severe reaction is recorded{}", words::from(reaction.worst->source)));
    else if (reaction.any())
        fit.caution("an earlier reaction is recorded");
    if (ivig::may_lack_iga(patient)) {
        if (is_positive(patient, lab::antibody_iga))
            fit.avoid("IgA deficiency with anti-IgA antibodies");
        else
            fit.caution("IgA is low or deficient: check for anti-IgA antibodies first");
    }
    const auto age = patient.facts().demographics.age_years;
    if (age && *age >= old_age) fit.caution("age 65 or older: thrombosis and kidney risk, divided days");
    if (const auto kidney = patient.kidney(year); kidney && kidney->below(less_kidney))
        fit.caution(words::egfr(*kidney) + ": kidney risk, divided days");
    name_risks(fit, "thrombosis risk", patient.risks().thrombosis);
    name_risks(fit, "kidney risk", patient.risks().renal);
    return fit;
}

Fitness calcineurin_inhibitor_fitness(const Patient& patient, Concept drug) {
    Fitness fit = by_name(patient, ConceptGroup(&drug, 1));
    if (const auto kidney = patient.kidney(year); kidney && kidney->below(less_kidney))
        fit.caution(words::egfr(*kidney) + ": it can harm the kidney");
    return fit;
}

Fitness rituximab_fitness(const Patient& patient) {
    Fitness fit = by_name(patient, group::rituximab);
    const bool hepatitis_b = patient.condition(condition::hepatitis_b) || is_positive(patient, lab::hbsag)
                             || is_positive(patient, lab::anti_hbc_total);
    if (hepatitis_b) fit.caution("a marker of hepatitis B is positive: antiviral plan first");
    leave_to_specialist_in_pregnancy(fit, patient);
    return fit;
}

Fitness cyclophosphamide_fitness(const Patient& patient) {
    Fitness fit;
    weigh_pregnancy(fit, patient);
    weigh_allergy(fit, patient, group::cyclophosphamide);
    weigh_earlier_decisions(fit, patient, group::cyclophosphamide);
    return fit;
}

Fitness abatacept_fitness(const Patient& patient) {
    constexpr std::array abatacept{drug::abatacept};
    Fitness fit = by_name(patient, abatacept);
    if (patient.iim().ild)
        fit.caution("lung disease: advised against as its first treatment (ACR/CHEST 2023)");
    leave_to_specialist_in_pregnancy(fit, patient);
    return fit;
}

Fitness tocilizumab_fitness(const Patient& patient) {
    constexpr std::array tocilizumab{drug::tocilizumab};
    Fitness fit = by_name(patient, tocilizumab);
    leave_to_specialist_in_pregnancy(fit, patient);
    return fit;
}

Fitness steroid_fitness(const Patient& patient) {
    Fitness fit;
    weigh_allergy(fit, patient, group::corticosteroids);
    const Risks& risks = patient.risks();
    if (!risks.high_steroid.empty())
        fit.caution(risks.high_steroid.front() + ": the lower end of the dose range is usual");
    else if (!risks.high_steroid_minor.empty())
        fit.mention(risks.high_steroid_minor.front());
    return fit;
}

}  // namespace iim::engine

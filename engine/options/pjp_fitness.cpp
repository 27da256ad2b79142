#include "engine/options/pjp_fitness.hpp"

#include "engine/derive/compare.hpp"
#include "engine/facts/words.hpp"
#include "engine/options/late_pregnancy.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::pjp {

namespace {

constexpr Days year{365}, baseline{42}, potassium_window{30};

void avoid_below(Fitness& fit, const Patient& patient, Concept test, double limit) {
    const Result* found = patient.labs().measured(test, patient.now(), baseline);
    if (found && is_below(*found, limit)) fit.avoid(words::result(*found, patient.name(test), "x10^9/L"));
}

/// Mild stomach upset is no reason to leave the drug out; anything else, known or not, is.
void weigh_allergy(Fitness& fit, const Patient& patient, ConceptGroup to, std::string_view what) {
    const Allergy* found = patient.allergy_to(to);
    if (!found) return;
    if (found->severity == AllergySeverity::mild_gi)
        fit.mention(fmt::format("mild gastrointestinal intolerance of {}", what));
    else
        fit.avoid(fmt::format("allergy to {} is recorded{}", what, words::from(found->source)));
}

void weigh_orders(Fitness& fit, const Patient& patient, Concept agent) {
    const ConceptGroup drugs(&agent, 1);
    for (const Order& order : patient.facts().orders)
        if (order.state == OrderState::do_not_give && order.is(agent))
            fit.avoid(fmt::format("the record says not to give it{}", words::from(order.source)));
    if (!patient.on_hold(drugs).empty()) fit.caution("an order is on hold: review why");
    if (!patient.current(drugs).empty()) fit.caution("an order exists: check that dose and dates cover");
}

constexpr std::array kidney_failure{condition::ckd_stage_5, condition::esrd};

void weigh_kidney(Fitness& fit, const Patient& patient) {
    const auto kidney = patient.kidney(year);
    if (kidney && kidney->below(15)) fit.avoid(words::egfr(*kidney));
    if (const Condition* failure = patient.condition(kidney_failure))
        fit.avoid(fmt::format(
            "{} is recorded{}",
            patient.name(failure->concepts.first_of(kidney_failure)),
            words::from(failure->source)
        ));
    const Condition* stage = patient.condition(condition::ckd_stage_4);
    const std::string_view dose = halves_trimethoprim(patient) ? ": half dose" : "";
    if (stage)
        fit.caution(fmt::format("{} is recorded{}", patient.name(condition::ckd_stage_4), dose));
    else if (kidney && !dose.empty())
        fit.mention(words::egfr(*kidney) + std::string(dose));
}

void weigh_kidney_and_potassium(Fitness& fit, const Patient& patient) {
    weigh_kidney(fit, patient);
    const Result* potassium = patient.labs().measured(lab::potassium, patient.now(), potassium_window);
    if (potassium && is_at_least(*potassium, potassium_limit(patient)))
        fit.avoid(words::result(*potassium, "potassium", "mmol/L"));
}

void weigh_methotrexate(Fitness& fit, const Patient& patient) {
    if (patient.current(group::methotrexate).empty()) return;
    if (patient.policy().pjp_mtx_policy == "avoid")
        fit.avoid("methotrexate is current");
    else if (patient.policy().pjp_mtx_policy == "allow-with-monitoring")
        fit.mention("methotrexate is current: bone-marrow suppression, blood count at 1-2 weeks");
    else
        fit.caution("methotrexate is current: bone-marrow suppression, blood count at 1-2 weeks");
}

void weigh_pregnancy_near_term(Fitness& fit, const Patient& patient) {
    const auto pregnancy = recorded_pregnancy(patient);
    if (!pregnancy) return;
    std::string why = pregnancy->in_words() + ": avoided near term" + words::from(pregnancy->source);
    if (pregnancy->may_be_late())
        fit.avoid(std::move(why));
    else
        fit.caution(std::move(why));
}

bool has_severe(const Patient& patient, Concept airway) {
    return std::ranges::any_of(patient.facts().conditions, [&](const Condition& each) {
        return each.active() && each.severe && each.concepts.has(airway);
    });
}

/// Severe by its code ("severe persistent asthma") or by the severity that the record gives. Of bronchospasm
/// the history counts.
void weigh_airways(Fitness& fit, const Patient& patient) {
    if (patient.condition(condition::asthma_severe)) return fit.avoid("severe asthma");
    for (const Concept airway : {condition::asthma, condition::copd}) {
        if (!patient.condition(airway)) continue;
        if (has_severe(patient, airway))
            fit.avoid(fmt::format("severe {}", patient.name(airway)));
        else
            fit.caution(fmt::format("{}: bronchospasm", patient.name(airway)));
    }
    const bool spasm = std::ranges::any_of(patient.facts().conditions, [](const Condition& each) {
        return each.concepts.has(condition::bronchospasm);
    });
    if (spasm) fit.caution("bronchospasm is recorded");
}

bool severe_sulfonamide_skin_reaction(const Patient& patient) {
    return std::ranges::any_of(patient.facts().allergies, [](const Allergy& each) {
        return each.severe_skin && each.substances.any_of(group::allergen::sulfonamide_antibiotics);
    });
}

bool transfused_before(const Patient& patient, Day sample) {
    const Days transfusion_window(static_cast<int>(patient.policy().g6pd_transfusion_days));
    return std::ranges::any_of(patient.facts().procedures, [&](const Event& event) {
        return event.what.has(procedure::transfusion_red_cells) && event.date && *event.date <= sample
               && *event.date >= sample - transfusion_window;
    });
}

G6pd g6pd_reading(const Result& one) {
    const bool measured = one.value && one.range_low;
    const bool denied = has_part(one.text, "no g6pd deficien") || has_part(one.text, "not deficien")
                        || has_part(one.text, "no deficien") || has_part(one.text, "non-deficien");
    if (one.flag == 'L' || (measured && *one.value < *one.range_low)) return G6pd::deficient;
    if (has_part(one.text, "deficien") && !denied) return G6pd::deficient;
    const bool normal = denied || one.flag == 'N' || equals_words(trimmed(one.text), "normal")
                        || (measured && *one.value >= *one.range_low);
    return normal ? G6pd::normal : G6pd::not_tested;
}

}  // namespace

const Result* unreadable_g6pd(const Patient& patient) {
    for (const Result* each : patient.labs().all(lab::g6pd))
        if (each->date <= patient.now()) return g6pd_reading(*each) == G6pd::not_tested ? each : nullptr;
    return nullptr;
}

G6pd g6pd_status(const Patient& patient) {
    if (patient.condition(condition::g6pd_deficiency)) return G6pd::deficient;
    G6pd status = G6pd::not_tested;
    for (const Result* each : patient.labs().all(lab::g6pd)) {
        if (each->date > patient.now()) continue;
        const G6pd read = g6pd_reading(*each);
        // Born with it: one deficient result stands, whatever came later.
        if (read == G6pd::deficient) return read;
        if (read == G6pd::normal && !transfused_before(patient, each->date)) status = read;
    }
    return status;
}

bool halves_trimethoprim(const Patient& patient) {
    const auto kidney = patient.kidney(year);
    if (!kidney) return patient.condition(condition::ckd_stage_4) != nullptr;
    return (kidney->below(30) || kidney->egfr <= 30) && !kidney->below(15);
}

bool takes_potassium_raiser(const Patient& patient) {
    return !patient.current(group::potassium_raising).empty()
           || !patient.current(group::calcineurin_inhibitors).empty();
}

double potassium_limit(const Patient& patient) {
    const Policy& policy = patient.policy();
    const bool at_risk = takes_potassium_raiser(patient);
    return at_risk ? std::min(policy.tmp_k_limit_at_risk, policy.tmp_k_limit) : policy.tmp_k_limit;
}

Fitness trimethoprim_sulfamethoxazole_fitness(const Patient& patient) {
    /// Co-trimoxazole has been said with the sulfonamides.
    constexpr std::array trimethoprim{allergy::trimethoprim, drug::trimethoprim};
    Fitness fit;
    weigh_allergy(fit, patient, group::allergen::sulfonamide_antibiotics, "sulfonamide antibiotics");
    weigh_allergy(fit, patient, trimethoprim, "trimethoprim");
    weigh_kidney_and_potassium(fit, patient);
    avoid_below(fit, patient, lab::neutrophils, 0.5);
    avoid_below(fit, patient, lab::platelets, 50);
    const auto age_days = patient.facts().demographics.age_days;
    if (age_days && *age_days < 61) fit.avoid("age below 2 months");
    if (g6pd_status(patient) == G6pd::deficient) fit.caution("G6PD deficiency");
    weigh_pregnancy_near_term(fit, patient);
    weigh_methotrexate(fit, patient);
    weigh_orders(fit, patient, drug::sulfamethoxazole_trimethoprim);
    return fit;
}

Fitness atovaquone_fitness(const Patient& patient) {
    Fitness fit;
    weigh_allergy(fit, patient, group::allergen::atovaquone, "atovaquone");
    weigh_orders(fit, patient, drug::atovaquone);
    return fit;
}

Fitness pentamidine_fitness(const Patient& patient) {
    Fitness fit;
    weigh_allergy(fit, patient, group::allergen::pentamidine, "pentamidine");
    weigh_airways(fit, patient);
    const auto age = patient.facts().demographics.age_years;
    if (age && *age < 5) fit.avoid("age below 5 years: cannot inhale it");
    if (patient.iim().ild) fit.caution("interstitial lung disease");
    weigh_orders(fit, patient, drug::pentamidine);
    return fit;
}

std::vector<std::string> unreadable_for_tmp_smx(const Patient& patient) {
    constexpr std::array potassium{lab::potassium};
    constexpr std::array counts{lab::neutrophils, lab::platelets};
    auto lines = unreadable_results(patient, potassium, potassium_window);
    std::ranges::move(unreadable_results(patient, counts, baseline), std::back_inserter(lines));
    return lines;
}

Fitness dapsone_fitness(const Patient& patient) {
    Fitness fit;
    weigh_allergy(fit, patient, group::allergen::dapsone, "dapsone");
    if (severe_sulfonamide_skin_reaction(patient)) fit.avoid("severe skin reaction to a sulfonamide");
    constexpr std::array haemoglobin{lab::hemoglobin};
    const Result* found = patient.labs().measured(lab::hemoglobin, patient.now(), baseline);
    if (found && is_below(*found, 80)) fit.avoid(words::result(*found, "haemoglobin", "g/L"));
    for (std::string& line : unreadable_results(patient, haemoglobin, baseline)) fit.caution(std::move(line));
    const G6pd g6pd = g6pd_status(patient);
    if (g6pd == G6pd::deficient) fit.avoid("G6PD deficiency");
    if (g6pd == G6pd::not_tested) fit.caution("no normal G6PD result: test first");
    weigh_orders(fit, patient, drug::dapsone);
    return fit;
}

}  // namespace iim::engine::pjp

#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/folic_acid.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/pjp_agent.hpp"
#include "engine/options/pjp_fitness.hpp"
#include "engine/options/pjp_switch.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
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
using mtx::Pair;
using mtx::TrimethoprimUse;

constexpr std::array sources{medsafe22, sps25, kwon18, seed_000, seed_001, seed_004};
constexpr auto overrides =
    word_list<4>("benefit-outweighs-risk specialist-plan contraindicated data-incorrect");
constexpr auto parameter_names =
    word_list<4>("mtxtmp.proph_level mtx.split_hours folic.regimen pjp.agent_order");

Indicator prophylaxis_level(const Policy& policy) {
    if (policy.mtxtmp_proph_level == "critical") return Indicator::critical;
    return policy.mtxtmp_proph_level == "info" ? Indicator::info : Indicator::warning;
}

std::string_view trimethoprim_name(const Patient& patient, const Pair& pair) {
    return words::drug(patient, *pair.trimethoprim, group::any_trimethoprim);
}

std::string how_much(const Pair& pair) {
    switch (pair.use) {
    case TrimethoprimUse::prophylaxis: return "prophylactic dose";
    case TrimethoprimUse::treatment: return "treatment dose";
    case TrimethoprimUse::unreadable: return "dose could not be read, judged as a treatment dose";
    }
    return {};
}

std::string stopped(const Order& order, Day now) {
    if (order.state != OrderState::historical) return {};
    const auto last = last_given(order, now);
    return last ? fmt::format(", stopped on {}", fhir::to_string(*last)) : std::string();
}

std::vector<std::string> facts_of(const Patient& patient, const Pair& pair) {
    const Day now = patient.now();
    std::vector<std::string> facts{
        fmt::format(
            "{}: {}{}{}",
            words::capitalised(trimethoprim_name(patient, pair)),
            how_much(pair),
            stopped(*pair.trimethoprim, now),
            words::from(pair.trimethoprim->source)
        ),
        fmt::format(
            "Methotrexate{}{}", stopped(*pair.methotrexate, now), words::from(pair.methotrexate->source)
        )};
    const auto counts = mtx::latest_counts(patient);
    facts.insert(facts.end(), counts.begin(), counts.end());
    return facts;
}

std::vector<std::string> background() {
    return {
        "Both act against folate, and trimethoprim lowers the renal clearance of methotrexate",
        "Fatal bone-marrow failure is described at treatment doses; prophylactic doses were not clearly "
        "associated with low counts in one matched cohort",
        "The effect can be delayed: monitor the blood count for at least 2 months"};
}

bool is_pneumocystis_prophylaxis(const Pair& pair) {
    return pair.use == TrimethoprimUse::prophylaxis
           && pair.trimethoprim->is(drug::sulfamethoxazole_trimethoprim);
}

/// Prophylaxis against Pneumocystis has another drug to go to. What is taken already the user has to stop.
void offer_atovaquone(Finding& finding, const Patient& patient, const Order& trimethoprim) {
    constexpr std::array drugs{drug::atovaquone};
    const Fitness fit = pjp::atovaquone_fitness(patient);
    const bool known = !patient.current(drugs).empty() || !patient.on_hold(drugs).empty();
    if (!fit.offered() || known || !patient.facts().demographics.adult()) return;
    const DrugProposal atovaquone{.drug = drug::atovaquone, .dose = 1500, .note = "With food."};
    Suggestion one{"Replace by atovaquone 1500 mg daily (Pneumocystis prophylaxis)", {atovaquone}, false};
    if (mtx::is_editable(trimethoprim))
        one.actions.insert(one.actions.begin(), RemoveOrder{&trimethoprim});
    else
        one.label = "In place of TMP-SMX, add atovaquone 1500 mg daily - stop TMP-SMX yourself";
    if (!fit.fits()) one.label += fmt::format(" - {}", fit.first_caution());
    finding.suggest(std::move(one));
}

void offer_monitoring(Finding& finding, const Patient& patient, const Order& methotrexate) {
    Suggestion keep;
    keep.actions = repeat_tests(patient, {need::blood_count}, "at 1 week and at 2 weeks");
    const bool counted = !keep.actions.empty();
    const bool folate = !patient.folate().any();
    if (folate) {
        const auto schedule = mtx::schedule_of(methotrexate, patient.now(), patient.policy().mtx_split_hours);
        keep.actions.emplace_back(folic_acid(preferred_folic_regimen(patient.policy()), schedule.weekdays));
    }
    if (keep.actions.empty()) return;
    keep.label = fmt::format(
        "Keep both: {}{}{}",
        counted ? "blood count at 1 and 2 weeks" : "",
        counted && folate ? ", " : "",
        folate ? "folic acid" : ""
    );
    finding.suggest(std::move(keep));
}

/// Without another agent that fits, R03 would ask for the same drug again.
bool is_only_prophylaxis(const Patient& patient, const Order& trimethoprim) {
    constexpr std::array others{drug::atovaquone, drug::pentamidine, drug::dapsone};
    return patient.current(others).empty() && pjp::switches(patient, trimethoprim, others).empty();
}

/// A prophylaxis that nothing can replace is kept and watched; only a grave risk takes it out.
void offer_removal(Finding& finding, const Patient& patient, const Pair& pair) {
    const bool prophylaxis = is_pneumocystis_prophylaxis(pair);
    const bool keep = prophylaxis && finding.indicator != Indicator::critical
                      && is_only_prophylaxis(patient, *pair.trimethoprim);
    if (keep) {
        finding.consider.emplace_back("No other prophylaxis against Pneumocystis fits this patient");
        if (auto ask = pjp::referral(patient)) finding.suggest(std::move(*ask));
        return;
    }
    finding.suggest(
        {fmt::format(
             "Remove {}: {}",
             trimethoprim_name(patient, pair),
             prophylaxis ? "choose another prophylaxis" : "choose a non-trimethoprim antibiotic"
         ),
         {RemoveOrder{pair.trimethoprim}},
         false}
    );
}

void offer_options(Finding& finding, const Patient& patient, const Pair& pair) {
    const bool prophylaxis = pair.use == TrimethoprimUse::prophylaxis;
    if (is_pneumocystis_prophylaxis(pair)) offer_atovaquone(finding, patient, *pair.trimethoprim);
    if (mtx::is_editable(*pair.trimethoprim)) offer_removal(finding, patient, pair);
    const bool grave = !prophylaxis || finding.indicator == Indicator::critical;
    if (grave && mtx::is_editable(*pair.methotrexate))
        finding.suggest(
            {fmt::format("Hold methotrexate{}: remove its draft", prophylaxis ? "" : " for the course"),
             {RemoveOrder{pair.methotrexate}},
             false}
        );
    if (prophylaxis) return offer_monitoring(finding, patient, *pair.methotrexate);
    finding.consider.emplace_back(
        "Where treatment with trimethoprim is needed: consider holding methotrexate for the course"
    );
}

void check(const Patient& patient, Findings& found) {
    const auto pair = mtx::taken_together(patient);
    if (!pair) return;
    const auto risks = mtx::marrow_risks(patient, *pair->methotrexate);
    const bool grave = pair->use != TrimethoprimUse::prophylaxis || !risks.empty();
    const auto ordered = patient.ordering(group::any_trimethoprim);
    const bool about_trimethoprim = std::ranges::find(ordered, pair->trimethoprim) != ordered.end();
    Finding& finding = found.add(
        grave ? Indicator::critical : prophylaxis_level(patient.policy()),
        about_trimethoprim ? pair->trimethoprim : pair->methotrexate,
        fmt::format(
            "Methotrexate with {}: risk of serious bone-marrow suppression - avoid if possible or monitor "
            "CBC "
            "closely",
            trimethoprim_name(patient, *pair)
        )
    );
    finding.why = facts_of(patient, *pair);
    for (const std::string& risk : risks) finding.because("Raises the risk: " + risk);
    finding.consider = background();
    finding.not_checked = mtx::unseen_risks(patient);
    if (pair->use == TrimethoprimUse::unreadable)
        finding.not_checked.push_back(gap_line(trimethoprim_name(patient, *pair), *pair->trimethoprim));
    offer_options(finding, patient, *pair);
    finding.trigger = how_much(*pair) + (risks.empty() ? "" : "; " + risks.front());
}

}  // namespace

extern constinit const Rule methotrexate_trimethoprim_interaction = {
    .number = "R06",
    .id = "methotrexate-trimethoprim-interaction",
    .title = "Methotrexate with trimethoprim",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 88,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .why = "Trimethoprim with methotrexate can cause fatal bone-marrow failure.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/derive/compare.hpp"
#include "engine/evidence.hpp"
#include "engine/options/pjp_agent.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/options/pjp_gap.hpp"
#include "engine/options/pjp_subject.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_004, eularoi22, park19, pjpreg, pjp_incidence};
constexpr auto overrides = word_list<7>("already-addressed contraindicated patient-declined specialist-plan "
                                        "benefit-outweighs-risk palliative data-incorrect");
constexpr auto parameter_names =
    word_list<12>("pjp.mg pjp.days pjp.eular_band pjp.lymph pjp.t5 pjp.t5_min_mg "
                  "pjp.any_indication pjp.agent_order pjp.mtx_policy pjp.tmpsmx_regimen "
                  "tmp.k_limit tmp.k_limit_at_risk");

constexpr double very_low_lymphocytes = 0.5;  // 10*9/L
constexpr Days early{14};

std::string summary(
    const Patient& patient, const pjp::Exposure& exposure, const pjp::Cover& cover, std::string_view agent
) {
    const std::string what = pjp::exposure_in_words(patient, exposure);
    if (!cover.unreadable.empty())
        return what + ": Pneumocystis prophylaxis not confirmed, its dose could not be read";
    if (exposure.trigger == pjp::Trigger::combination)
        return what + " and no Pneumocystis prophylaxis: review need";
    if (exposure.ending) return what + " without Pneumocystis prophylaxis: exposure ending within a week";
    return fmt::format("{} without Pneumocystis prophylaxis: consider prophylaxis ({})", what, agent);
}

/// All that applies, so that a new exposure or very low lymphocytes are a new occasion (RULES 4.4).
std::string what_fired(
    const Patient& patient, const std::vector<pjp::Exposure>& exposures, const Result* lymphocytes
) {
    std::string keys;
    for (const pjp::Exposure& each : exposures)
        keys += (keys.empty() ? "" : "; ") + pjp::trigger_key(patient, each);
    if (lymphocytes && is_below(*lymphocytes, very_low_lymphocytes)) keys += "; lymphocytes very low";
    return keys;
}

/// The trigger that leads, with every other that applies and what fits this patient.
void recommend(
    const Patient& patient,
    const std::vector<pjp::Exposure>& exposures,
    const pjp::Cover& cover,
    Findings& found
) {
    const pjp::Exposure& first = exposures.front();
    pjp::AgentAdvice advice = pjp::choose_agent(patient);
    Finding& finding = found.add(
        first.indicator, pjp::subject(patient, first), summary(patient, first, cover, advice.first)
    );
    for (const pjp::Exposure& each : exposures)
        finding.why.insert(finding.why.end(), each.facts.begin(), each.facts.end());
    const Result* lymphocytes = pjp::lymphocytes(patient);
    if (lymphocytes) finding.because(words::result(*lymphocytes, "Lymphocytes", "x10^9/L"));
    if (lymphocytes && is_below(*lymphocytes, very_low_lymphocytes)
        && first.trigger == pjp::Trigger::steroid_run)
        finding.extra_weight = 10;
    finding.because(
        cover.unreadable.empty()
            ? "No covering order: TMP-SMX, atovaquone, pentamidine within 35 days, dapsone"
            : "Prophylaxis is ordered, at a dose that could not be read; no other covering order"
    );
    finding.consider = pjp::background();
    finding.consider.insert(finding.consider.end(), advice.notes.begin(), advice.notes.end());
    finding.options = std::move(advice.options);
    if (!first.ending) finding.suggestions = std::move(advice.suggestions);
    const bool certain = first.indicator == Indicator::warning && cover.unreadable.empty();
    for (Suggestion& each : finding.suggestions) each.recommended = each.recommended && certain;
    finding.not_checked = std::move(advice.unseen);
    std::ranges::move(
        words::not_delivered(patient, words::Medicines::reported), std::back_inserter(finding.not_checked)
    );
    std::ranges::move(pjp::unreadable_lymphocytes(patient), std::back_inserter(finding.not_checked));
    finding.not_checked.insert(finding.not_checked.end(), cover.unreadable.begin(), cover.unreadable.end());
    finding.trigger = first.facts.empty() ? finding.summary : what_fired(patient, exposures, lymphocytes);
}

/// Prophylaxis that stops more than two weeks before the exposure does.
void judge_end(const Patient& patient, const pjp::Exposure& first, const pjp::Cover& cover, Findings& found) {
    if (!first.run || first.ending || !cover.ends || *cover.ends >= first.run->end - early) return;
    Finding& finding = found.info(
        pjp::subject(patient, first),
        "Pneumocystis prophylaxis ends early: on {}, while {} {}",
        fhir::to_string(*cover.ends),
        first.trigger == pjp::Trigger::steroid_run ? fmt::format(
            "{} mg/day or more of prednisone-equivalent", words::number(patient.policy().pjp_mg)
        )
                                                   : "more than 15 mg/day of prednisone-equivalent",
        first.run->open ? "has no stop date recorded" : "continues"
    );
    finding.why = first.facts;
    finding.consider = {"Consider prophylaxis until the steroid is below the threshold"};
    finding.trigger = "ends " + fhir::to_string(*cover.ends);
}

void say_gap(const pjp::Gap& gap, Findings& found) {
    Finding& finding = found.add(Indicator::info, gap.about, gap.summary);
    finding.not_checked = gap.lines;
    finding.data_gap = !gap.dose_unreadable;
    finding.trigger = "not checked";
}

void check(const Patient& patient, Findings& found) {
    const bool relevant = pjp::orders_something_relevant(patient);
    if (!found.holds("a steroid or immunosuppressant is ordered, where this hook is about orders", relevant))
        return;
    if (found.holds("decided against, Pneumocystis treated, or palliative care", pjp::is_settled(patient)))
        return;
    const auto exposures = pjp::exposures(patient);
    const pjp::Cover cover = pjp::cover_on(patient, pjp::first_day(patient));
    const Truth covered = engine::found(cover.found, patient.sources().medications);
    if (found.holds("prophylaxis covers the day, or is drafted", covered) == Truth::yes) {
        if (found.holds("one of the exposures T1 to T5", !exposures.empty()))
            judge_end(patient, exposures.front(), cover, found);
        return;
    }
    if (patient.hook() == Hook::patient_view && !pjp::medications_known(patient))
        return found.gap("Pneumocystis prophylaxis: medication list not available");
    const auto gap = pjp::what_is_missing(patient, exposures);
    if (found.holds("the medication list or a steroid dose is missing", gap.has_value()))
        return say_gap(*gap, found);
    if (found.holds("one of the exposures T1 to T5", !exposures.empty()))
        recommend(patient, exposures, cover, found);
}

}  // namespace

extern constinit const Rule pjp_prophylaxis_missing = {
    .number = "R03",
    .id = "pjp-prophylaxis-missing",
    .title = "Pneumocystis prophylaxis absent",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 76,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .any_indication = false,
    .any_indication_policy = &Policy::pjp_any_indication,
    .group = Group::pjp,
    .rank = 1,
    .why = "Prophylaxis against Pneumocystis pneumonia is to be considered with long high-dose steroid.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

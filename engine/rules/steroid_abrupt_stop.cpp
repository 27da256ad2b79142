#include "engine/evidence.hpp"
#include "engine/options/steroid_stop.hpp"
#include "engine/options/taper_offer.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_004, ese24};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<12>("stop.min_days stop.min_mg jdm.max_mg jdm.max_mgkg jdm.taper steroid.max_mg "
                  "taper.hold_days taper.maintenance_mg taper.step_above_40 taper.step_days "
                  "taper.tail_days taper.tail_step");

constexpr double critical_mg = 10, slack = 1e-6;

/// Known adrenal insufficiency, or an adrenal crisis at any time: that one is over counts the same.
const Condition* adrenal_disease(const Patient& patient) {
    constexpr std::array kinds{condition::adrenal_insufficiency, condition::hypopituitarism};
    if (const Condition* const known = patient.condition(kinds)) return known;
    const auto& all = patient.facts().conditions;
    const auto crisis = std::ranges::find_if(all, [](const Condition& each) {
        return each.concepts.has(condition::adrenal_crisis) && !each.low_certainty;
    });
    return crisis == all.end() ? nullptr : &*crisis;
}

/// Long enough, or nobody knows how long.
bool may_be_long(const Patient& patient, const SteroidStop& stop) {
    const auto days = stop.days();
    return !days || *days >= static_cast<int>(patient.policy().stop_min_days);
}

/// With each schedule, and by itself where the schedule is another one: the advice belongs to both.
void add_sick_day_advice(Finding& finding) {
    const TaskProposal advice{
        TaskProposal::Kind::communication,
        "Sick-day advice: do not stop the steroid at once; ask the clinic for its rules for days of illness"};
    for (Suggestion& each : finding.suggestions) each.actions.emplace_back(advice);
    finding.suggest({"Give sick-day advice, plan the taper yourself", {advice}, false});
}

void judge(const Patient& patient, const SteroidStop& stop, Findings& found) {
    if (stop.mg < patient.policy().stop_min_mg - slack || !may_be_long(patient, stop)) return;
    const auto days = stop.days();
    const Condition* const adrenal = adrenal_disease(patient);
    const bool is_replacement = stop.order->reasons.has(condition::adrenal_insufficiency);
    const bool critical = days && (stop.mg >= critical_mg - slack || adrenal || is_replacement);
    const std::string_view drug = patient.name(stop.steroid);
    Finding& finding = found.add(
        critical ? Indicator::critical : Indicator::warning,
        stop.order,
        days ? fmt::format(
            "Stopping {} after {} weeks without a taper risks adrenal insufficiency: taper and give sick-day "
            "advice",
            drug,
            *days / 7
        )
             : fmt::format(
                 "Stopping {} without a taper: could not confirm how long steroid has been taken; adrenal "
                 "insufficiency is possible",
                 drug
             )
    );
    finding.because(fmt::format(
        "{} {} mg/day (prednisone-equivalent) at the stop{}{}",
        words::capitalised(drug),
        words::number(stop.mg),
        " on " + fhir::to_string(stop.last),
        words::from(stop.order->source)
    ));
    if (stop.since)
        finding.because(fmt::format("Taken since {} ({} days)", fhir::to_string(*stop.since), *days));
    if (adrenal)
        finding.because("Adrenal insufficiency or crisis is recorded" + words::from(adrenal->source));
    else if (is_replacement)
        finding.because("It was ordered for adrenal insufficiency" + words::from(stop.order->source));
    finding.consider = {
        "Taper from the present dose instead of stopping at once",
        "Give sick-day advice; below 3-4 weeks of treatment a steroid may be stopped without a taper "
        "(ESE/Endocrine Society 2024)"};
    const bool stopped = stop.order->state != OrderState::draft;
    offer_tapers(
        finding, patient, {stop.order, stop.steroid, stop.mg, true, stopped, stop.last}, every_taper
    );
    add_sick_day_advice(finding);
    if (!days) finding.not_checked = {"how long the steroid has been taken"};
    finding.trigger = fmt::format("stop at {} mg/day", words::number(stop.mg));
}

void check(const Patient& patient, Findings& found) {
    const auto stops = steroid_stops(patient);
    const auto highest = std::ranges::max_element(stops, {}, &SteroidStop::mg);
    if (highest != stops.end()) judge(patient, *highest, found);
}

}  // namespace

extern constinit const Rule steroid_abrupt_stop = {
    .number = "R38",
    .id = "steroid-abrupt-stop",
    .title = "Abrupt stop after long-term steroid",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 86,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::medication_refill | Hook::encounter_discharge,
    .may_be_critical = true,
    .group = Group::steroid_taper,
    .rank = 1,
    .why =
        "After weeks of steroid the adrenal glands are suppressed: a sudden stop can be an adrenal crisis.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

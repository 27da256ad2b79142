#include "engine/evidence.hpp"
#include "engine/options/bone.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_004, acrgiop22};
constexpr auto overrides = word_list<2>("already-addressed contraindicated");
constexpr auto parameter_names = word_list<1>("bone.days");

constexpr std::array calcitriol{drug::calcitriol};
constexpr std::array vitamin_d_tests{lab::vitamin_d_25_oh};
constexpr TestNeed vitamin_d_level{lab::vitamin_d_25_oh, vitamin_d_tests, Days(365)};

/// 2.5 mg for 90 days, or 7.5 mg for more than 28.
bool is_long(const Patient& patient) {
    return bone::long_steroid(patient) || bone::is_high_for_weeks(patient);
}

std::string_view in_words(const bone::Supplements& missing) {
    if (missing.calcium && missing.vitamin_d) return "calcium/vitamin D";
    return missing.calcium ? "calcium" : "vitamin D";
}

Suggestion vitamin_d() {
    return {
        "Start vitamin D3 800 IU daily",
        {DrugProposal{.drug = drug::cholecalciferol, .dose = 800, .unit = "[iU]"}},
        false};
}

Suggestion calcium() {
    return {
        "Start calcium, to 1000-1200 mg/day in total with the diet",
        {DrugProposal{
            .drug = drug::calcium_carbonate,
            .dose = 500,
            .times = 2,
            .counted_in = "calcium",
            .note = "Diet and supplement together 1000-1200 mg calcium a day: give less where the diet has "
                    "more."}},
        false};
}

/// Doses are those of adults; kidney stones leave calcium to the diet.
void offer(Finding& finding, const Patient& patient, const bone::Supplements& missing) {
    finding.at_most_one = false;
    const bool adult = patient.facts().demographics.adult();
    if (adult && missing.vitamin_d) finding.suggest(vitamin_d());
    if (adult && missing.calcium && !bone::kidney_stones(patient)) finding.suggest(calcium());
    if (auto test = missing_tests(patient, {vitamin_d_level}); !test.empty())
        finding.suggest({"Order 25-OH vitamin D", std::move(test), false});
    if (!adult) finding.consider.emplace_back("Doses for children: by local policy");
}

void explain(Finding& finding, const Patient& patient, const bone::Supplements& missing) {
    if (const auto run = patient.steroid().run(2.5))
        finding.because(fmt::format(
            "Steroid of 2.5 mg/day prednisone-equivalent or more from {} for {} days{}",
            fhir::to_string(run->start),
            run->total_days(),
            run->assumed_open ? " or longer, no stop date recorded" : ""
        ));
    finding.because(fmt::format(
        "No {} found in the medication list supplied",
        missing.calcium && missing.vitamin_d ? "calcium or vitamin D" : in_words(missing)
    ));
    if (const Condition* stones = bone::kidney_stones(patient))
        finding.because(
            "Kidney stones on record: calcium supplements are not offered" + words::from(stones->source)
        );
    finding.consider = {
        "Calcium 1000-1200 mg/day in total from diet and supplement, and vitamin D 800 IU/day, from the "
        "start of long-term steroid"};
}

void check(const Patient& patient, Findings& found) {
    const Order* steroid = bone::steroid_in_question(patient);
    if (!steroid) return;
    if (bone::is_unreadable(patient))
        return found.gap("Calcium and vitamin D: a steroid dose could not be read");
    if (!found.holds("long-term steroid, given or planned", is_long(patient))) return;
    if (found.holds("high calcium", bone::has_high_calcium(patient))) return;
    if (found.holds("active vitamin D is taken", !patient.current(calcitriol).empty())) return;
    const bone::Supplements missing = bone::missing_supplements(patient);
    if (!found.holds("calcium or vitamin D is missing", missing.any())) return;
    if (engine::found(false, patient.sources().medications) != Truth::no)
        return found.gap("Calcium and vitamin D: " + words::medication_list(patient));
    const bool urgent = patient.hook() == Hook::encounter_discharge && bone::is_high_for_weeks(patient)
                        && !bone::kidney_stones(patient);
    Finding& finding = found.add(
        urgent ? Indicator::warning : Indicator::info,
        steroid,
        fmt::format("Long-term prednisone without {}: consider supplementation", in_words(missing))
    );
    explain(finding, patient, missing);
    finding.not_checked = words::not_delivered(patient, words::Medicines::reported);
    offer(finding, patient, missing);
    finding.trigger = fmt::format("no {}", in_words(missing));
}

}  // namespace

extern constinit const Rule bone_calcium_vitamin_d = {
    .number = "R31",
    .id = "bone-calcium-vitamin-d",
    .title = "Calcium and vitamin D with long-term steroid",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 18,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::encounter_discharge,
    .group = Group::bone,
    .rank = 3,
    .why = "Steroids thin the bone within the first months; calcium and vitamin D slow this down.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

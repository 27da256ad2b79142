#include "engine/evidence.hpp"
#include "engine/options/bone.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_004, acrgiop22};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<2>("bone.days dxa.days");

constexpr double high_mg = 20;
constexpr int high_days = 90, frax_from_age = 40;
constexpr Days baseline{180};

/// Warned of when the dose was or will be high for long by the record's own dates, or a bone broke already.
/// An open-ended order of the last weeks is a reminder: its baseline is due within 180 days (RULES R32 T).
bool is_urgent(const Patient& patient) {
    return bone::dated_days(patient, high_mg) >= high_days || bone::fragility_fracture(patient);
}

std::string summary(const Patient& patient, const Run& run, const CheckDue& scan) {
    const Day by = run.start + baseline;
    if (!scan.last && patient.now() <= by && run.past_days < static_cast<int>(patient.policy().bone_days))
        return fmt::format(
            "Steroid planned for 3 months or more: no DXA found - baseline is due by {}, consider "
            "fracture-risk assessment",
            fhir::to_string(by)
        );
    return "Steroid for 3 months or more: no recent DXA - consider fracture-risk assessment";
}

void advise(Finding& finding, const Patient& patient) {
    finding.consider = {
        "DXA, with vertebral fracture assessment if available, within 180 days of the start of long-term "
        "steroid, then every 2 years"};
    const auto age = patient.facts().demographics.age_years;
    if (age && *age >= frax_from_age) {
        finding.consider.emplace_back("FRAX estimates the ten-year fracture risk");
        finding.links.push_back({"FRAX calculator", "https://frax.shef.ac.uk/FRAX/"});
    } else {
        finding.consider.emplace_back("FRAX is not validated below the age of 40; DXA still is");
    }
}

void check(const Patient& patient, Findings& found) {
    const Order* steroid = bone::steroid_in_question(patient);
    if (!steroid || patient.facts().demographics.child()) return;
    if (!patient.facts().demographics.age_years) return found.gap("Bone density: age not known");
    const auto run = bone::long_steroid(patient);
    if (!run && bone::is_unreadable(patient))
        return found.gap("Bone density: a steroid dose could not be read");
    if (!found.holds("2.5 mg/day or more for bone.days, given or planned", run.has_value())) return;
    if (found.holds("pregnant: the scan waits", patient.pregnancy().pregnant == Truth::yes)) return;
    const auto scan = bone::density_due(patient);
    if (bone::is_density_unknown(patient))
        return found.gap("Bone density: results and procedures not available in full");
    if (!found.holds("no scan of dxa.days, and none is ordered", scan.has_value())) return;
    Finding& finding = found.add(
        is_urgent(patient) ? Indicator::warning : Indicator::info, steroid, summary(patient, *run, *scan)
    );
    finding.because(fmt::format(
        "Steroid of 2.5 mg/day prednisone-equivalent or more from {} for {} days{}",
        fhir::to_string(run->start),
        run->total_days(),
        run->assumed_open ? " or longer, no stop date recorded" : ""
    ));
    if (const Condition* fracture = bone::fragility_fracture(patient))
        finding.because("Fragility fracture on record" + words::from(fracture->source));
    finding.because(engine::in_words(*scan));
    advise(finding, patient);
    finding.suggestions = orders_for({*scan}, patient);
    finding.at_most_one = false;
    finding.trigger = scan->last ? "DXA of " + fhir::to_string(*scan->last) : "no DXA";
}

}  // namespace

extern constinit const Rule bone_dxa_due = {
    .number = "R32",
    .id = "bone-dxa-due",
    .title = "Baseline/periodic DXA",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 20,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::encounter_discharge,
    .group = Group::bone,
    .rank = 2,
    .why = "Bone loss under steroids is silent until a bone breaks; a scan finds who needs treatment.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

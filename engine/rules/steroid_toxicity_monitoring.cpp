#include "engine/evidence.hpp"
#include "engine/options/steroid_checks.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_004};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<4>("tox.bp_days tox.glucose_days tox.lipid_days tox.eye_days");

bool asks_for_eyes(const std::vector<CheckDue>& due) {
    return std::ranges::any_of(due, [](const CheckDue& one) {
        return one.check->order == procedure::ophthalmology_referral;
    });
}

std::string summary(const Patient& patient, const std::vector<CheckDue>& due, bool neglected) {
    if (neglected) {
        const std::string more = due.empty() ? "" : "; due: " + names_of(due);
        return "Long-term steroid: very high blood pressure or glucose not acted on" + more;
    }
    const bool glaucoma = asks_for_eyes(due) && patient.condition(condition::glaucoma);
    return fmt::format(
        "Long-term steroid checks due: {}{}", names_of(due), glaucoma ? " (glaucoma is known)" : ""
    );
}

void advise(const Patient& patient, Finding& finding) {
    finding.consider = {
        "Long-term steroid may cause weight gain, hypertension, striae, cataract, diabetes, raised lipids, "
        "steroid myopathy, osteoporosis with compression fractures, and osteonecrosis; in children growth "
        "delay",
        "New pain in hip or groin: imaging for osteonecrosis"};
    if (patient.condition(condition::glaucoma))
        finding.consider.emplace_back(
            "Glaucoma is known: steroids raise the pressure in the eye, so its check matters more"
        );
}

void check(const Patient& patient, Findings& found) {
    const auto steroid = long_steroid(patient);
    if (!steroid) return;
    if (engine::found(false, patient.sources().observations) != Truth::no)
        return found.gap("Checks of long-term steroid: results not available");
    for (std::string& line : steroid_checks_not_seen(patient))
        found.gap("Checks of long-term steroid: " + std::move(line));
    const auto due = steroid_checks_due(patient, *steroid);
    const auto neglected = neglected_values(patient);
    const bool left = found.holds("a very high value was left for 14 days", !neglected.empty());
    if (found.holds("nothing is due", due.empty() && !left)) return;
    Finding& finding =
        found.add(left ? Indicator::warning : Indicator::info, steroid->order, summary(patient, due, left));
    finding.because(fmt::format(
        "7.5 mg/day prednisone-equivalent or more since {}, today {} mg/day",
        fhir::to_string(steroid->since),
        words::number(steroid->mg)
    ));
    for (const std::string& one : neglected) finding.because("Not acted on: " + one);
    for (const CheckDue& one : due) finding.because(in_words(one));
    advise(patient, finding);
    if (left)
        finding.consider.emplace_back(
            "Glucose from 11.1 mmol/L or systolic pressure from 180 mmHg: repeat it, "
            "treat it, and review the steroid dose"
        );
    finding.not_checked = steroid_checks_not_seen(patient);
    finding.suggestions = orders_for(due, patient);
    finding.at_most_one = false;
    finding.trigger = left ? words::all_of(neglected) : names_of(due);
}

}  // namespace

extern constinit const Rule steroid_toxicity_monitoring = {
    .number = "R43",
    .id = "steroid-toxicity-monitoring",
    .title = "Steroid adverse-effect checks due",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 14,
    .hooks = Hook::patient_view | Hook::medication_refill,
    .group = Group::monitoring,
    .rank = 2,
    .why = "Diabetes, hypertension, cataract and glaucoma from steroids are silent until they do harm.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

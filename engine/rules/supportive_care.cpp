#include "engine/evidence.hpp"
#include "engine/families/checks_due.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_003, seed_002, bsr22, share17, dro_ibm};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("support.days");

constexpr Days new_disease{90};  ///< swallowing is looked at in every patient this long

constexpr std::array physiotherapy{procedure::physiotherapy, procedure::physiotherapy_referral};
constexpr std::array swallowing{procedure::swallow_study, procedure::speech_therapy_referral};
constexpr std::array sun{procedure::sun_protection_advice, procedure::dermatology_referral};
constexpr std::array falls{procedure::falls_assessment};
constexpr std::array lungs{
    procedure::pulmonary_function_test, observation::fvc, observation::fvc_percent_predicted};
constexpr std::array aspirations{condition::aspiration, condition::aspiration_pneumonia};

bool is_ibm(const Patient& patient) {
    return patient.iim().subtype == Subtype::ibm;
}

bool is_dermatomyositis(const Patient& patient) {
    return patient.iim().subtype == Subtype::dermatomyositis || patient.iim().subtype == Subtype::jdm;
}

bool always(const Patient&) {
    return true;
}

bool has_swallowing_trouble(const Patient& patient) {
    return patient.condition(condition::dysphagia) || patient.condition(aspirations);
}

bool needs_swallow_assessment(const Patient& patient) {
    const auto onset = patient.iim().onset;
    return has_swallowing_trouble(patient) || (onset && patient.now() - *onset <= new_disease);
}

bool needs_lung_function(const Patient& patient) {
    return is_ibm(patient) || patient.condition(condition::dyspnoea);
}

struct Item {
    Check check;
    bool (*needed)(const Patient&);
};

/// What belongs to the care of a myositis beside drugs, and who needs it.
const std::array<Item, 5>& items() {
    static const std::array<Item, 5> all{{
        {{.name = "physiotherapy or exercise programme",
          .answered_by = physiotherapy,
          .order = procedure::physiotherapy_referral},
         always},
        {{.name = "swallow assessment",
          .answered_by = swallowing,
          .order = procedure::speech_therapy_referral},
         needs_swallow_assessment},
        {{.name = "sun protection advice", .answered_by = sun, .order = procedure::dermatology_referral},
         is_dermatomyositis},
        {{.name = "falls and orthosis review", .answered_by = falls, .order = procedure::falls_assessment},
         is_ibm},
        {{.name = "lung function", .answered_by = lungs, .order = procedure::pulmonary_function_test},
         needs_lung_function},
    }};
    return all;
}

std::vector<CheckDue> missing(const Patient& patient) {
    const Days window = days(patient.policy().support_days);
    std::vector<CheckDue> found;
    for (const Item& item : items()) {
        if (!item.needed(patient) || patient.requested(item.check.answered_by, window)) continue;
        const auto last = last_done(patient, item.check);
        if (last && patient.now() - *last <= window) continue;
        found.push_back({.check = &item.check, .last = last, .interval = window});
    }
    return found;
}

std::string in_words_of(const CheckDue& one) {
    return fmt::format(
        "{}: {}",
        words::capitalised(one.check->name),
        one.last ? "last on " + fhir::to_string(*one.last) : "none found, done or planned"
    );
}

/// What was swallowed the wrong way, and nobody has looked at how the patient swallows.
const Condition* unexamined_aspiration(const Patient& patient, const std::vector<CheckDue>& due) {
    for (const CheckDue& one : due)
        if (one.check->order == procedure::speech_therapy_referral) return patient.condition(aspirations);
    return nullptr;
}

bool is_complete(const Patient& patient) {
    return found(false, patient.sources().requests) == Truth::no
           && found(false, patient.sources().procedures) == Truth::no;
}

void check(const Patient& patient, Findings& found) {
    if (found.holds("palliative care", patient.condition(condition::palliative_care) != nullptr)) return;
    if (found.holds("referrals and procedures are not known in full", !is_complete(patient)))
        return found.gap("Supportive care: referrals and procedures not available in full");
    const std::vector<CheckDue> due = missing(patient);
    if (found.holds("all that belongs to it is on record or planned", due.empty())) return;
    const Condition* aspiration = unexamined_aspiration(patient, due);
    Finding& finding = found.add(
        aspiration ? Indicator::warning : Indicator::info,
        nullptr,
        fmt::format("Supportive care to consider: {}", names_of(due))
    );
    if (aspiration)
        finding.because(
            "Aspiration on record without a swallow assessment" + words::from(aspiration->source)
        );
    else if (const Condition* dysphagia = patient.condition(condition::dysphagia))
        finding.because("Dysphagia on record" + words::from(dysphagia->source));
    for (const CheckDue& one : due) finding.because(in_words_of(one));
    finding.consider = {"Exercise supervised by a physiotherapist is part of the treatment in every phase"};
    finding.suggestions = orders_for(due, patient);
    finding.at_most_one = false;
    finding.trigger = names_of(due);
}

}  // namespace

extern constinit const Rule supportive_care = {
    .number = "R61",
    .id = "supportive-care",
    .title = "Physiotherapy, swallowing, sun protection",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 12,
    .hooks = Hook::patient_view | Hook::problem_list_item_create | Hook::encounter_discharge,
    .why = "Exercise, safe swallowing and sun protection are treatment too, and are easily forgotten.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/vaccines_due.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_003, seed_004, acrvax22};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr Days still_new{90};
constexpr double high_steroid_mg = 20;

bool is_new(const Patient& patient, const Order& order, Concept drug) {
    if (is_draft(order)) return patient.is_new(order);
    const auto since = taken_since(patient, ConceptGroup(&drug, 1));
    return since && patient.now() - *since <= still_new;
}

/// A drug that lowers the defences and is ordered now, or was begun in the last 90 days.
const Order* new_immunosuppressant(const Patient& patient) {
    const bool ordering = is_order_hook(patient.hook());
    for (const ConceptGroup drugs :
         {ConceptGroup(group::continuous_immunosuppressants),
          ConceptGroup(group::cyclophosphamide),
          ConceptGroup(group::anti_cd20)})
        for (const Order* order : ordering ? patient.ordering(drugs) : patient.current(drugs))
            if (may_be_systemic(*order) && is_new(patient, *order, order->drugs.first_of(drugs)))
                return order;
    return nullptr;
}

const Order* high_steroid(const Patient& patient) {
    if (!patient.steroid().run(high_steroid_mg)) return nullptr;
    for (const SteroidTimeline::Course& course : patient.steroid().courses())
        if (course.kind != SteroidClass::premed && course.kind != SteroidClass::pulse
            && course.peak.hi.value_or(0) >= high_steroid_mg)
            return course.order;
    return nullptr;
}

std::vector<std::string> advice(const Patient& patient) {
    std::vector<std::string> lines{"Do not delay treatment of active disease for a vaccine"};
    if (patient.steroid().run(high_steroid_mg))
        lines.emplace_back("All but influenza vaccine are usually deferred while prednisone is 20 mg/day or "
                           "more");
    if (!patient.current(group::methotrexate).empty())
        lines.emplace_back("Methotrexate is usually held for 2 weeks after influenza vaccine if disease "
                           "activity allows");
    if (!patient.current(group::anti_cd20).empty() || patient.given_within(group::anti_cd20, Days{270}))
        lines.emplace_back("With rituximab the timing of vaccines matters: plan them with the next dose");
    const auto age = patient.facts().demographics.age_years;
    if (age && *age > 26 && *age < 45) lines.emplace_back("HPV vaccine from 27 to 44 years: conditional");
    lines.emplace_back("COVID-19 vaccine: by local policy");
    return lines;
}

/// The longest wording that a card can hold.
std::string summary(const std::vector<std::string>& names) {
    constexpr std::size_t longest = 139;
    const std::string start = fmt::format(
        "Vaccines to review before immunosuppression: {} (do not delay treatment", words::all_of(names)
    );
    const std::string whole = start + " of active disease)";
    return whole.size() <= longest ? whole : start + ")";
}

void check(const Patient& patient, Findings& found) {
    if (patient.iim().severe == Truth::yes) return;  // treatment comes first
    const Order* drug = new_immunosuppressant(patient);
    const Order* about = drug ? drug : high_steroid(patient);
    if (!about) return;
    if (engine::found(false, patient.sources().immunizations) != Truth::no)
        return found.gap("Vaccines before immunosuppression: immunisation data not available");
    const auto due = vaccines_due(patient);
    if (due.empty()) return;
    std::vector<std::string> names;
    names.reserve(due.size());
    for (const VaccineDue& each : due) names.push_back(each.name);
    Finding& finding = found.add(Indicator::info, about, summary(names));
    for (const std::string& each : names) finding.because(fmt::format("Not on record: {} vaccine", each));
    finding.consider = advice(patient);
    for (const VaccineDue& each : due)
        finding.suggest(
            {fmt::format("Order {} vaccine", each.name), {TestProposal{each.order, false, {}}}, false}
        );
    const bool unread = std::ranges::any_of(patient.facts().notes, [](const DataNote& one) {
        return one.code == "unread-immunization";
    });
    if (unread) finding.not_checked.emplace_back("immunisations that are named in words only were not read");
    finding.at_most_one = false;
    finding.trigger = words::all_of(names);
}

}  // namespace

extern constinit const Rule vaccines_before_immunosuppression = {
    .number = "R41",
    .id = "vaccines-before-immunosuppression",
    .title = "Vaccines before immunosuppression",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 30,
    .hooks = Hook::patient_view | Hook::order_select | Hook::encounter_discharge,
    .group = Group::vaccine,
    .rank = 2,
    .why = "Vaccines work better, and are safer, before the defences are lowered.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = {},
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

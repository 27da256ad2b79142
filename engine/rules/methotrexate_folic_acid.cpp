#include "engine/evidence.hpp"
#include "engine/options/folic_acid.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_001, seed_002, mtx3e};
constexpr auto overrides = word_list<3>("already-addressed contraindicated patient-declined");
constexpr auto parameter_names = word_list<2>("folic.regimen mtx.split_hours");

/// The methotrexate that folic acid is asked for: low-dose, not for a neoplasm, more than a single dose.
const Order* methotrexate_in_question(const Patient& patient) {
    const Order* found = nullptr;
    for (const Order* order : mtx::in_question(patient)) {
        if (mtx::is_oncology(patient, *order) || mtx::is_single_dose(*order)) continue;
        if (!found || patient.is_new(*order)) found = order;
    }
    return found;
}

bool is_start(const Patient& patient, const Order& order) {
    return patient.hook() != Hook::patient_view && !order.reported && patient.is_new(order);
}

std::string what_is_taken(const Patient& patient, const FolateUse& folate) {
    if (!folate.any()) return "No folic or folinic acid found among current orders and statements";
    constexpr std::array folates{drug::folic_acid, drug::folinic_acid};
    return fmt::format(
        "{} {} mg in a week: less than folic acid 1 mg daily or 5 mg weekly{}",
        words::capitalised(words::drug(patient, *folate.order, folates)),
        words::number(folate.mg_per_week.hi.value_or(0)),
        words::from(folate.order->source)
    );
}

void offer(Finding& finding, const Patient& patient, const Order& methotrexate) {
    constexpr std::array folates{drug::folic_acid, drug::folinic_acid};
    if (patient.allergy_to(folates)) {
        finding.consider.emplace_back("No folic acid order is offered: an allergy to a folate is recorded");
        return;
    }
    const bool allergies_known = found(false, patient.sources().allergies) == Truth::no;
    if (!allergies_known) finding.not_checked.emplace_back("allergy list not available");
    const auto schedule = mtx::schedule_of(methotrexate, patient.now(), patient.policy().mtx_split_hours);
    const FolicRegimen preferred = preferred_folic_regimen(patient.policy());
    Suggestion first{
        "Add folic acid 1 mg daily", {folic_acid(FolicRegimen::daily_1mg, schedule.weekdays)}, false};
    Suggestion second{
        "Add folic acid 5 mg once weekly, not on the methotrexate day",
        {folic_acid(FolicRegimen::weekly_5mg, schedule.weekdays)},
        false};
    if (preferred == FolicRegimen::weekly_5mg) std::swap(first, second);
    first.recommended = allergies_known;
    finding.suggest(std::move(first));
    finding.suggest(std::move(second));
}

void check(const Patient& patient, Findings& found) {
    const Order* methotrexate = methotrexate_in_question(patient);
    if (!methotrexate) return;
    const FolateUse& folate = patient.folate();
    if (folate.enough == Truth::yes) return;
    if (folate.enough == Truth::unknown)
        return found.gap(
            folate.any() ? "Folic acid with methotrexate: its dose could not be read"
                         : "Folic acid with methotrexate: " + words::medication_list(patient)
        );
    Finding& finding = found.add(
        is_start(patient, *methotrexate) ? Indicator::warning : Indicator::info,
        methotrexate,
        fmt::format(
            "Methotrexate {}: consider folic acid 1 mg daily (or 5 mg weekly) to reduce toxicity",
            folate.any() ? "with too little folic acid" : "without folic acid"
        )
    );
    finding.because(what_is_taken(patient, folate));
    if (!folate.any()) finding.not_checked = words::not_delivered(patient, words::Medicines::reported);
    finding.consider = {
        "Folic acid 1 mg daily (source document 001), or at least 5 mg a week; folinic acid at least 2.5 mg "
        "a week counts",
        "A multivitamin is usually not enough"};
    offer(finding, patient, *methotrexate);
    finding.trigger = folate.any() ? "folate too low" : "no folate";
}

}  // namespace

extern constinit const Rule methotrexate_folic_acid = {
    .number = "R15",
    .id = "methotrexate-folic-acid",
    .title = "Folic acid with methotrexate",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 40,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .group = Group::mtx_screen,
    .rank = 3,
    .why = "Folic acid lowers the toxicity of weekly methotrexate.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

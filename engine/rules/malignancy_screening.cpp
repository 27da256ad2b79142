#include "engine/evidence.hpp"
#include "engine/options/cancer_screening.hpp"
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
using cancer::Risk;

constexpr std::array sources{seed_004, imacs23};
constexpr auto overrides = word_list<3>("already-addressed patient-declined palliative");
constexpr auto parameter_names = word_list<1>("cancer.window_years");

constexpr int months_a_year = 12, early_months = 3;
constexpr std::size_t longest_summary = 139;

/// On the problem list, or treated: a checkpoint inhibitor is given for cancer.
bool is_known_cancer(const Patient& patient) {
    if (patient.iim().subtype == Subtype::ici || patient.iim().ici_exposure) return true;
    constexpr std::array cancers{
        condition::malignancy, condition::malignancy_history, condition::dermatomyositis_paraneoplastic};
    return patient.condition(cancers) != nullptr;
}

/// Unknown without an onset.
Truth is_within(const Patient& patient, int months) {
    const auto onset = patient.iim().onset;
    if (!onset) return Truth::unknown;
    const std::chrono::year_month_day first{*onset};
    const std::chrono::year_month_day last = first + std::chrono::months(months);
    const Day end = last.ok() ? Day(last) : Day(last.year() / last.month() / std::chrono::last);
    return truth(patient.now() <= end);
}

std::string summary(Risk risk, const std::vector<std::string>& names) {
    const std::string start =
        fmt::format("Myositis-associated cancer screening: {} risk", cancer::to_string(risk));
    std::string whole = fmt::format("{} - {} not found", start, words::all_of(names));
    if (whole.size() <= longest_summary) return whole;
    return fmt::format("{} - {}, {} and {} more not found", start, names[0], names[1], names.size() - 2);
}

bool came(Availability source) {
    return engine::found(false, source) == Truth::no;
}

void say(
    const Patient& patient,
    const cancer::Assessment& assessed,
    const std::vector<cancer::Item>& items,
    bool window_unknown,
    Findings& found
) {
    std::vector<std::string> names, lately, since_diagnosis;
    for (const cancer::Item& one : items) {
        names.emplace_back(one.name);
        (one.at_diagnosis ? since_diagnosis : lately).emplace_back(one.name);
    }
    const bool early = assessed.risk == Risk::high && is_within(patient, early_months) == Truth::yes;
    Finding& finding =
        found.add(early ? Indicator::warning : Indicator::info, nullptr, summary(assessed.risk, names));
    finding.why = patient.iim().used;
    for (const std::string& each : assessed.high) finding.because("High-risk factor: " + each);
    for (const std::string& each : assessed.intermediate)
        finding.because("Intermediate-risk factor: " + each);
    if (!lately.empty()) finding.because("Not found in 12 months: " + words::all_of(lately));
    if (!since_diagnosis.empty())
        finding.because("Not found since the year before the onset: " + words::all_of(since_diagnosis));
    finding.consider = {
        "Basic panel with history and examination; with moderate or high risk also the enhanced panel at "
        "diagnosis; with high risk the basic panel each year for 3 years (IMACS 2023)"};
    if (assessed.risk == Risk::high)
        finding.consider.emplace_back("With high risk also consider PET-CT and endoscopy");
    if (patient.pregnancy().pregnant == Truth::yes)
        finding.consider.emplace_back("Pregnancy: X-ray and CT are deferred");
    if (window_unknown)
        finding.not_checked.emplace_back("onset of the myositis: the 3-year window could not be checked");
    finding.at_most_one = false;
    for (const cancer::Item& one : items)
        if (one.order)
            finding.suggest(
                {fmt::format("Order {}", one.name),
                 {TestProposal{one.order, false, std::string(one.note)}},
                 false}
            );
    finding.trigger = std::string(cancer::to_string(assessed.risk));
}

void check(const Patient& patient, Findings& found) {
    const Iim& iim = patient.iim();
    const bool other = iim.subtype == Subtype::jdm || iim.subtype == Subtype::ibm;
    if (found.holds("juvenile dermatomyositis or inclusion body myositis", other)) return;
    if (!found.holds("an adult", patient.facts().demographics.adult())) return;
    if (found.holds("cancer is known already", is_known_cancer(patient))) return;
    const int months = static_cast<int>(patient.policy().cancer_window_years) * months_a_year;
    const Truth window = found.holds("within cancer.window_years of the onset", is_within(patient, months));
    if (window == Truth::no) return;
    if (!came(patient.sources().observations) || !came(patient.sources().procedures))
        return found.gap("Cancer screening: results or procedures not available");
    const cancer::Assessment assessed = cancer::assess(patient);
    const auto items = cancer::missing(patient, assessed.risk);
    if (!found.holds("something of the panel is not found", !items.empty())) return;
    say(patient, assessed, items, window == Truth::unknown, found);
}

}  // namespace

extern constinit const Rule malignancy_screening = {
    .number = "R57",
    .id = "malignancy-screening",
    .title = "Cancer screening",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 32,
    .hooks = Hook::patient_view | Hook::problem_list_item_create | Hook::encounter_start,
    .why = "Cancer comes with adult myositis, most often within three years of its onset.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

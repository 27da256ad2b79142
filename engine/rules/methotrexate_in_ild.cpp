#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/methotrexate_risk.hpp"
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

constexpr std::array sources{seed_001, seed_002, acrild23};
constexpr auto overrides = word_list<3>("specialist-plan benefit-outweighs-risk data-incorrect");
constexpr auto parameter_names = word_list<3>("ild.mtx_indicator aza.start_max preg.hcg_days");

constexpr Days long_tolerated{365}, lung_window{365};
constexpr double stable_fraction = 0.9;

const Order* order_in_question(const Patient& patient) {
    for (const Order* order : mtx::in_question(patient))
        if (!mtx::is_oncology(patient, *order) && !mtx::is_single_dose(*order)) return order;
    return nullptr;
}

/// Two results of the last year or more, and the newest has not lost a tenth of any (RULES 3.3).
bool is_lung_function_stable(const Patient& patient) {
    std::vector<double> values;
    for (const Result* each : patient.labs().all(observation::fvc_percent_predicted))
        if (each->value && each->date <= patient.now() && each->date >= patient.now() - lung_window)
            values.push_back(*each->value);
    return values.size() >= 2 && values.front() > stable_fraction * *std::ranges::max_element(values);
}

bool is_long_tolerated(const Patient& patient, const Order& order) {
    const Order* old = is_draft(order) ? patient.replaced_by(order) : &order;
    const auto since = old ? first_day(*old) : std::nullopt;
    return since && patient.now() - *since > long_tolerated;
}

std::string since(const Condition& one) {
    const auto day = one.since();
    return day ? " since " + fhir::to_string(*day) : std::string{};
}

std::vector<std::string> what_is_known(const Patient& patient) {
    std::vector<std::string> facts;
    if (const Condition* lung = patient.condition(condition::interstitial_lung_disease))
        facts.push_back(
            fmt::format("Interstitial lung disease is recorded{}{}", since(*lung), words::from(lung->source))
        );
    if (patient.iim().rp_ild) facts.emplace_back("It is rapidly progressive");
    if (facts.empty() && patient.iim().ild) facts.emplace_back("Interstitial lung disease is recorded");
    if (!patient.iim().ild && !patient.iim().rp_ild)
        facts.emplace_back("Anti-MDA5 or antisynthetase antibody positive, no lung disease recorded");
    return facts;
}

void offer(Finding& finding, const Patient& patient, const Order& order) {
    finding.suggestions = mtx::instead_of_methotrexate(patient, order);
    constexpr std::array function{procedure::pulmonary_function_test}, imaging{procedure::hrct_chest};
    const TestNeed lung_function{procedure::pulmonary_function_test, function, Days{365}};
    const TestNeed lung_image{procedure::hrct_chest, imaging, Days{365}};
    Suggestion keep{
        "Keep, with lung function and chest CT as baseline",
        repeat_tests(patient, {lung_function, lung_image}, {}),
        false};
    if (!keep.actions.empty()) finding.suggest(std::move(keep));
}

void check(const Patient& patient, Findings& found) {
    const Order* order = order_in_question(patient);
    if (!order) return;
    const Iim& iim = patient.iim();
    const bool disease = iim.ild || iim.rp_ild;
    if (!disease && !iim.ild_risk) {
        if (engine::found(false, patient.sources().conditions) == Truth::unknown)
            found.gap("Methotrexate and lung disease: diagnoses not available");
        return;
    }
    const bool tolerated = is_long_tolerated(patient, *order) && is_lung_function_stable(patient);
    const bool only_reminds = !disease || tolerated || patient.policy().ild_mtx_indicator == "info";
    Finding& finding = found.add(
        only_reminds ? Indicator::info : Indicator::warning,
        order,
        disease
            ? "Methotrexate with interstitial lung disease: consider mycophenolate or azathioprine; "
              "methotrexate can cause pneumonitis"
            : "Methotrexate with an antibody that carries lung risk: assess for interstitial lung disease "
              "first"
    );
    finding.why = what_is_known(patient);
    if (tolerated) finding.because("Methotrexate tolerated for more than 12 months with stable FVC");
    finding.consider = {
        "Methotrexate is conditionally advised against as first treatment of lung disease in rheumatic "
        "disease (ACR/CHEST 2023)",
        "Methotrexate is preferred for patients without lung disease (source document 001), and is listed "
        "among the options in severe disease (source document 002)"};
    if (!patient.labs().latest(observation::fvc_percent_predicted, patient.now(), lung_window))
        finding.not_checked = {"lung function: no FVC result of the last year"};
    offer(finding, patient, *order);
    finding.trigger = disease ? "ILD" : "ILD risk";
}

}  // namespace

extern constinit const Rule methotrexate_in_ild = {
    .number = "R17",
    .id = "methotrexate-in-ild",
    .title = "Methotrexate in interstitial lung disease",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 55,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign,
    .group = Group::mtx_risk,
    .rank = 2,
    .why = "Methotrexate can cause pneumonitis, and is advised against as first treatment of lung disease.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

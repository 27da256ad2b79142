#include "engine/evidence.hpp"
#include "engine/options/methotrexate_risk.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_001, seed_002, mtx3e, bsrmon, lbl_mtx};
constexpr auto overrides = word_list<3>("benefit-outweighs-risk specialist-plan data-incorrect");
constexpr auto parameter_names =
    word_list<6>("mtx.ck_adjust mtx.start_dose mtx.split_hours mtx.supply_weeks aza.start_max "
                 "preg.hcg_days");

const Order* order_in_question(const Patient& patient) {
    for (const Order* order : mtx::in_question(patient))
        if (!mtx::is_oncology(patient, *order) && !mtx::is_single_dose(*order)) return order;
    return nullptr;
}

void check(const Patient& patient, Findings& found) {
    const Order* order = order_in_question(patient);
    if (!order) return;
    const auto risks = mtx::organ_risks(patient);
    const auto unseen = mtx::unseen_organ_risks(patient);
    if (risks.empty()) {
        for (const std::string& line : unseen) found.gap("Methotrexate: " + line);
        return;
    }
    const mtx::Risk& worst = risks.front();
    std::vector<std::string> what;
    for (const mtx::Risk& risk : risks)
        if (risk.indicator == worst.indicator && what.size() < 3) what.push_back(risk.what);
    Finding& finding = found.add(
        worst.indicator, order, fmt::format("Methotrexate with {}: {}", words::all_of(what), worst.advice)
    );
    for (const mtx::Risk& risk : risks) finding.because(risk.fact);
    finding.consider = {
        "Methotrexate is cleared by the kidney: avoid below eGFR 30, lower doses and closer monitoring at "
        "30-59",
        "Stop when ALT or AST above 3 times the upper limit is confirmed"};
    finding.not_checked = unseen;
    finding.suggestions = mtx::instead_of_methotrexate(patient, *order);
    if (worst.advice == "reduce dose")
        if (auto lower = mtx::reduced_dose(patient, *order)) finding.suggest(std::move(*lower));
    const std::string_view keep = worst.advice == "avoid" ? "Repeat" : "Keep and repeat";
    Suggestion repeat{
        fmt::format("{} blood count, liver and kidney tests in 2 weeks", keep),
        repeat_tests(patient, {need::blood_count, need::alt, need::ast, need::creatinine}, "in 2 weeks"),
        false};
    if (!repeat.actions.empty()) finding.suggest(std::move(repeat));
    finding.trigger = words::all_of(what);
}

}  // namespace

extern constinit const Rule methotrexate_renal_hepatic_risk = {
    .number = "R16",
    .id = "methotrexate-renal-hepatic-risk",
    .title = "Methotrexate with renal, hepatic or marrow risk",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 60,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill,
    .may_be_critical = true,
    .group = Group::mtx_risk,
    .rank = 1,
    .why = "A failing kidney, liver or marrow makes weekly methotrexate toxic.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

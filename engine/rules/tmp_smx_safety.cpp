#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/pjp_fitness.hpp"
#include "engine/options/pjp_switch.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/tmp_smx_reasons.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{pjpreg, seed_000, seed_004};
constexpr auto overrides = word_list<2>("contraindicated benefit-outweighs-risk");
constexpr auto parameter_names = word_list<3>("tmp.k_limit tmp.k_limit_at_risk pjp.agent_order");
constexpr std::array alternatives{drug::atovaquone, drug::pentamidine, drug::dapsone};
constexpr std::uint8_t monday_wednesday_friday = 1 | 4 | 16;

bool allergies_known(const Patient& patient) {
    return found(false, patient.sources().allergies) == Truth::no;
}

/// Against an active Pneumocystis pneumonia the benefit leads: what speaks against it is told, not warned of,
/// a severe reaction excepted.
bool treats_pneumonia(const Patient& patient) {
    return patient.condition(condition::pneumocystis_pneumonia) != nullptr;
}

/// Half the usual dose: one single-strength tablet on three days a week.
Suggestion half_dose(const Order& order) {
    ChangeOrder change;
    change.order = &order;
    change.dose = 80;
    change.weekdays = monday_wednesday_friday;
    change.note = "80 mg trimethoprim with 400 mg sulfamethoxazole, half dose for kidney function.";
    return {"Reduce to 80/400 mg three times weekly", {change}, false};
}

std::vector<Suggestion> ways_out(
    const Patient& patient, const Order& order, const std::vector<pjp::Reason>& reasons
) {
    std::vector<Suggestion> clicks;
    const bool adult = patient.facts().demographics.adult();
    if (pjp::only_dose_is_wrong(reasons) && adult && order.state == OrderState::draft)
        clicks.push_back(half_dose(order));
    auto others = pjp::switches(patient, order, alternatives);
    std::ranges::move(others, std::back_inserter(clicks));
    if (order.state == OrderState::draft && order.in_context)
        clicks.push_back({"Remove TMP-SMX", {RemoveOrder{&order}}, false});
    if (std::ranges::none_of(reasons, &pjp::Reason::potassium)) return clicks;
    constexpr std::array potassium{lab::potassium};
    const TestNeed recheck{lab::potassium, potassium, Days{30}};
    if (auto test = repeat_tests(patient, {recheck}, "on day 4-7"); !test.empty())
        clicks.push_back({"Recheck potassium on day 4-7", std::move(test), false});
    return clicks;
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const auto reasons = pjp::reasons_against(patient, order);
    if (reasons.empty() && allergies_known(patient)) return;
    const bool treatment = treats_pneumonia(patient);
    Indicator indicator = reasons.empty() ? Indicator::warning : reasons.front().indicator;
    if (treatment && indicator == Indicator::warning) indicator = Indicator::info;
    std::vector<std::string> parts;
    parts.reserve(reasons.size());
    for (const pjp::Reason& each : reasons) parts.push_back(each.in_short);
    Finding& finding = found.add(
        indicator,
        &order,
        reasons.empty()
            ? "TMP-SMX: could not check allergies (allergy list not available)"
            : fmt::format("TMP-SMX with {}: consider atovaquone or pentamidine instead", words::all_of(parts))
    );
    for (const pjp::Reason& each : reasons) finding.because(each.fact);
    if (treatment) finding.because("Pneumocystis pneumonia is recorded: this may be its treatment");
    if (!reasons.empty()) finding.suggestions = ways_out(patient, order, reasons);
    finding.not_checked = pjp::unseen_reasons(patient);
    finding.trigger = reasons.empty() ? "allergies not checked" : words::all_of(parts);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(group::trimethoprim_sulfamethoxazole))
        if (may_be_systemic(*order)) judge_order(patient, *order, found);
}

}  // namespace

extern constinit const Rule tmp_smx_safety = {
    .number = "R51",
    .id = "tmp-smx-safety",
    .title = "TMP-SMX safety",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 58,
    .hooks = Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .group = Group::pjp,
    .rank = 2,
    .why = "TMP-SMX can harm with allergy, poor kidney function, high potassium or low counts.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

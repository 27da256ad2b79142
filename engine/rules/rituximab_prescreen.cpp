#include "engine/evidence.hpp"
#include "engine/options/rituximab_checks.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <iterator>
#include <ranges>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002, seed_001, seed_003};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<3>("rtx.igg_days rtx.tb_days rtx.vaccine_lead_days");

std::string summary(const rituximab::Checks& checks) {
    if (!checks.dangers.empty())
        return "Rituximab: " + words::all_of(checks.dangers)
               + " - seek specialist advice before any infusion";
    std::vector<std::string> parts = checks.warnings;
    if (!checks.missing.empty()) parts.push_back("no " + words::either(checks.missing) + " found");
    const std::string start = "Before rituximab: " + words::all_of(parts);
    const std::string whole = start + "; low IgG, infection and vaccine timing affect risk";
    constexpr std::size_t longest = 139;
    return whole.size() <= longest ? whole : start;
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    rituximab::Checks checks = rituximab::look(patient, order);
    if (!checks.anything()) return;
    const Indicator indicator = !checks.dangers.empty()    ? Indicator::critical
                                : !checks.warnings.empty() ? Indicator::warning
                                                           : Indicator::info;
    Finding& finding = found.add(indicator, &order, summary(checks));
    finding.why = checks.facts;
    for (const std::string& each : checks.missing) finding.because("Not found: " + each);
    finding.consider = {
        "Harms to watch for: infusion reactions, severe mucocutaneous reactions, hepatitis B reactivation, "
        "progressive multifocal leukoencephalopathy"};
    finding.trigger = summary(checks);
    finding.suggestions = std::move(checks.clicks);
    if (!checks.dangers.empty() && order.state == OrderState::draft && order.in_context)
        finding.suggest({"Remove rituximab", {RemoveOrder{&order}}, false});
    finding.at_most_one = false;
    finding.not_checked = std::move(checks.not_checked);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(group::rituximab)) judge_order(patient, *order, found);
}

}  // namespace

extern constinit const Rule rituximab_prescreen = {
    .number = "R29",
    .id = "rituximab-prescreen",
    .title = "Checks before rituximab",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 50,
    .hooks = Hook::order_select | Hook::order_sign | Hook::order_dispatch,
    .may_be_critical = true,
    .group = Group::rituximab,
    .rank = 2,
    .why = "Infection, low IgG and missed vaccines are easier to act on before B cells are gone.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

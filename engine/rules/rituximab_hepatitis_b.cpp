#include "engine/evidence.hpp"
#include "engine/options/hepatitis.hpp"
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

constexpr std::array sources{seed_002, aga25, aga15};
constexpr auto overrides = word_list<3>("result-pending specialist-plan data-incorrect");
constexpr auto parameter_names = word_list<1>("rtx.hbv_days");
constexpr Days open_request{21}, same_course{180};

/// A negative pair of the last 180 days holds through a course, however short the site's window is.
Days window(const Patient& patient) {
    const Days valid(static_cast<int>(patient.policy().rtx_hbv_days));
    return patient.given_within(group::anti_cd20, same_course) ? std::max(valid, same_course) : valid;
}

bool has_antiviral(const Patient& patient) {
    return !patient.current(group::hepatitis_b_antivirals).empty();
}

bool is_removable(const Order& order) {
    return order.state == OrderState::draft && order.in_context;
}

std::vector<Suggestion> checklist(
    const Patient& patient, const Order& order, const hepatitis::Status& status, std::string_view drug
) {
    std::vector<Suggestion> clicks;
    const bool sure = status.searched;
    for (const hepatitis::Marker* each : {&status.hbsag, &status.anti_hbc})
        if (each->missing() && !each->asked)
            clicks.push_back({fmt::format("Order {}", each->name), {TestProposal{each->test, true, {}}}, sure}
            );
    constexpr std::array dna{lab::hbv_dna};
    const bool infected = !status.hepatitis_b.empty();
    if (infected && !patient.requested(dna, open_request))
        clicks.push_back({"Order HBV DNA", {TestProposal{lab::hbv_dna, true, {}}}, false});
    constexpr std::array hepatology{procedure::gastroenterology_referral};
    if (infected && !patient.requested(hepatology, open_request))
        clicks.push_back(
            {"Refer to hepatology",
             {TestProposal{
                 procedure::gastroenterology_referral,
                 true,
                 fmt::format("Hepatology: hepatitis B before {}, antiviral prophylaxis", drug)}},
             false}
        );
    if (is_removable(order))
        clicks.push_back(
            {fmt::format("Remove {} until hepatitis B is settled", drug), {RemoveOrder{&order}}, false}
        );
    return clicks;
}

/// What the card says of this order, and how loudly.
struct Verdict {
    Indicator indicator = Indicator::info;
    std::string what;
    std::string trigger;
};

Verdict judge_positive(const Patient& patient, const hepatitis::Status& status) {
    if (has_antiviral(patient))
        return {
            Indicator::info,
            fmt::format(
                "hepatitis B status positive ({}), antiviral prophylaxis is ordered - review dose and "
                "monitoring",
                status.b_sign
            ),
            "positive with antiviral"};
    if (status.passive_antibody)
        return {
            Indicator::warning,
            "anti-HBc positive after immunoglobulin may be passive antibody: HBV DNA or a "
            "pre-immunoglobulin sample",
            "passive anti-HBc"};
    return {
        Indicator::critical,
        fmt::format(
            "hepatitis B status positive ({}) - plan antiviral prophylaxis before infusion", status.b_sign
        ),
        fmt::format("positive: {}", status.b_sign)};
}

Verdict judge_missing(const Patient& patient, const hepatitis::Status& status) {
    const bool dispatch = patient.hook() == Hook::order_dispatch;
    const auto names = hepatitis::missing_names({&status.hbsag, &status.anti_hbc});
    const std::string tests = words::all_of(names);
    if (!status.searched)
        return {
            Indicator::warning,
            "could not check hepatitis B status (laboratory data not available) - screen HBsAg and "
            "anti-HBc before infusion",
            "not checked: " + tests};
    if (hepatitis::all_asked({&status.hbsag, &status.anti_hbc}))
        return {
            dispatch ? Indicator::warning : Indicator::info,
            fmt::format("hepatitis B result pending ({}) - await the result before the infusion", tests),
            "pending: " + tests};
    return {
        patient.hook() == Hook::order_select ? Indicator::warning : Indicator::critical,
        fmt::format(
            "hepatitis B status not found{} - screen HBsAg and anti-HBc before infusion",
            names.size() == 1 ? fmt::format(" ({})", tests) : ""
        ),
        "not found: " + tests};
}

void judge_order(
    const Patient& patient, const Order& order, const hepatitis::Status& status, Findings& found
) {
    const bool missing = status.hbsag.missing() || status.anti_hbc.missing();
    if (status.hepatitis_b.empty() && !missing) return;
    const std::string_view drug = words::drug(patient, order, group::anti_cd20);
    const Verdict verdict =
        status.hepatitis_b.empty() ? judge_missing(patient, status) : judge_positive(patient, status);
    Finding& finding =
        found.add(verdict.indicator, &order, fmt::format("{}: {}", words::capitalised(drug), verdict.what));
    finding.why = status.hepatitis_b;
    hepatitis::add_last_dates(finding.why, status, {&status.hbsag, &status.anti_hbc});
    for (const Order* each : patient.current(group::hepatitis_b_antivirals))
        finding.because(fmt::format("Hepatitis B antiviral is ordered{}", words::from(each->source)));
    if (status.passive_antibody) finding.consider.emplace_back(hepatitis::passive_advice);
    finding.consider.emplace_back(
        "Hepatitis B can flare up under B-cell depletion; it is listed among the harms of rituximab"
    );
    finding.consider.emplace_back("Antiviral prophylaxis is recommended when the risk is high, and for at "
                                  "least 12 months after B-cell depletion");
    finding.suggestions = checklist(patient, order, status, drug);
    finding.at_most_one = false;
    finding.not_checked = status.not_checked;
    finding.trigger = verdict.trigger;
}

void check(const Patient& patient, Findings& found) {
    const Patient::Orders orders = patient.ordering(group::anti_cd20);
    if (orders.empty()) return;
    const hepatitis::Status status = hepatitis::status(patient, window(patient), open_request);
    for (const Order* order : orders) judge_order(patient, *order, status, found);
}

}  // namespace

extern constinit const Rule rituximab_hepatitis_b = {
    .number = "R13",
    .id = "rituximab-hepatitis-b",
    .title = "Hepatitis B before rituximab",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 95,
    .hooks = Hook::order_select | Hook::order_sign | Hook::order_dispatch,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::rituximab,
    .rank = 1,
    .why = "Hepatitis B can reactivate under anti-CD20 antibodies.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

#include "engine/evidence.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_001, seed_002, mtx3e};
constexpr auto overrides = word_list<3>("already-addressed result-pending will-do-later");
constexpr auto parameter_names = word_list<2>("mtx.baseline_days mtx.cxr_days");

struct TestGroup {
    std::string_view name;
    std::vector<TestNeed> any_of;  ///< one of them is enough
    std::vector<TestNeed> to_order;
};

std::vector<TestGroup> baseline() {
    using namespace need::methotrexate;
    return {
        {"blood count", {blood_count}, {blood_count}},
        {"ALT or AST", {alt, ast}, {alt, ast}},
        {"albumin", {albumin}, {albumin}},
        {"creatinine or eGFR", {creatinine}, {creatinine}},
    };
}

bool is_answered(const Patient& patient, const TestGroup& group) {
    return std::ranges::any_of(group.any_of, [&](const TestNeed& test) { return answered(patient, test); });
}

bool is_asked(const Patient& patient, const TestGroup& group) {
    return std::ranges::any_of(group.any_of, [&](const TestNeed& test) {
        return already_asked(patient, test);
    });
}

Suggestion order_group(const Patient& patient, const TestGroup& group) {
    std::vector<Action> tests;
    for (const TestNeed& test : group.to_order)
        for (Action& action : missing_tests(patient, {test})) tests.push_back(std::move(action));
    return order_named(patient, std::move(tests));
}

constexpr std::array chest_images{
    procedure::chest_x_ray, procedure::hrct_chest, procedure::ct_chest, procedure::ct_chest_abdomen_pelvis};
constexpr Days open_request{14};

/// A chest image of the last year (policy mtx.cxr_days, 0: not asked for): a procedure, a report or a
/// request.
Truth has_chest_image(const Patient& patient) {
    const Days window(static_cast<int>(patient.policy().mtx_cxr_days));
    const auto is_recent = [&](const Event& event) {
        return event.what.any_of(chest_images) && event.date && *event.date <= patient.now()
               && *event.date >= patient.now() - window;
    };
    // Not in pregnancy, where methotrexate is not given either (R09).
    if (patient.pregnancy().pregnant == Truth::yes) return Truth::yes;
    if (window == Days{0} || std::ranges::any_of(patient.facts().procedures, is_recent)) return Truth::yes;
    if (patient.labs().latest_of(chest_images, patient.now(), window)) return Truth::yes;
    if (patient.requested(chest_images, open_request)) return Truth::yes;
    return found(false, patient.sources().procedures);
}

Suggestion order_chest_image() {
    return {"Order a chest X-ray", {TestProposal{procedure::chest_x_ray, false, {}}}, false};
}

const Order* start_in_question(const Patient& patient) {
    for (const Order* order : mtx::in_question(patient))
        if (patient.is_new(*order) && !mtx::is_oncology(patient, *order) && !mtx::is_single_dose(*order))
            return order;
    return nullptr;
}

std::vector<std::string> unreadable_baseline(const Patient& patient) {
    constexpr std::array tests{lab::wbc, lab::alt, lab::ast, lab::albumin};
    const Days window(static_cast<int>(patient.policy().mtx_baseline_days));
    auto lines = unreadable_results(patient, tests, window);
    std::ranges::move(unreadable_kidney(patient, window), std::back_inserter(lines));
    return lines;
}

std::string summary(
    const Patient& patient, const std::vector<std::string>& missing, const std::vector<std::string>& asked
) {
    if (!missing.empty())
        return fmt::format(
            "Before methotrexate: baseline {} not found in the last {} days",
            words::all_of(missing),
            words::number(patient.policy().mtx_baseline_days)
        );
    if (!asked.empty())
        return fmt::format("Before methotrexate: {} ordered, results pending", words::all_of(asked));
    return fmt::format(
        "Before methotrexate: no chest imaging found in the last {} days",
        words::number(patient.policy().mtx_cxr_days)
    );
}

void check(const Patient& patient, Findings& found) {
    const Order* order = start_in_question(patient);
    if (!order) return;
    std::vector<std::string> missing, asked;
    std::vector<Suggestion> orders;
    for (const TestGroup& group : baseline()) {
        if (is_answered(patient, group)) continue;
        if (is_asked(patient, group)) {
            asked.emplace_back(group.name);
            continue;
        }
        missing.emplace_back(group.name);
        orders.push_back(order_group(patient, group));
    }
    const Truth chest = has_chest_image(patient);
    if (missing.empty() && asked.empty() && chest != Truth::no) return;
    if (engine::found(false, patient.sources().observations) == Truth::unknown)
        return found.gap("Baseline tests before methotrexate: laboratory data not available");
    const Indicator strength = missing.size() >= 2 ? Indicator::warning : Indicator::info;
    Finding& finding = found.add(strength, order, summary(patient, missing, asked));
    if (!missing.empty() && !asked.empty())
        finding.because(fmt::format("Ordered or pending: {}", words::all_of(asked)));
    if (chest == Truth::no) {
        finding.because(fmt::format(
            "No chest imaging found in the last {} days", words::number(patient.policy().mtx_cxr_days)
        ));
        orders.push_back(order_chest_image());
    }
    finding.consider = {
        "Blood count, liver tests, albumin and kidney function before the first dose; chest imaging of the "
        "last year"};
    if (chest == Truth::unknown) finding.not_checked = {"chest imaging: procedures not available"};
    std::ranges::move(unreadable_baseline(patient), std::back_inserter(finding.not_checked));
    finding.suggestions = std::move(orders);
    finding.at_most_one = false;
    finding.trigger = finding.summary;
}

}  // namespace

extern constinit const Rule methotrexate_baseline_labs = {
    .number = "R14",
    .id = "methotrexate-baseline-labs",
    .title = "Baseline tests before methotrexate",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 45,
    .hooks = Hook::order_select | Hook::order_sign,
    .group = Group::mtx_screen,
    .rank = 2,
    .why = "Without a baseline nobody can tell later what methotrexate did to marrow, liver and kidney.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

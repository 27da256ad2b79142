#include "engine/options/hepatitis_screen.hpp"

#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace iim::engine::hepatitis {

namespace {

constexpr Days pending_for{14}, open_referral{21};
constexpr std::array liver{lab::alt, lab::ast};

void append(std::vector<std::string>& list, std::vector<std::string> more) {
    std::ranges::move(more, std::back_inserter(list));
}

bool liver_is_asked(const Patient& patient) {
    constexpr std::array orders{lab::alt, lab::ast, lab::cmp_panel};
    if (patient.requested(orders, pending_for)) return true;
    return std::ranges::any_of(orders, [&](Concept test) {
        const Result* pending = patient.labs().pending(test, patient.now());
        return pending && pending->date >= patient.now() - pending_for;
    });
}

std::vector<Action> ask(const Marker& marker) {
    std::vector<Action> actions;
    if (marker.missing() && !marker.asked) actions.emplace_back(TestProposal{marker.test, false, {}});
    return actions;
}

/// Anti-HBs goes along with the others, never alone.
std::vector<Action> hepatitis_b_serology(const Patient& patient, const Status& status) {
    std::vector<Action> actions = ask(status.hbsag);
    std::ranges::move(ask(status.anti_hbc), std::back_inserter(actions));
    constexpr std::array surface{lab::anti_hbs};
    const Days valid(static_cast<int>(patient.policy().hep_days));
    const bool surface_known =
        patient.labs().latest_of(surface, patient.now(), valid) || patient.requested(surface, pending_for);
    if (!actions.empty() && !surface_known) actions.emplace_back(TestProposal{lab::anti_hbs, false, {}});
    return actions;
}

}  // namespace

std::vector<std::string> Screen::missing() const {
    std::vector<std::string> names = missing_names({&status.hbsag, &status.anti_hbc, &status.hcv});
    if (!liver_tests) names.emplace_back("ALT/AST");
    return names;
}

std::vector<std::string> Screen::not_asked() const {
    std::vector<std::string> names;
    for (const Marker* each : {&status.hbsag, &status.anti_hbc, &status.hcv})
        if (each->missing() && !each->asked) names.emplace_back(each->name);
    if (!liver_tests && !liver_tests_asked) names.emplace_back("ALT/AST");
    return names;
}

bool Screen::pending() const {
    return all_asked({&status.hbsag, &status.anti_hbc, &status.hcv}) && (liver_tests || liver_tests_asked);
}

bool Screen::positive() const noexcept {
    return !status.hepatitis_b.empty() || !status.hepatitis_c.empty();
}

Screen screen(const Patient& patient) {
    Screen found;
    const Days valid(static_cast<int>(patient.policy().hep_days));
    found.status = status(patient, valid, pending_for);
    found.liver_tests = answered(patient, need::alt) || answered(patient, need::ast);
    found.unreadable_liver = unreadable_results(patient, liver, need::alt.window);
    found.liver_tests_asked = !found.liver_tests && liver_is_asked(patient);
    return found;
}

std::vector<Suggestion> checklist(const Patient& patient, const Screen& screen) {
    const Status& status = screen.status;
    std::vector<Suggestion> clicks;
    const auto offer = [&](std::string label, std::vector<Action> actions) {
        if (!actions.empty()) clicks.push_back({std::move(label), std::move(actions), status.searched});
    };
    const auto offer_named = [&](std::vector<Action> tests) {
        if (!tests.empty()) clicks.push_back(order_named(patient, std::move(tests), status.searched));
    };
    offer("Order hepatitis B serology", hepatitis_b_serology(patient, status));
    offer("Order HCV antibody", ask(status.hcv));
    if (!screen.liver_tests && !screen.liver_tests_asked)
        offer_named(repeat_tests(patient, {need::alt, need::ast}, {}));
    offer_named(missing_tests(patient, {need::methotrexate::blood_count, need::methotrexate::creatinine}));

    constexpr std::array dna{lab::hbv_dna}, rna{lab::hcv_rna},
        hepatology{procedure::gastroenterology_referral};
    if (!status.hepatitis_b.empty() && !patient.requested(dna, open_referral))
        offer("Order HBV DNA", {TestProposal{lab::hbv_dna, false, {}}});
    if (!status.hepatitis_c.empty() && !patient.requested(rna, open_referral))
        offer("Order HCV RNA", {TestProposal{lab::hcv_rna, false, {}}});
    if (screen.positive() && !patient.requested(hepatology, open_referral))
        offer(
            "Refer to hepatology",
            {TestProposal{
                procedure::gastroenterology_referral,
                false,
                "Hepatology: positive hepatitis serology before immunosuppression"}}
        );
    return clicks;
}

std::vector<std::string> facts(const Patient& patient, const Screen& screen) {
    const Status& status = screen.status;
    std::vector<std::string> lines = status.hepatitis_b;
    append(lines, status.hepatitis_c);
    add_last_dates(lines, status, {&status.hbsag, &status.anti_hbc, &status.hcv});
    for (const Concept test : liver) {
        const std::string_view name = patient.name(test);
        const auto all = patient.labs().all(test);
        if (!all.empty())
            lines.push_back(words::result(*all.front(), name, "U/L"));
        else if (status.searched)
            lines.push_back(fmt::format("{}: none on file", name));
    }
    if (screen.liver_tests_asked) lines.emplace_back("Liver tests are ordered, or the result is pending");
    return lines;
}

}  // namespace iim::engine::hepatitis

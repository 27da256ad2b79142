#include "engine/options/hepatitis_screen.hpp"

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
    if (patient.requested(liver, pending_for)) return true;
    return std::ranges::any_of(liver, [&](Concept test) {
        const Result* pending = patient.labs().pending(test, patient.now());
        return pending && pending->date >= patient.now() - pending_for;
    });
}

}  // namespace

std::vector<std::string> Screen::missing() const {
    std::vector<std::string> names = missing_names({&status.hbsag, &status.anti_hbc, &status.hcv});
    if (!liver_tests) names.emplace_back("ALT/AST");
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
    found.liver_tests_asked = !found.liver_tests && liver_is_asked(patient);
    return found;
}

std::vector<Suggestion> checklist(const Patient& patient, const Screen& screen) {
    const Status& status = screen.status;
    std::vector<Suggestion> clicks;
    const auto offer = [&](std::string label, std::vector<Action> actions) {
        if (!actions.empty()) clicks.push_back({std::move(label), std::move(actions), status.searched});
    };
    const auto ask = [](const Marker& marker) {
        std::vector<Action> actions;
        if (marker.missing() && !marker.asked) actions.emplace_back(TestProposal{marker.test, false, {}});
        return actions;
    };
    std::vector<Action> b = ask(status.hbsag);
    std::ranges::move(ask(status.anti_hbc), std::back_inserter(b));
    constexpr std::array surface{lab::anti_hbs};
    const bool surface_known =
        patient.labs().latest_of(surface, patient.now(), Days(static_cast<int>(patient.policy().hep_days)))
        || patient.requested(surface, pending_for);
    if (!b.empty() && !surface_known) b.emplace_back(TestProposal{lab::anti_hbs, false, {}});
    offer("Order hepatitis B serology", std::move(b));
    offer("Order HCV antibody", ask(status.hcv));
    if (!screen.liver_tests && !screen.liver_tests_asked)
        offer("Order liver tests (ALT, AST)", repeat_tests(patient, {need::alt, need::ast}, {}));
    offer("Order blood count and creatinine", missing_tests(patient, {need::blood_count, need::creatinine}));

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
    for (std::string& each : last_dates({&status.hbsag, &status.anti_hbc, &status.hcv}))
        if (std::ranges::find(lines, each) == lines.end()) lines.push_back(std::move(each));
    for (const Concept test : liver) {
        const std::string_view name = patient.name(test);
        const auto all = patient.labs().all(test);
        lines.push_back(
            all.empty() ? fmt::format("{}: none on file", name) : words::result(*all.front(), name, "U/L")
        );
    }
    if (screen.liver_tests_asked) lines.emplace_back("Liver tests are ordered, or the result is pending");
    return lines;
}

}  // namespace iim::engine::hepatitis

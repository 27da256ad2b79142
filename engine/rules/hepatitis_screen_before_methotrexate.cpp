#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/hepatitis_screen.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using hepatitis::Screen;

constexpr std::array sources{seed_001, eularoi22, mtx3e, aga15, hbv_risk};
constexpr auto overrides = word_list<4>("already-addressed result-pending will-do-later data-incorrect");
constexpr auto parameter_names = word_list<2>("hep.days hep.scope");
constexpr Days settled_after{84};
constexpr double screened_steroid_mg = 20;
constexpr int screened_steroid_days = 28;

/// At ordering what is new; at discharge what was begun in the last 12 weeks.
Patient::Orders starts(const Patient& patient, ConceptGroup drugs) {
    Patient::Orders orders;
    if (is_order_hook(patient.hook())) {
        orders = patient.ordering(drugs);
    } else {
        const auto since = taken_since(patient, drugs);
        if (since && patient.now() - *since >= settled_after) return {};
        orders = patient.current(drugs);
    }
    std::erase_if(orders, [&](const Order* one) {
        return !may_be_systemic(*one) || (is_draft(*one) && !patient.is_new(*one));
    });
    return orders;
}

/// Methotrexate, or methotrexate with another drug that was chosen by the site.
struct Start {
    const Order* order = nullptr;
    std::string drug;
    bool methotrexate = true;
};

std::string summary(const Screen& screen, const Start& start) {
    const hepatitis::Status& status = screen.status;
    if (screen.positive() && status.passive_antibody && status.hepatitis_c.empty())
        return fmt::format(
            "Anti-HBc positive after immunoglobulin may be passive antibody: HBV DNA or an earlier sample "
            "before {}",
            start.drug
        );
    if (screen.positive())
        return fmt::format(
            "{} positive: seek hepatology advice before {} or high-dose immunosuppression",
            words::capitalised(status.b_sign.empty() ? status.c_sign : status.b_sign),
            start.drug
        );
    std::vector<std::string> tests = screen.not_asked();
    if (!start.methotrexate) std::erase(tests, "ALT/AST");
    const bool pending = tests.empty();
    if (pending) tests = screen.missing();
    if (!start.methotrexate) std::erase(tests, "ALT/AST");
    const std::string list = words::all_of(tests);
    if (pending) return fmt::format("Before {}: {} pending - await the result", start.drug, list);
    if (!status.searched)
        return fmt::format(
            "Before {}: could not check for {} (laboratory data not available)", start.drug, list
        );
    return fmt::format(
        "Before {}: no {} found - consider hepatitis B/C serology and liver tests first",
        start.drug,
        words::either(tests)
    );
}

Indicator strength(const Screen& screen, const Start& start) {
    if (!start.methotrexate) return Indicator::info;
    return screen.positive() || !screen.pending() ? Indicator::warning : Indicator::info;
}

void judge_start(const Patient& patient, const Screen& screen, const Start& start, Findings& found) {
    const auto missing = screen.missing();
    const bool only_liver = missing.size() == 1 && !screen.liver_tests;
    const bool complete = missing.empty() || (!start.methotrexate && only_liver);
    if (complete && !screen.positive()) return;
    Finding& finding = found.add(strength(screen, start), start.order, summary(screen, start));
    finding.why = hepatitis::facts(patient, screen);
    if (screen.status.passive_antibody) finding.consider.emplace_back(hepatitis::passive_advice);
    finding.consider.emplace_back("Screening also matters before prednisone 20 mg/day or more for 4 weeks or "
                                  "longer, which can reactivate hepatitis B");
    if (!screen.status.hepatitis_c.empty())
        finding.consider.emplace_back("Everyone with positive HCV RNA is to be referred");
    finding.suggestions = hepatitis::checklist(patient, screen);
    finding.at_most_one = false;
    finding.not_checked = screen.status.not_checked;
    finding.not_checked.insert(
        finding.not_checked.end(), screen.unreadable_liver.begin(), screen.unreadable_liver.end()
    );
    finding.trigger =
        screen.positive() ? "positive hepatitis serology" : "missing: " + words::all_of(missing);
}

/// hep.scope all-is: the other immunosuppressants, and high-dose steroid for 4 weeks or longer.
std::optional<Start> other_start(const Patient& patient) {
    for (const ConceptGroup drugs :
         {ConceptGroup(group::continuous_immunosuppressants), ConceptGroup(group::cyclophosphamide)}) {
        const auto orders = starts(patient, drugs);
        if (!orders.empty())
            return Start{orders.front(), std::string(words::drug(patient, *orders.front(), drugs)), false};
    }
    const auto run = patient.steroid().run(screened_steroid_mg);
    const auto steroids = starts(patient, group::corticosteroids);
    if (!run || run->total_days() < screened_steroid_days || steroids.empty()) return {};
    return Start{steroids.front(), "high-dose steroid", false};
}

void check(const Patient& patient, Findings& found) {
    const auto orders = starts(patient, group::methotrexate);
    if (!orders.empty()) {
        const Screen screen = hepatitis::screen(patient);
        for (const Order* order : orders) judge_start(patient, screen, {order, "methotrexate"}, found);
    } else if (patient.policy().hep_scope == "all-is") {
        const auto other = other_start(patient);
        if (other) judge_start(patient, hepatitis::screen(patient), *other, found);
    }
}

}  // namespace

extern constinit const Rule hepatitis_screen_before_methotrexate = {
    .number = "R10",
    .id = "hepatitis-screen-before-methotrexate",
    .title = "Hepatitis B/C and liver tests before methotrexate",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 60,
    .hooks = Hook::order_select | Hook::order_sign | Hook::encounter_discharge,
    .group = Group::mtx_screen,
    .rank = 1,
    .why = "Hidden hepatitis or liver damage is to be found before methotrexate, not after.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

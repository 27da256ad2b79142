#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/pjp_fitness.hpp"
#include "engine/options/pjp_switch.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <iterator>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{pjpreg, seed_000, seed_004};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<2>("g6pd.transfusion_days pjp.agent_order");
constexpr std::array dapsone{drug::dapsone};
constexpr std::array alternatives{drug::atovaquone, drug::pentamidine};
constexpr Days lifetime{365 * 120};

bool searched(const Patient& patient) {
    return found(false, patient.sources().observations) == Truth::no;
}

std::vector<Suggestion> ways_out(const Patient& patient, const Order& order, bool ask) {
    std::vector<Suggestion> clicks;
    if (auto test = repeat_tests(patient, {need::g6pd}, {}); ask && !test.empty())
        clicks.push_back({"Order G6PD", std::move(test), searched(patient)});
    auto others = pjp::switches(patient, order, alternatives);
    std::ranges::move(others, std::back_inserter(clicks));
    if (order.state == OrderState::draft && order.in_context)
        clicks.push_back({"Remove dapsone", {RemoveOrder{&order}}, false});
    return clicks;
}

void add_facts(Finding& finding, const Patient& patient) {
    const Result* newest = patient.labs().latest(lab::g6pd, patient.now(), lifetime);
    if (newest)
        finding.because(words::result(*newest, "G6PD", newest->unit));
    else if (searched(patient))
        finding.because("G6PD: no result on file");
    if (const Condition* known = patient.condition(condition::g6pd_deficiency))
        finding.because("G6PD deficiency is recorded" + words::from(known->source));
    if (const Allergy* skin = pjp::severe_sulfonamide_reaction(patient))
        finding.because("Severe skin reaction to a sulfonamide is recorded" + words::from(skin->source));
}

void say_deficient(const Patient& patient, const Order& order, Findings& found) {
    Finding& finding =
        found.critical(&order, "Dapsone: G6PD deficient - haemolysis risk; consider another agent");
    add_facts(finding, patient);
    finding.suggestions = ways_out(patient, order, false);
    finding.trigger = "G6PD deficient";
}

void say_not_tested(const Patient& patient, const Order& order, Findings& found) {
    const Result* unreadable = pjp::unreadable_g6pd(patient);
    const bool none = searched(patient) && !unreadable;
    Finding& finding = found.warning(
        &order,
        "Dapsone: {} - check before starting; haemolysis risk",
        none ? "G6PD not found" : "could not check for a G6PD result"
    );
    add_facts(finding, patient);
    finding.consider = {"A result counts when no red cells were transfused in the months before the sample"};
    if (already_asked(patient, need::g6pd)) finding.because("G6PD is ordered, or the result is pending");
    if (!searched(patient)) finding.not_checked = {"laboratory data were not available to this service"};
    if (unreadable) finding.not_checked.push_back(words::unreadable(*unreadable, patient.name(lab::g6pd)));
    if (patient.sources().procedures == Availability::unavailable)
        finding.not_checked.emplace_back("transfusions (procedures were not available)");
    finding.suggestions = ways_out(patient, order, true);
    finding.trigger = "no G6PD result";
}

void say_cross_reactivity(const Patient& patient, const Order& order, Findings& found) {
    Finding& finding =
        found.info(&order, "Dapsone after a severe sulfonamide skin reaction: cross-reactivity is possible");
    add_facts(finding, patient);
    finding.suggestions = ways_out(patient, order, false);
    finding.trigger = "severe sulfonamide reaction";
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(dapsone)) {
        if (!may_be_systemic(*order)) continue;
        const pjp::G6pd status = pjp::g6pd_status(patient);
        if (status == pjp::G6pd::deficient)
            say_deficient(patient, *order, found);
        else if (status == pjp::G6pd::not_tested)
            say_not_tested(patient, *order, found);
        else if (pjp::severe_sulfonamide_reaction(patient))
            say_cross_reactivity(patient, *order, found);
    }
}

}  // namespace

extern constinit const Rule g6pd_before_dapsone = {
    .number = "R50",
    .id = "g6pd-before-dapsone",
    .title = "G6PD before dapsone",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 55,
    .hooks = Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .group = Group::pjp,
    .rank = 3,
    .why = "Dapsone causes haemolysis in people with G6PD deficiency.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

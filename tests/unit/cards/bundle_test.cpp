#include "cards/bundle.hpp"
#include "tests/unit/cards/sample.hpp"

#include <algorithm>
#include <random>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_bundle)

using namespace iim;
using namespace iim::cards::sample;

// The rules of RULES 4.4 that these tests bundle, with the ranks of its written order.
const Rule r01 = rule("R01", "steroid-monotherapy", Group::steroid_start, 1);
const Rule r02 = rule("R02", "tpmt-before-azathioprine", Group::thiopurine, 3);
const Rule r03 = rule("R03", "pjp-prophylaxis-missing", Group::pjp, 1);
const Rule r04 = rule("R04", "methotrexate-daily-dosing", Group::mtx_dose, 1);
const Rule r05 = rule("R05", "methotrexate-dose-limit", Group::mtx_dose, 2);
const Rule r07 = rule("R07", "azathioprine-xanthine-oxidase-inhibitor", Group::thiopurine, 2);
const Rule r08 = rule("R08", "azathioprine-thiopurine-phenotype", Group::thiopurine, 1);
const Rule r09 = rule("R09", "teratogenic-immunosuppressant", Group::pregnancy, 1);
const Rule r11 = rule("R11", "steroid-dose-limit", Group::steroid_dose, 1);
const Rule r12 = rule("R12", "live-vaccine-immunosuppressed", Group::vaccine, 1);
const Rule r14 = rule("R14", "methotrexate-baseline-labs", Group::mtx_screen, 2);
const Rule r15 = rule("R15", "methotrexate-folic-acid", Group::mtx_screen, 3);
const Rule r19 = rule("R19", "azathioprine-dose-limit", Group::thiopurine, 4);
const Rule r33 = rule("R33", "bone-antiresorptive", Group::bone, 1);
const Rule r34 = rule("R34", "oral-bisphosphonate-dysphagia", Group::bone, 4);
const Rule r35 = rule("R35", "steroid-taper-plan-missing", Group::steroid_taper, 4);
const Rule r36 = rule("R36", "steroid-prolonged-high-dose", Group::steroid_taper, 3);
const Rule r38 = rule("R38", "steroid-abrupt-stop", Group::steroid_taper, 1);
const Rule r39 = rule("R39", "steroid-dose-individualise", Group::steroid_start, 3);
const Rule r41 = rule("R41", "vaccines-before-immunosuppression", Group::vaccine, 2);
const Rule r44 = rule("R44", "severe-iim-induction", Group::subtype, 2);
const Rule r53 = rule("R53", "ibm-immunosuppression", Group::subtype, 4);
const Rule r57 = rule("R57", "malignancy-screening");
const Rule r60 = rule("R60", "data-not-evaluable");

const engine::Order a = draft("a", engine::drug::azathioprine, "azathioprine");
const engine::Order b = draft("b", engine::drug::allopurinol, "allopurinol");

constexpr Indicator info = Indicator::info, warning = Indicator::warning, critical = Indicator::critical;

/// "R08+R02 R57": cards by their members, leader first.
std::string bundled(std::vector<Finding> findings) {
    std::string text;
    for (const auto& problem : cards::bundle(findings)) {
        if (!text.empty()) text += ' ';
        for (std::size_t at = 0; at < problem.findings.size(); ++at)
            text.append(at ? "+" : "").append(problem.findings[at]->rule->number);
    }
    return text;
}

struct Case {
    std::string_view what;
    std::vector<Finding> findings;
    std::string_view want;
};

BOOST_AUTO_TEST_CASE(one_card_per_clinical_problem) {
    const Case cases[] = {
        {"nothing", {}, ""},
        {"written order breaks ties", {finding(r02, warning, &a), finding(r08, warning, &a)}, "R08+R02"},
        {"partner drug and thiopurine", {finding(r02, warning, &a), finding(r07, critical, &b)}, "R07+R02"},
        {"two criticals: two cards",
         {finding(r07, critical, &b), finding(r08, critical, &a), finding(r02, warning, &a)},
         "R07 R08+R02"},
        {"one of them critical", {finding(r07, warning, &b), finding(r08, critical, &a)}, "R08+R07"},
        {"pregnancy stands alone", {finding(r09, critical, &a), finding(r04, critical, &a)}, "R04 R09"},
        {"vaccine rules stand alone", {finding(r12, warning, &a), finding(r41, info)}, "R12 R41"},
        {"no group", {finding(r57, info), finding(r03, info)}, "R03 R57"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.what) BOOST_TEST(bundled(each.findings) == each.want);
}

BOOST_AUTO_TEST_CASE(nothing_is_merged_under_a_lower_indicator) {
    const Case cases[] = {
        {"weekday reminder, dose", {finding(r04, info, &a), finding(r05, critical, &a)}, "R05+R04"},
        {"daily, dose", {finding(r04, critical, &a), finding(r05, critical, &a)}, "R04+R05"},
        {"pending test, dose", {finding(r02, info, &a), finding(r19, warning, &a)}, "R19+R02"},
        {"chest imaging, folic acid", {finding(r14, info, &a), finding(r15, warning, &a)}, "R15+R14"},
        {"severe, inclusion body", {finding(r44, info), finding(r53, warning, &a)}, "R53+R44"},
        {"severe leads a tie", {finding(r44, warning), finding(r53, warning, &a)}, "R44+R53"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.what) BOOST_TEST(bundled(each.findings) == each.want);
}

BOOST_AUTO_TEST_CASE(one_card_per_rule_and_order) {
    const Case cases[] = {
        {"same order", {finding(r57, info, &a), finding(r57, warning, &a)}, "R57+R57"},
        {"the patient", {finding(r57, info), finding(r57, info)}, "R57+R57"},
        {"two orders", {finding(r05, warning, &b), finding(r05, warning, &a)}, "R05 R05"},
        {"two orders, two rules of doses",
         {finding(r04, critical, &a), finding(r05, warning, &b)},
         "R04 R05"},
        {"each dose with its order",
         {finding(r04, critical, &a), finding(r05, warning, &b), finding(r05, warning, &a)},
         "R04+R05 R05"},
        {"two azathioprine orders, one partner",
         {finding(r02, warning, &a), finding(r02, warning, &b), finding(r08, critical, &b)},
         "R08+R02 R02"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.what) BOOST_TEST(bundled(each.findings) == each.want);
}

BOOST_AUTO_TEST_CASE(findings_of_one_order_find_each_other) {
    const std::vector<Finding> all{
        finding(r02, warning, &a), finding(r02, warning, &b), finding(r08, critical, &b)};
    const auto problems = cards::bundle(all);
    BOOST_TEST_REQUIRE(problems.size() == 2u);
    BOOST_TEST_REQUIRE(problems.front().findings.size() == 2u);
    BOOST_TEST((problems.front().findings.back()->about == &b));
}

BOOST_AUTO_TEST_CASE(steroid_rules_follow_the_leader_that_fired) {
    const Case cases[] = {
        {"inside monotherapy",
         {finding(r35, info, &a), finding(r39, info, &a), finding(r01, warning, &a)},
         "R01+R35+R39"},
        {"inside the dose limit", {finding(r39, info, &a), finding(r11, warning, &a)}, "R11+R39"},
        {"one taper card",
         {finding(r39, info, &a), finding(r35, info, &a), finding(r36, info)},
         "R36+R35+R39"},
        {"prolonged is not monotherapy", {finding(r36, info), finding(r01, warning, &a)}, "R01 R36"},
        {"abrupt stop silences reminders",
         {finding(r38, critical, &a), finding(r35, info, &a), finding(r36, warning)},
         "R38"},
        {"but nothing more urgent", {finding(r38, info, &a), finding(r36, warning)}, "R36+R38"},
        {"severe card takes the options", {finding(r44, warning), finding(r01, warning, &a)}, "R44+R01"},
        {"and the taper plan with them",
         {finding(r44, warning), finding(r01, info, &a), finding(r35, info, &a)},
         "R44+R01+R35"},
        {"a more urgent monotherapy stays", {finding(r44, info), finding(r01, warning, &a)}, "R01 R44"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.what) BOOST_TEST(bundled(each.findings) == each.want);
}

/// "R08+R07+…": findings of all those rules at one indicator, in the reverse of their written order.
std::string together(Group group, const std::vector<std::string_view>& numbers) {
    std::vector<Rule> rules;
    for (const std::string_view number : numbers)
        rules.push_back(rule(number, number, group, static_cast<int>(rules.size()) + 1));
    std::vector<Finding> findings;
    for (const Rule& each : rules) findings.insert(findings.begin(), finding(each, warning));
    return bundled(std::move(findings));
}

BOOST_AUTO_TEST_CASE(each_group_is_one_card_in_its_written_order) {
    BOOST_TEST(together(Group::thiopurine, {"R08", "R07", "R02", "R19", "R20"}) == "R08+R07+R02+R19+R20");
    BOOST_TEST(together(Group::mtx_screen, {"R10", "R14", "R15"}) == "R10+R14+R15");
    BOOST_TEST(together(Group::mtx_dose, {"R04", "R05"}) == "R04+R05");
    BOOST_TEST(together(Group::mtx_risk, {"R16", "R17", "R18"}) == "R16+R17+R18");
    BOOST_TEST(together(Group::pjp, {"R03", "R51", "R50", "R52"}) == "R03+R51+R50+R52");
    BOOST_TEST(together(Group::ivig, {"R25", "R23", "R22", "R24", "R26"}) == "R25+R23+R22+R24+R26");
    BOOST_TEST(together(Group::rituximab, {"R13", "R29"}) == "R13+R29");
    BOOST_TEST(together(Group::cni, {"R28", "R27"}) == "R28+R27");
    BOOST_TEST(together(Group::bone, {"R33", "R32", "R31", "R34"}) == "R33+R32+R31+R34");
    BOOST_TEST(together(Group::monitoring, {"R40", "R43", "R42"}) == "R40+R43+R42");
    BOOST_TEST(
        together(Group::subtype, {"R56", "R44", "R49", "R53", "R54", "R58", "R45"})
        == "R56+R44+R49+R53+R54+R58+R45"
    );
}

BOOST_AUTO_TEST_CASE(trimethoprim_of_the_basket_has_its_own_card) {
    const Rule r06 = rule("R06", "methotrexate-trimethoprim-interaction");
    BOOST_TEST(bundled({finding(r03, warning, &a), finding(r06, warning, &b)}) == "R03 R06");
    BOOST_TEST(bundled({finding(r03, warning, &a), finding(r06, critical, &a)}) == "R06 R03");
}

BOOST_AUTO_TEST_CASE(an_abrupt_stop_silences_every_taper_reminder) {
    const Rule r37 = rule("R37", "steroid-taper-too-fast", Group::steroid_taper, 2);
    const Rule r47 = rule("R47", "maintenance-steroid-minimisation", Group::steroid_taper, 5);
    BOOST_TEST(
        bundled(
            {finding(r35, info),
             finding(r36, warning),
             finding(r37, warning, &a),
             finding(r47, info),
             finding(r38, warning)}
        )
        == "R38"
    );
    BOOST_TEST(
        bundled({finding(r37, warning, &a), finding(r36, warning), finding(r47, info)}) == "R37+R36+R47"
    );
}

BOOST_AUTO_TEST_CASE(the_drafted_bisphosphonate_leads_bone) {
    BOOST_TEST(bundled({finding(r33, warning), finding(r34, warning, &a)}) == "R34+R33");
    BOOST_TEST(bundled({finding(r33, warning), finding(r34, info, &a)}) == "R33+R34");
    engine::Order taken = a;
    taken.in_context = false;
    taken.state = engine::OrderState::current;
    BOOST_TEST(bundled({finding(r33, warning), finding(r34, warning, &taken)}) == "R33+R34");
}

BOOST_AUTO_TEST_CASE(a_data_gap_joins_the_card_that_states_it) {
    Finding gap = finding(r60, info, &a);
    gap.data_gap = true;
    Finding states = finding(r02, warning, &a);
    states.not_checked.emplace_back("dose per kg");
    BOOST_TEST(bundled({gap, states}) == "R02+R60");
    BOOST_TEST(bundled({gap, finding(r02, warning, &a)}) == "R02 R60");
    states.about = &b;
    BOOST_TEST(bundled({gap, states}) == "R02 R60");
    states.about = &a;
    states.indicator = info;
    gap.indicator = warning;
    BOOST_TEST(bundled({gap, states}) == "R60 R02");
    Rule second = r02;
    second.priority = Priority::p1;
    Finding later = states;
    later.rule = &second;
    later.indicator = critical;
    BOOST_TEST(bundled({gap, later}) == "R02 R60");
}

BOOST_AUTO_TEST_CASE(the_sequence_of_findings_does_not_matter) {
    std::vector<Finding> all{
        finding(r01, warning, &a),
        finding(r02, warning, &a),
        finding(r02, warning, &b),
        finding(r05, critical, &b),
        finding(r04, info, &b),
        finding(r08, info, &a),
        finding(r35, info, &a),
        finding(r57, info),
    };
    const std::string want = bundled(all);
    std::mt19937 dice(7);  // NOLINT: the same in each run
    for (int i = 0; i < 50; ++i) {
        std::ranges::shuffle(all, dice);
        BOOST_TEST(bundled(all) == want);
    }
}

BOOST_AUTO_TEST_CASE(ten_thousand_orders_are_bundled) {
    std::vector<std::string> ids;
    for (int i = 0; i < 10'000; ++i) ids.push_back(std::to_string(i));
    std::vector<engine::Order> orders;
    for (const std::string& id : ids) orders.push_back(draft(id, engine::drug::methotrexate, "methotrexate"));
    std::vector<Finding> findings;
    for (const engine::Order& each : orders) {
        findings.push_back(finding(r05, warning, &each));
        findings.push_back(finding(r04, critical, &each));
    }
    BOOST_TEST(cards::bundle(findings).size() == 10'000u);
}

BOOST_AUTO_TEST_SUITE_END()

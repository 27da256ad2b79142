#include "tests/unit/engine/facts_builder.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

constexpr Hooks everywhere = Hook::patient_view | Hook::order_select | Hook::order_sign;

void say_critical(const Patient&, Findings& found) {
    found.critical(nullptr, "critical");
    found.gap("a gap");
}
void say_info(const Patient&, Findings& found) {
    found.info(nullptr, "info");
}
void fail(const Patient&, Findings& found) {
    found.critical(nullptr, "half said");
    throw std::runtime_error("a bug");
}

Rule rule(void (*check)(const Patient&, Findings&)) {
    Rule one;
    one.number = "R99";
    one.id = "a-rule";
    one.hooks = everywhere;
    one.may_be_critical = true;
    one.check = check;
    return one;
}

Judged judged(const Rule& one, const std::function<void(Build&)>& fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    fill(build);
    return Judged(std::move(build), {&one});
}

const auto with_myositis = [](Build& b) { b.dermatomyositis(); };
const auto nothing = [](Build&) {};

}  // namespace

BOOST_AUTO_TEST_SUITE(judge_)

BOOST_AUTO_TEST_CASE(a_rule_is_for_myositis_unless_it_says_otherwise) {
    Rule one = rule(say_critical);
    BOOST_TEST(judged(one, nothing).count() == 0U);
    BOOST_TEST(judged(one, with_myositis).count() == 1U);
    one.any_indication = true;
    BOOST_TEST(judged(one, nothing).count() == 1U);
    one.any_indication_policy = &Policy::pjp_any_indication;  // the site's word counts
    BOOST_TEST(judged(one, nothing).count() == 0U);
    BOOST_TEST(judged(one, [](Build& b) { b.policy().pjp_any_indication = true; }).count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_possible_diagnosis_only_reminds) {
    const auto possible = [](Build& b) {
        b.dermatomyositis();
        b.facts().conditions.back().low_certainty = true;
    };
    Rule one = rule(say_critical);
    const Judged got = judged(one, possible);
    BOOST_TEST(got.indicator() == "info");
    BOOST_TEST(any_contains(got.only().not_checked, "diagnosis not confirmed in the record"));
    one.any_indication = true;
    BOOST_TEST(judged(one, possible).indicator() == "critical");
}

BOOST_AUTO_TEST_CASE(indicators_are_capped) {
    Rule one = rule(say_critical);
    BOOST_TEST(judged(one, with_myositis).indicator() == "critical");
    const auto site = [](Build& b) {
        b.dermatomyositis();
        b.policy().rules["a-rule"].cap = Indicator::info;
    };
    BOOST_TEST(judged(one, site).indicator() == "info");
    one.patient_view_cap = Indicator::warning;
    BOOST_TEST(judged(one, with_myositis).indicator() == "critical");
    const Judged chart = judged(one, with_myositis, Hook::patient_view);
    BOOST_TEST(chart.indicator() == "warning");
    BOOST_TEST(chart.only().patient_view_cap);
    one.may_be_critical = false;
    BOOST_TEST(judged(one, with_myositis).indicator() == "warning");
}

BOOST_AUTO_TEST_CASE(order_select_has_no_reminders) {
    const Rule one = rule(say_info);
    BOOST_TEST(judged(one, with_myositis, Hook::order_select).count() == 0U);
    BOOST_TEST(judged(one, with_myositis, Hook::order_sign).count() == 1U);
}

BOOST_AUTO_TEST_CASE(order_hooks_speak_of_the_basket) {
    Rule one = rule([](const Patient& patient, Findings& found) {
        for (const Order& order : patient.facts().orders) found.critical(&order, "about an order");
    });
    const auto fill = [](Build& b) {
        b.dermatomyositis().takes(drug::azathioprine, {{50}}).drafts(drug::methotrexate, {{15}});
    };
    for (const Hook hook : {Hook::order_select, Hook::order_sign}) {
        const Judged got = judged(one, fill, hook);
        BOOST_TEST_REQUIRE(got.count() == 1U);
        BOOST_TEST((got.only().about->state == OrderState::draft));
    }
    BOOST_TEST(judged(one, fill, Hook::patient_view).count() == 2U);
    for (const std::string_view number : {"R03", "R15", "R31", "R38"}) {
        one.number = number;
        BOOST_TEST(judged(one, fill).count() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(hooks_and_switches_are_respected) {
    const Rule one = rule(say_critical);
    BOOST_TEST(judged(one, with_myositis, Hook::medication_refill).count() == 0U);
    BOOST_TEST(judged(one, with_myositis, Hook::medication_refill).result.evaluated.empty());
    const auto off = [](Build& b) {
        b.dermatomyositis();
        b.policy().rules["a-rule"].enabled = false;
    };
    BOOST_TEST(judged(one, off).count() == 0U);
    const Judged got = judged(one, with_myositis);
    BOOST_TEST(got.result.evaluated == std::vector<std::string_view>{"a-rule"});
    BOOST_TEST(got.result.gaps == std::vector<std::string>{"a gap"});
}

BOOST_AUTO_TEST_CASE(a_rule_that_throws_stops_no_other) {
    const Rule broken = rule(fail);
    Rule good = rule(say_critical);
    good.id = "another-rule";
    Build build;
    build.dermatomyositis();
    const Judged got(std::move(build), {&broken, &good});
    BOOST_TEST(got.result.failed == std::vector<std::string_view>{"a-rule"});
    BOOST_TEST_REQUIRE(got.count() == 1U);
    BOOST_TEST(got.only().rule->id == "another-rule");
}

BOOST_AUTO_TEST_CASE(the_catalogue_is_whole) {
    const std::vector<std::string_view> may_be_critical{
        "R01", "R02", "R04", "R05", "R06", "R07", "R08", "R09", "R11", "R12", "R13", "R16", "R19",
        "R21", "R22", "R25", "R27", "R28", "R29", "R30", "R38", "R48", "R50", "R51", "R54", "R56"};
    const std::vector<std::string_view> codes{
        "already-addressed",
        "result-pending",
        "started-elsewhere",
        "specialist-plan",
        "contraindicated",
        "patient-declined",
        "benefit-outweighs-risk",
        "other-indication",
        "not-iim",
        "dose-intentional",
        "oncology-protocol",
        "palliative",
        "active-infection",
        "data-incorrect",
        "will-do-later"};
    const auto listed = [](std::string_view what, const std::vector<std::string_view>& in) {
        return std::find(in.begin(), in.end(), what) != in.end();
    };
    std::vector<std::string_view> names;
    for (const Parameter& each : parameters()) names.push_back(each.name);
    for (const Rule* each : all_rules()) BOOST_TEST_CONTEXT(each->id) {
            BOOST_TEST(!each->title.empty());
            BOOST_TEST(!each->why.empty());
            BOOST_TEST(!each->reviewed.empty());
            BOOST_TEST(!each->evidence.empty());
            BOOST_TEST(each->hooks.bits != 0);
            BOOST_TEST((each->check != nullptr));
            BOOST_TEST(each->may_be_critical == listed(each->number, may_be_critical));
            for (const std::string_view code : each->override_codes) BOOST_TEST(listed(code, codes));
            for (const std::string_view name : each->parameters) BOOST_TEST_CONTEXT(name) {
                    BOOST_TEST(listed(name, names));
                }
            for (const Evidence& source : each->evidence)
                BOOST_TEST(evidence(source.key).title == source.title);
        }
    BOOST_CHECK_THROW(evidence("no such key"), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test

#include "cards/order.hpp"
#include "tests/unit/cards/sample.hpp"

#include <compare>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_order)

using namespace iim;
using namespace iim::cards::sample;
using engine::Hook;

Rule weighted(std::string_view number, Priority priority, int weight) {
    Rule one = rule(number, "some-rule");
    one.priority = priority;
    one.weight = weight;
    return one;
}

BOOST_AUTO_TEST_CASE(indicator_then_priority_then_weight_then_number_then_subject) {
    const Rule r04 = weighted("R04", Priority::p0, 100);
    const Rule r09 = weighted("R09", Priority::p0, 98);
    const Rule r13 = weighted("R13", Priority::p0, 98);
    const Rule r38 = weighted("R38", Priority::p1, 86);
    const engine::Order x = draft("x", engine::drug::methotrexate, "");
    const engine::Order y = draft("y", engine::drug::methotrexate, "");
    Finding heavier = finding(r09, Indicator::warning);
    heavier.extra_weight = 3;
    const std::vector<Finding> in_order{
        finding(r38, Indicator::critical),
        heavier,
        finding(r04, Indicator::warning),
        finding(r09, Indicator::warning, &x),
        finding(r09, Indicator::warning, &y),
        finding(r13, Indicator::warning),
        finding(r38, Indicator::warning),
        finding(r04, Indicator::info),
    };
    for (std::size_t i = 0; i < in_order.size(); ++i)
        for (std::size_t j = 0; j < in_order.size(); ++j) BOOST_TEST_CONTEXT(i << " and " << j)
    BOOST_TEST(std::is_lt(cards::compare(in_order[i], in_order[j])) == (i < j));
}

BOOST_AUTO_TEST_CASE(each_hook_has_its_limit) {
    const engine::Policy policy;
    const std::pair<Hook, std::size_t> cases[] = {
        {Hook::patient_view, 4},
        {Hook::order_select, 3},
        {Hook::order_sign, 5},
        {Hook::medication_refill, 3},
        {Hook::encounter_discharge, 4},
        {Hook::order_dispatch, 2},
        {Hook::problem_list_item_create, 2},
        {Hook::encounter_start, 4},
    };
    for (const auto& [hook, want] : cases)
        BOOST_TEST_CONTEXT(to_string(hook)) BOOST_TEST(cards::card_limit(hook, policy) == want);
    engine::Policy one;
    one.cards_max_order_sign = 1;
    BOOST_TEST(cards::card_limit(Hook::order_sign, one) == 1u);
}

struct Case {
    int critical, others;
    std::size_t limit, extra, shown, more;
};

BOOST_AUTO_TEST_CASE(what_is_beyond_the_limit_is_collapsed_but_no_critical) {
    const Rule any = weighted("R57", Priority::p1, 10);
    const Finding grave = finding(any, Indicator::critical);
    const Finding mild = finding(any, Indicator::info);
    const Case cases[] = {
        {0, 5, 5, 0, 5, 0},
        {0, 6, 5, 0, 4, 2},
        {0, 5, 5, 1, 4, 1},
        {5, 0, 5, 0, 5, 0},
        {6, 0, 5, 0, 6, 0},
        {6, 2, 5, 0, 6, 2},
        {3, 3, 5, 0, 4, 2},
        {0, 2, 1, 0, 1, 1},
        {0, 0, 4, 1, 0, 0},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.critical << "+" << each.others << " of " << each.limit) {
            std::vector<cards::Problem> problems;
            for (int i = 0; i < each.critical; ++i) problems.push_back({{&grave}});
            for (int i = 0; i < each.others; ++i) problems.push_back({{&mild}});
            const auto split = cards::apply_limit(problems, Hook::order_sign, each.limit, each.extra);
            BOOST_TEST(split.cards.size() == each.shown);
            BOOST_TEST(split.more.size() == each.more);
        }
}

/// RULES 4.2 gives the pathway its card where a chart is opened. A new diagnosis has two places, and 4.3 puts
/// the warning (cancer screening at high risk) before what informs.
BOOST_AUTO_TEST_CASE(the_pathway_card_stays_unless_a_warning_needs_its_place) {
    const Rule other = weighted("R57", Priority::p1, 30);
    const Rule pathway = rule("R45", "treatment-pathway");
    const Finding warning = finding(other, Indicator::warning), care = finding(other, Indicator::info);
    const Finding summary = finding(pathway, Indicator::info);
    const struct {
        Hook hook;
        std::size_t limit;
        const Finding* others;
        std::size_t shown;
        bool has_pathway;
    } cases[] = {
        {Hook::patient_view, 4, &warning, 3, true},
        {Hook::encounter_start, 4, &warning, 3, true},
        {Hook::problem_list_item_create, 2, &warning, 1, false},
        {Hook::problem_list_item_create, 2, &care, 1, true},
    };
    for (const auto& each : cases) BOOST_TEST_CONTEXT(to_string(each.hook)) {
            const cards::Problem one{{each.others}};
            const std::vector<cards::Problem> problems{one, one, one, one, {{&summary}}};
            const auto split = cards::apply_limit(problems, each.hook, each.limit, 0);
            BOOST_TEST_REQUIRE(split.cards.size() == each.shown);
            BOOST_TEST((split.cards.back().findings.front() == &summary) == each.has_pathway);
            BOOST_TEST(split.more.size() == 5 - each.shown);
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/unit/cards/offer_sample.hpp"

#include <boost/test/unit_test.hpp>

/// Which suggestion is marked as recommended. RULES 4.6: at most one of alternatives; 6.1: none that harms.
BOOST_AUTO_TEST_SUITE(cards_favourites)

using namespace iim;
using namespace iim::cards::sample;
using Verdict = engine::Opinion::Verdict;

engine::Suggestion favourite(std::string label, std::initializer_list<engine::Action> actions) {
    engine::Suggestion one = suggestion(std::move(label), actions);
    one.recommended = true;
    return one;
}

/// Objects to nothing but to methotrexate beside TMP-SMX.
cards::Review against_both(Verdict verdict) {
    return [verdict](const engine::Accepted& accepted) -> engine::Opinion {
        int found = 0;
        for (const engine::Action& action : accepted.suggestion->actions)
            if (const auto* const one = std::get_if<engine::DrugProposal>(&action))
                found += one->drug == drug::methotrexate || one->drug == drug::sulfamethoxazole_trimethoprim;
        return found == 2 ? engine::Opinion{verdict, "marrow"} : engine::Opinion{};
    };
}

// R07 leads, R02 joins: to take the tests would be to leave the azathioprine beside the febuxostat.
BOOST_AUTO_TEST_CASE(tests_that_join_a_choice_are_one_offer_and_no_favourite) {
    const Finding leader = offering(
        first_rule,
        true,
        {suggestion("Add", {start(drug::methotrexate)}), suggestion("Or", {start(drug::azathioprine)})}
    );
    const Finding joined = offering(
        second_rule,
        false,
        {favourite("A", {test(lab::alt)}),
         favourite("B", {test(lab::ast)}),
         favourite("C", {start(drug::folic_acid)})}
    );
    const std::string tests =
        "Order " + std::string(terms().name(lab::alt)) + " and " + std::string(terms().name(lab::ast));
    BOOST_TEST(shown(offered({{{&leader, &joined}}})[0]) == "Add(+); Or(+); " + tests + "(++); C(+)");
    // A checklist of its own keeps its items and its favourites.
    BOOST_TEST(shown(offered({{{&joined}}})[0]) == "A*(+); B*(+); C*(+)");
}

BOOST_AUTO_TEST_CASE(of_a_choice_the_first_favourite_only) {
    const Finding choice = offering(
        first_rule,
        true,
        {favourite("M", {start(drug::methotrexate)}), favourite("F", {start(drug::folic_acid)})}
    );
    BOOST_TEST(shown(offered({{{&choice}}})[0]) == "M*(+); F(+)");
}

// The favourite of another card is not offered here, so the next one may be it.
BOOST_AUTO_TEST_CASE(what_another_card_offers_is_no_favourite_here) {
    const Finding first = offering(first_rule, true, {favourite("M", {start(drug::methotrexate)})});
    const Finding second = offering(
        second_rule,
        true,
        {favourite("M", {start(drug::methotrexate)}), favourite("F", {start(drug::folic_acid)})}
    );
    BOOST_TEST(shown(offered({{{&first}}, {{&second}}})[1]) == "F*(+)");
}

// R01 recommends methotrexate, R03 TMP-SMX: who takes both is told (R06); a critical takes the
// recommendation.
BOOST_AUTO_TEST_CASE(favourites_of_two_cards_are_judged_together) {
    const Finding agent = offering(first_rule, true, {favourite("M", {start(drug::methotrexate)})});
    const Finding prophylaxis =
        offering(second_rule, true, {favourite("T", {start(drug::sulfamethoxazole_trimethoprim)})});
    const auto warned = offered({{{&agent}}, {{&prophylaxis}}}, facts(), against_both(Verdict::caution));
    BOOST_TEST(shown(warned[0]) == "M*(+)");
    BOOST_TEST(shown(warned[1]) == "T \u2013 with another card's suggestion: marrow*(+)");
    BOOST_TEST(warned[0].not_offered.empty());
    BOOST_TEST_REQUIRE(warned[1].not_offered.size() == 1U);
    BOOST_TEST(warned[1].not_offered[0] == "Together with what another card recommends: T (marrow)");
    const auto refused = offered({{{&agent}}, {{&prophylaxis}}}, facts(), against_both(Verdict::refused));
    BOOST_TEST(shown(refused[0]) == "M*(+)");
    BOOST_TEST(shown(refused[1]) == "T \u2013 with another card's suggestion: marrow(+)");
}

// Methotrexate is offered, not recommended: together with it TMP-SMX would be critical, which its label
// tells.
BOOST_AUTO_TEST_CASE(a_favourite_tells_what_is_critical_beside_another_card) {
    const Finding agent = offering(first_rule, true, {suggestion("M", {start(drug::methotrexate)})});
    const Finding prophylaxis =
        offering(second_rule, true, {favourite("T", {start(drug::sulfamethoxazole_trimethoprim)})});
    const auto critical = offered({{{&agent}}, {{&prophylaxis}}}, facts(), against_both(Verdict::refused));
    BOOST_TEST(shown(critical[0]) == "M(+)");
    BOOST_TEST(shown(critical[1]) == "T \u2013 with another card's suggestion: marrow*(+)");
    const auto warned = offered({{{&agent}}, {{&prophylaxis}}}, facts(), against_both(Verdict::caution));
    BOOST_TEST(shown(warned[1]) == "T*(+)");
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/unit/cards/offer_sample.hpp"

#include <boost/test/unit_test.hpp>

/// RULES 6.3.6: over the whole answer no two rules create the same resource, and nothing needed is lost.
BOOST_AUTO_TEST_SUITE(cards_offered_once)

using namespace iim;
using namespace iim::cards::sample;
using engine::TestProposal;

namespace procedure = engine::procedure;

const std::string once = " \u2013 unless ordered with another suggestion";

std::string name(engine::Concept what) {
    return std::string(terms().name(what));
}

BOOST_AUTO_TEST_CASE(two_checklists_do_not_create_the_same_resource) {
    const Finding screen = offering(
        first_rule,
        false,
        {suggestion("HBsAg", {test(lab::hbsag)}), suggestion("CBC", {test(lab::cbc_panel)})}
    );
    const Finding baseline = offering(
        second_rule,
        false,
        {suggestion("Both", {test(lab::hbsag), test(lab::alt)}), suggestion("B", {test(lab::cbc_panel)})}
    );
    const auto all = offered({{{&screen}}, {{&baseline}}});
    BOOST_TEST(shown(all[0]) == "HBsAg(+); CBC(+)");
    BOOST_TEST(shown(all[1]) == "Both (the rest is on another card)(+)");
    BOOST_TEST_REQUIRE(all[1].not_offered.size() == 2u);
    BOOST_TEST(all[1].not_offered[0] == "Offered on another card: " + name(lab::hbsag));
}

BOOST_AUTO_TEST_CASE(one_checklist_asks_once) {
    const Finding first = offering(first_rule, false, {suggestion("A", {test(lab::alt), test(lab::ast)})});
    const Finding second = offering(
        second_rule, false, {suggestion("B", {test(lab::ast)}), suggestion("C", {test(lab::hbsag)})}
    );
    BOOST_TEST(shown(offered({{{&first, &second}}})[0]) == "A(++); C(+)");
}

BOOST_AUTO_TEST_CASE(a_drug_is_offered_by_the_first_card_only) {
    const Finding leading = offering(first_rule, true, {suggestion("M", {start(drug::methotrexate)})});
    const Finding later =
        offering(second_rule, true, {suggestion("M again", {start(drug::methotrexate), test(lab::hbsag)})});
    const Finding uncoded =
        offering(second_rule, true, {suggestion("V", {start(drug::voclosporin), test(lab::hbsag)})});
    const Finding screen = offering(second_rule, false, {suggestion("HBsAg", {test(lab::hbsag)})});
    const auto all = offered({{{&leading}}, {{&later}}, {{&uncoded}}, {{&screen}}});
    BOOST_TEST(shown(all[1]) == "");
    BOOST_TEST(all[1].not_offered.front() == "Offered on another card: methotrexate");
    BOOST_TEST(shown(all[2]) == "");
    BOOST_TEST(shown(all[3]) == "HBsAg(+)");  // dropped prescriptions hold no test
}

// Accepting the drug must order its test, and refusing the drug must not lose the other card's.
BOOST_AUTO_TEST_CASE(a_companion_stays_and_the_separate_test_says_that_it_may_come_otherwise) {
    const Finding screen = offering(
        first_rule,
        false,
        {suggestion("HBsAg", {test(lab::hbsag)}), suggestion("CBC", {test(lab::cbc_panel)})}
    );
    const Finding option = offering(
        second_rule, true, {suggestion("Methotrexate", {start(drug::methotrexate), test(lab::hbsag)})}
    );
    for (const bool screen_first : {true, false}) BOOST_TEST_CONTEXT("screen first " << screen_first) {
            const std::vector<cards::Problem> problems =
                screen_first ? std::vector<cards::Problem>{{{&screen}}, {{&option}}}
                             : std::vector<cards::Problem>{{{&option}}, {{&screen}}};
            const auto all = offered(problems);
            const auto& list = all[screen_first ? 0 : 1];
            BOOST_TEST(shown(list) == "HBsAg" + once + "(+); CBC(+)");
            BOOST_TEST(
                list.not_offered
                == std::vector<
                    std::
                        string>{"Order once: " + name(lab::hbsag) + " also comes with a drug that another card offers"}
            );
            BOOST_TEST(shown(all[screen_first ? 1 : 0]) == "Methotrexate(++)");
        }
}

// The label names all that one click orders, so it is not divided: a count that its words promise would be
// missing.
BOOST_AUTO_TEST_CASE(what_may_come_otherwise_stays_with_what_its_label_names) {
    const Finding baseline =
        offering(first_rule, false, {suggestion("Baseline", {test(lab::hbsag), test(lab::alt)})});
    const Finding option = offering(
        second_rule, true, {suggestion("Methotrexate", {start(drug::methotrexate), test(lab::hbsag)})}
    );
    const auto all = offered({{{&baseline}}, {{&option}}});
    BOOST_TEST(shown(all[0]) == "Baseline \u2013 what another suggestion orders too is needed once(++)");
}

BOOST_AUTO_TEST_CASE(a_change_of_an_order_keeps_its_tests_too) {
    engine::Order order = draft("a", drug::azathioprine, "azathioprine");
    const Finding option =
        offering(first_rule, true, {suggestion("Swap", {engine::RemoveOrder{&order}, test(lab::cbc_panel)})});
    const Finding list = offering(second_rule, false, {suggestion("CBC", {test(lab::cbc_panel)})});
    const auto all = offered({{{&option}}, {{&list}}});
    BOOST_TEST(shown(all[0]) == "Swap(-MedicationRequest/a+)");
    BOOST_TEST(shown(all[1]) == "CBC" + once + "(+)");
}

BOOST_AUTO_TEST_CASE(options_of_two_cards_keep_their_tests) {
    const Finding one =
        offering(first_rule, true, {suggestion("M", {start(drug::methotrexate), test(lab::cbc_panel)})});
    const Finding other =
        offering(second_rule, true, {suggestion("A", {start(drug::azathioprine), test(lab::cbc_panel)})});
    const auto all = offered({{{&one}}, {{&other}}});
    BOOST_TEST(shown(all[0]) == "M(++)");
    BOOST_TEST(shown(all[1]) == "A(++)");
}

BOOST_AUTO_TEST_CASE(folic_acid_with_methotrexate_does_not_take_it_from_its_own_card) {
    const Finding keep = offering(
        first_rule, true, {suggestion("Keep both", {test(lab::cbc_panel), start(drug::folic_acid)})}
    );
    const Finding folic = offering(
        second_rule,
        true,
        {suggestion("Folic acid", {start(drug::folic_acid)}), suggestion("Or", {start(drug::folinic_acid)})}
    );
    const auto all = offered({{{&keep}}, {{&folic}}});
    BOOST_TEST(shown(all[0]) == "Keep both(++)");
    BOOST_TEST(
        shown(all[1]) == "Folic acid \u2013 what another suggestion orders too is needed once(+); Or(+)"
    );
    BOOST_TEST(all[1].not_offered.size() == 1u);  // to be ordered once
}

// Taken on the first card it would exclude the treatment there.
BOOST_AUTO_TEST_CASE(a_checklist_has_what_a_choice_would_lock_away) {
    const Finding choice = offering(
        first_rule,
        true,
        {suggestion("M", {start(drug::methotrexate)}),
         suggestion(
             "Physio and swallow",
             {test(procedure::physiotherapy_referral), test(procedure::speech_therapy_referral)}
         )}
    );
    const Finding list = offering(
        second_rule,
        false,
        {suggestion("Physio", {test(procedure::physiotherapy_referral)}), suggestion("ALT", {test(lab::alt)})}
    );
    const auto all = offered({{{&choice}}, {{&list}}});
    BOOST_TEST(shown(all[0]) == "M(+); Physio and swallow (the rest is on another card)(+)");
    BOOST_TEST(shown(all[1]) == "Physio(+); ALT(+)");
}

BOOST_AUTO_TEST_CASE(alternatives_may_share_tests) {
    const std::vector<engine::Suggestion> both{
        suggestion("A", {start(drug::methotrexate), test(lab::cbc_panel)}),
        suggestion("B", {start(drug::azathioprine), test(lab::cbc_panel)})};
    const Finding choice = offering(first_rule, true, both);
    BOOST_TEST(shown(offered({{{&choice}}})[0]) == "A(++); B(++)");
    const Finding merged = offering(
        second_rule,
        true,
        {suggestion("C", {start(drug::folic_acid), test(lab::cbc_panel)}),
         suggestion("D", {start(drug::methotrexate)}),
         suggestion("E", {test(lab::cbc_panel), test(lab::alt)})}
    );
    const auto card = offered({{{&choice, &merged}}});
    BOOST_TEST(shown(card[0]) == "A(++); B(++); C(++); E(++)");
    BOOST_TEST(card[0].not_offered.empty());
}

BOOST_AUTO_TEST_CASE(two_rules_do_not_offer_the_same_alternative) {
    const auto referral = [](bool urgent, std::string question) {
        return TestProposal{procedure::rheumatology_referral, urgent, std::move(question)};
    };
    const Finding severe = offering(first_rule, true, {suggestion("Refer", {referral(true, "induction")})});
    const Finding lung = offering(
        second_rule,
        true,
        {suggestion("Small", {test(lab::tpmt_genotype)}), suggestion("Refer too", {referral(false, "lung")})}
    );
    const Rule third_rule = rule("R02", "tpmt-before-azathioprine");
    const Finding larger = offering(
        third_rule, true, {suggestion("Large", {test(lab::tpmt_genotype), test(lab::nudt15_genotype)})}
    );
    const auto all = offered({{{&severe, &lung, &larger}}});
    BOOST_TEST(shown(all[0]) == "Refer(+); Large(++)");
    const std::string& request = all[0].suggestions[0].actions[0].resource;
    BOOST_TEST(request.find(R"("priority":"urgent")") != request.npos);
    BOOST_TEST(request.find("induction; lung") != request.npos);

    const auto other_order = offered({{{&lung, &severe, &larger}}});
    BOOST_TEST(shown(other_order[0]) == "Refer(+); Large(++)");  // the urgent one stays
}

BOOST_AUTO_TEST_CASE(what_one_rule_offers_as_two_alternatives_is_meant_so) {
    const Finding one = offering(
        first_rule,
        true,
        {suggestion("All", {test(lab::alt), test(lab::ast)}), suggestion("One", {test(lab::alt)})}
    );
    BOOST_TEST(shown(offered({{{&one}}})[0]) == "All(++); One(+)");
}

BOOST_AUTO_TEST_CASE(the_one_request_says_every_time_and_every_urgency) {
    struct Case {
        TestProposal kept, dropped;
        std::string words;
    };
    const auto alt = [](bool urgent, std::string when) { return TestProposal{lab::alt, urgent, when}; };
    for (const auto& [kept, dropped, words] : std::vector<Case>{
             {alt(false, ""), alt(false, ""), "Draft request: ALT"},
             {alt(false, ""), alt(false, "in 2 weeks"), "Draft request: ALT, now and in 2 weeks"},
             {alt(false, "in 2 weeks"), alt(false, ""), "Draft request: ALT, now and in 2 weeks"},
             {alt(false, "in 2 weeks"), alt(true, "in 2 weeks"), "Draft urgent request: ALT, in 2 weeks"},
         })
        BOOST_TEST_CONTEXT(words) {
            const Finding first = offering(first_rule, false, {suggestion("A", {kept})});
            const Finding second = offering(second_rule, false, {suggestion("B", {dropped})});
            const auto all = offered({{{&first}}, {{&second}}});
            BOOST_TEST_REQUIRE(all[0].suggestions.size() == 1u);
            BOOST_TEST(all[0].suggestions[0].actions[0].description == words);
            BOOST_TEST(shown(all[1]) == "");
        }
}

// The test that belongs to a drug is for that drug's time.
BOOST_AUTO_TEST_CASE(a_companion_keeps_its_own_time) {
    const Finding first = offering(first_rule, false, {suggestion("A", {test(lab::alt)})});
    const Finding second = offering(
        second_rule,
        false,
        {suggestion("B", {TestProposal{lab::alt, false, "in 2 weeks"}}),
         suggestion("M", {start(drug::methotrexate), test(lab::alt)})}
    );
    const auto all = offered({{{&first}}, {{&second}}});
    BOOST_TEST(all[0].suggestions[0].actions[0].description == "Draft request: ALT, now and in 2 weeks");
    BOOST_TEST(all[1].suggestions[0].actions[1].description == "Draft request: ALT");
}

// R07 removes azathioprine, R02 removes it until the result is known: one click of the card, in the leader's
// words.
BOOST_AUTO_TEST_CASE(two_rules_of_one_card_remove_a_draft_once) {
    const engine::Order order = draft("a", drug::azathioprine, "azathioprine 50 mg");
    const Finding one = offering(first_rule, true, {suggestion("Remove", {engine::RemoveOrder{&order}})});
    const Finding other = offering(
        second_rule,
        false,
        {suggestion("Hold", {engine::RemoveOrder{&order}}),
         suggestion("Hold and test", {engine::RemoveOrder{&order}, test(lab::alt)})}
    );
    BOOST_TEST(
        shown(offered({{{&one, &other}}})[0])
        == "Remove(-MedicationRequest/a); Hold and test(-MedicationRequest/a+)"
    );
}

BOOST_AUTO_TEST_CASE(a_draft_may_be_removed_by_two_cards) {
    const engine::Order order = draft("a", drug::azathioprine, "azathioprine 50 mg");
    const Finding one = offering(first_rule, true, {suggestion("Remove", {engine::RemoveOrder{&order}})});
    const Finding other = offering(second_rule, true, {suggestion("Stop", {engine::RemoveOrder{&order}})});
    const auto all = offered({{{&one}}, {{&other}}});
    BOOST_TEST(shown(all[0]) == "Remove(-MedicationRequest/a)");
    BOOST_TEST(shown(all[1]) == "Stop(-MedicationRequest/a)");
    BOOST_TEST(all[0].not_offered.empty());
    BOOST_TEST(all[1].not_offered.empty());
}

BOOST_AUTO_TEST_SUITE_END()

#include "cards/wishes.hpp"
#include "tests/unit/cards/offer_sample.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_suggestion)

using namespace iim;
using namespace iim::cards::sample;
using engine::DrugProposal;
using engine::RemoveOrder;

BOOST_AUTO_TEST_CASE(every_action_is_described_and_numbered) {
    const engine::Order order = draft("a", drug::azathioprine, "azathioprine 50 mg");
    const Finding one = offering(
        first_rule,
        true,
        {suggestion("Swap", {RemoveOrder{&order}, start(drug::methotrexate), test(lab::cbc_panel)})}
    );
    const auto all = offered({{{&one}}});
    BOOST_TEST_REQUIRE(all.size() == 1u);
    BOOST_TEST(shown(all[0]) == "Swap(-MedicationRequest/a++)");
    const auto& made = all[0].suggestions.front();
    BOOST_TEST(made.uuid == "00000000-0000-4000-8000-000000000001");
    BOOST_TEST(made.actions[0].description == "Remove order: azathioprine 50 mg");
    BOOST_TEST(made.actions[1].description == "Draft order: methotrexate. Take 15 mg by mouth once daily.");
    BOOST_TEST(made.actions[2].description.starts_with("Draft request: "));
    BOOST_TEST(all[0].not_offered.empty());
}

BOOST_AUTO_TEST_CASE(half_a_replacement_is_not_offered) {
    const engine::Order good = draft("a", drug::azathioprine, "azathioprine");
    engine::Order nameless = good, on_chart = good;
    nameless.source.id = {};
    on_chart.state = engine::OrderState::current;
    on_chart.in_context = false;
    const Finding one = offering(
        first_rule,
        true,
        {suggestion("No code", {RemoveOrder{&good}, start(drug::voclosporin)}),
         suggestion("No id", {RemoveOrder{&nameless}, start(drug::methotrexate)}),
         suggestion("Not in the basket", {RemoveOrder{&on_chart}}),
         suggestion("No order", {RemoveOrder{nullptr}}),
         suggestion("Good", {RemoveOrder{&good}})}
    );
    const auto all = offered({{{&one}}});
    BOOST_TEST(shown(all[0]) == "Good(-MedicationRequest/a)");
    BOOST_TEST_REQUIRE(all[0].not_offered.size() == 4u);
    BOOST_TEST(all[0].not_offered[0] == "Not offered: No code (no verified code to order voclosporin)");
    BOOST_TEST(
        all[0].not_offered[1] == "Not offered: No id (the order to remove has no id that could be named)"
    );
}

BOOST_AUTO_TEST_CASE(a_resigned_order_of_the_context_can_be_removed) {
    engine::Order active = draft("a", drug::azathioprine, "azathioprine");
    active.state = engine::OrderState::current;
    const Finding one = offering(first_rule, true, {suggestion("Remove", {RemoveOrder{&active}})});
    BOOST_TEST(shown(offered({{{&one}}})[0]) == "Remove(-MedicationRequest/a)");
}

// RULES 4.6: at-most-one for alternatives, any for checklists.
BOOST_AUTO_TEST_CASE(alternatives_that_lead_make_the_card_a_choice) {
    const Finding choice = offering(
        first_rule,
        true,
        {suggestion("A", {start(drug::methotrexate)}), suggestion("C", {start(drug::azathioprine)})}
    );
    const Finding only = offering(
        first_rule,
        true,
        {suggestion("A", {start(drug::methotrexate)}), suggestion("Refer", {test(lab::alt)})}
    );
    const Finding list = offering(second_rule, false, {suggestion("B", {test(lab::ast)})});
    const Finding silent = offering(first_rule, true, {});
    BOOST_TEST(offered({{{&choice, &list}}})[0].at_most_one);
    BOOST_TEST(offered({{{&only}}})[0].at_most_one);
    BOOST_TEST(!offered({{{&only, &list}}})[0].at_most_one);  // one drug, and tests that go with it
    BOOST_TEST(!offered({{{&silent, &list}}})[0].at_most_one);
    BOOST_TEST(!offered({{{&list}}})[0].at_most_one);
}

BOOST_AUTO_TEST_CASE(a_checklist_that_leads_stays_one_with_the_first_choice_of_another_rule) {
    const Finding list =
        offering(first_rule, false, {suggestion("B", {test(lab::ast)}), suggestion("D", {test(lab::egfr)})});
    Finding choice = offering(
        second_rule,
        true,
        {suggestion("Folinic", {start(drug::folinic_acid)}), suggestion("Folic", {start(drug::folic_acid)})}
    );
    choice.suggestions[1].recommended = true;
    const auto all = offered({{{&list, &choice}}});
    BOOST_TEST(!all[0].at_most_one);
    BOOST_TEST(shown(all[0]) == "B(+); D(+); Folic(+)");  // no star: it is not what the card is about
    BOOST_TEST_REQUIRE(all[0].not_offered.size() == 1u);
    BOOST_TEST(all[0].not_offered[0] == "Another way: Folinic");
}

BOOST_AUTO_TEST_CASE(a_corrected_dose_brings_the_tests_of_the_same_order) {
    engine::Order order = draft("a", drug::azathioprine, "azathioprine");
    fhir::DosePhase daily;
    daily.frequency = fhir::Frequency::daily;
    order.dose.phases.push_back(daily);
    engine::ChangeOrder change;
    change.order = &order;
    change.dose = 25;
    const Finding leader = offering(
        first_rule, true, {suggestion("Reduce", {change}), suggestion("Remove", {RemoveOrder{&order}})}
    );
    Finding tests = offering(second_rule, false, {suggestion("Order TPMT", {test(lab::tpmt_genotype)})});
    tests.about = &order;
    const cards::Problem problem{{&leader, &tests}};
    std::list<engine::Suggestion> written;
    const auto wishes = cards::wishes_of(problem, patient(), written);
    BOOST_TEST_REQUIRE(wishes.all.size() == 3u);
    BOOST_TEST(
        wishes.all[0].wanted->label == "Reduce, and order " + std::string(terms().name(lab::tpmt_genotype))
    );
    BOOST_TEST(wishes.all[0].wanted->actions.size() == 2u);
    BOOST_TEST(wishes.all[1].wanted->actions.size() == 1u);
    BOOST_TEST(wishes.all[2].wanted->label == "Order TPMT");
}

BOOST_AUTO_TEST_CASE(at_most_one_recommendation_among_alternatives) {
    std::vector<engine::Suggestion> two{
        suggestion("A", {start(drug::methotrexate)}), suggestion("B", {start(drug::azathioprine)})};
    two[0].recommended = two[1].recommended = true;
    const Finding choice = offering(first_rule, true, two);
    const Finding list = offering(first_rule, false, two);
    BOOST_TEST(shown(offered({{{&choice}}})[0]) == "A*(+); B(+)");
    BOOST_TEST(shown(offered({{{&list}}})[0]) == "A*(+); B*(+)");
}

BOOST_AUTO_TEST_CASE(no_drug_is_recommended_while_allergies_are_unknown) {
    std::vector<engine::Suggestion> two{
        suggestion("A", {start(drug::methotrexate)}), suggestion("T", {test(lab::alt)})};
    two[0].recommended = two[1].recommended = true;
    const Finding list = offering(first_rule, false, two);
    engine::Facts known = facts();
    known.sources.allergies = engine::Availability::unavailable;
    BOOST_TEST(shown(offered({{{&list}}}, known)[0]) == "A(+); T*(+)");
}

BOOST_AUTO_TEST_CASE(a_label_is_never_empty) {
    const Finding list =
        offering(first_rule, false, {suggestion(" \n", {test(lab::alt)}), suggestion("", {})});
    const auto all = offered({{{&list}}});
    BOOST_TEST_REQUIRE(all[0].suggestions.size() == 1u);
    BOOST_TEST(all[0].suggestions[0].label == all[0].suggestions[0].actions[0].description);
}

/// Refuses methotrexate and warns of azathioprine.
engine::Opinion strict(const engine::Accepted& accepted) {
    using Verdict = engine::Opinion::Verdict;
    for (const engine::Action& action : accepted.suggestion->actions) {
        const auto* const one = std::get_if<DrugProposal>(&action);
        if (one && one->drug == drug::methotrexate) return {Verdict::refused, "eGFR 20"};
        if (one && one->drug == drug::azathioprine) return {Verdict::caution, "no TPMT result"};
    }
    return {};
}

BOOST_AUTO_TEST_CASE(what_would_be_critical_is_not_offered_and_the_detail_says_why) {
    const Finding one = offering(
        first_rule,
        true,
        {suggestion("Add methotrexate", {start(drug::methotrexate)}),
         suggestion("Referral", {test(engine::procedure::rheumatology_referral)})}
    );
    const auto all = offered({{{&one}}}, facts(), strict);
    BOOST_TEST(shown(all[0]) == "Referral(+)");
    BOOST_TEST(all[0].not_offered == std::vector<std::string>{"Not offered: Add methotrexate (eGFR 20)"});
}

BOOST_AUTO_TEST_CASE(a_new_warning_stands_in_the_label_and_takes_the_recommendation) {
    Finding one = offering(first_rule, true, {suggestion("Add azathioprine", {start(drug::azathioprine)})});
    one.suggestions.front().recommended = true;
    const auto all = offered({{{&one}}}, facts(), strict);
    BOOST_TEST(shown(all[0]) == "Add azathioprine \u2013 no TPMT result(+)");
    const auto free = offered({{{&one}}});
    BOOST_TEST(shown(free[0]) == "Add azathioprine*(+)");
}

BOOST_AUTO_TEST_CASE(a_card_that_loses_all_options_asks_a_specialist) {
    const Finding one =
        offering(first_rule, true, {suggestion("Add methotrexate", {start(drug::methotrexate)})});
    const auto all = offered({{{&one}}}, facts(), strict);
    BOOST_TEST(shown(all[0]) == "Ask a specialist for advice(+)");
    BOOST_TEST(all[0].not_offered.size() == 1u);
    engine::Facts asked = facts();
    engine::Request referral;
    referral.what.add(engine::procedure::rheumatology_referral);
    referral.draft = true;
    asked.requests.push_back(referral);
    BOOST_TEST(shown(offered({{{&one}}}, std::move(asked), strict)[0]) == "");
    // Nothing was refused: there was nothing to offer.
    BOOST_TEST(shown(offered({{{&one}}}, facts(), no_objection)[0]) == "Add methotrexate(+)");
}

BOOST_AUTO_TEST_CASE(removal_and_change_of_one_draft_exclude_each_other) {
    const engine::Order order = draft("a", drug::azathioprine, "azathioprine");
    const engine::Order other = draft("b", drug::allopurinol, "allopurinol");
    const auto behaviour = [](const Finding& one) {
        std::list<engine::Suggestion> written;
        return cards::is_choice(cards::wishes_of({{&one}}, patient(), written).all);
    };
    engine::ChangeOrder change;
    change.order = &order;
    BOOST_TEST(behaviour(offering(
        first_rule, false, {suggestion("Remove", {RemoveOrder{&order}}), suggestion("Lower", {change})}
    )));
    BOOST_TEST(!behaviour(offering(
        first_rule,
        false,
        {suggestion("Remove", {RemoveOrder{&order}}), suggestion("And this", {RemoveOrder{&other}})}
    )));
}

BOOST_AUTO_TEST_SUITE_END()

#include "cards/actions.hpp"
#include "cards/profile.hpp"
#include "tests/unit/cards/sample.hpp"

#include <boost/test/unit_test.hpp>

/// Tasks, messages and care plans: as resources, and for a client that creates orders only (checklist 17.3).
BOOST_AUTO_TEST_SUITE(cards_profile_orders)

using namespace iim;
using namespace iim::cards::sample;
using engine::TaskProposal;
using Kind = TaskProposal::Kind;

cards::Action made(const TaskProposal& task) {
    return *cards::make_action(task, patient()).action;
}

BOOST_AUTO_TEST_CASE(each_kind_is_a_draft_resource_for_the_patient) {
    const auto day = [](int n) { return engine::Day(std::chrono::days(n)); };
    TaskProposal plan{Kind::plan, "Trial", {"Goals: to be stated"}};
    plan.from = day(20454);
    plan.until = day(20544);
    struct Case {
        TaskProposal task;
        std::string resource, description;
    };
    for (const auto& [task, resource, description] : std::vector<Case>{
             {{Kind::task, "Measure \"MMT8\""},
              R"({"resourceType":"Task","status":"draft","intent":"order","priority":"routine",)"
              R"("description":"Measure \"MMT8\"","for":{"reference":"Patient/pat-1"}})",
              "Task for the clinic: Measure \"MMT8\""},
             {{Kind::communication, "Advice"},
              R"({"resourceType":"CommunicationRequest","status":"draft",)"
              R"("subject":{"reference":"Patient/pat-1"},"payload":[{"contentString":"Advice"}],)"
              R"("recipient":[{"reference":"Patient/pat-1"}]})",
              "Draft message to the patient: Advice"},
             {plan,
              R"({"resourceType":"CarePlan","status":"draft","intent":"order","title":"Trial",)"
              R"("subject":{"reference":"Patient/pat-1"},"period":{"start":"2026-01-01","end":"2026-04-01"},)"
              R"("activity":[{"detail":{"status":"not-started","description":"Goals: to be stated"}}]})",
              "Draft care plan: Trial"},
             {{Kind::request, "imaging"},
              R"({"resourceType":"ServiceRequest","status":"draft","intent":"order","priority":"routine",)"
              R"("code":{"text":"imaging"},"subject":{"reference":"Patient/pat-1"},)"
              R"("reasonReference":[{"reference":"Condition/cond-1"}]})",
              "Draft request: imaging"},
         })
        BOOST_TEST_CONTEXT(description) {
            const cards::Action action = made(task);
            BOOST_TEST(action.resource == resource);
            BOOST_TEST(action.description == description);
        }
    BOOST_TEST(!cards::make_action(TaskProposal{}, patient()).action);
    engine::Facts nobody = facts();
    nobody.patient_id = {};
    BOOST_TEST(!cards::make_action(plan, patient(std::move(nobody))).action);
}

BOOST_AUTO_TEST_CASE(a_client_for_orders_only_keeps_the_order_and_is_told_the_rest) {
    cards::Card card;
    card.detail = "**Why this appears**\n\n- x\n\nDecision support; clinical judgement applies.\n";
    const cards::Action order = made({Kind::request, "imaging"});
    const cards::Action message = made({Kind::communication, "Advice"});
    card.suggestions = {
        {"Both", "u1", false, {order, message}},
        {"Message", "u2", false, {message}},
        {"Read", "u3", false, {}}};
    std::vector<cards::Card> epic{card}, standard{card};
    cards::adapt(epic, *cards::find_client_profile("epic"), counted());
    cards::adapt(standard, *cards::find_client_profile("default"), counted());
    BOOST_TEST(standard[0].suggestions.size() == 3u);
    BOOST_TEST(standard[0].detail == card.detail);
    BOOST_TEST_REQUIRE(epic[0].suggestions.size() == 2u);
    BOOST_TEST_REQUIRE(epic[0].suggestions[0].actions.size() == 1u);
    BOOST_TEST(epic[0].suggestions[0].actions[0].resource == order.resource);
    BOOST_TEST(epic[0].suggestions[1].label.ends_with("Read"));
    BOOST_TEST(
        epic[0].detail
        == "**Why this appears**\n\n- x\n\n**Not offered in this system, please do by hand**\n\n"
           "- Draft message to the patient: Advice\n\nDecision support; clinical judgement applies.\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()

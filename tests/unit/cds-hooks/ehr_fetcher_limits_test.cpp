#include "ehr_call.hpp"

namespace iim::service::ehr {

using std::chrono::milliseconds;
using test::Said;
using test::said;
using test::StubServer;

BOOST_AUTO_TEST_SUITE(ehr_fetcher_limits)

// FHA-9: in parallel, under one deadline.
BOOST_AUTO_TEST_CASE(questions_are_asked_at_the_same_time) {
    const Said slow{said(200, bundle("")).bytes, milliseconds(500), false};
    const StubServer server([&](const std::string&) { return slow; });
    Call call(server);
    const auto started = http::Deadline::clock::now();
    call.run();
    BOOST_TEST((http::Deadline::clock::now() - started < milliseconds(2'500)));
    BOOST_TEST(word(call.facts.sources.observations) == "empty");
    BOOST_TEST(server.connections() == 10);
}

BOOST_AUTO_TEST_CASE(no_more_at_a_time_than_configured) {
    const StubServer server(playing({}));
    Call call(server);
    call.settings.parallel = 2;
    call.run();
    BOOST_TEST(server.heads().size() == 10);
    BOOST_TEST(server.connections() == 2);  // free connections are used again
}

BOOST_AUTO_TEST_CASE(one_silent_question_does_not_hold_the_others) {
    const Said silent{"", milliseconds(10'000), false};
    const StubServer server(playing({{"Observation", silent}}));
    Call call(server);
    call.settings.deadline = milliseconds(1'000);
    const auto started = http::Deadline::clock::now();
    call.run();
    BOOST_TEST((http::Deadline::clock::now() - started < milliseconds(3'000)));
    BOOST_TEST(word(call.facts.sources.observations) == "unavailable");
    BOOST_TEST(word(call.facts.sources.conditions) == "empty");
    BOOST_TEST(call.told("fetch-timed-out") == 1);
}

BOOST_AUTO_TEST_CASE(all_bytes_of_a_call_are_bounded) {
    const std::string big = bundle(resource("Condition", "c1"), next_link("Condition"));
    const StubServer server(playing({{"Condition", said(200, big + std::string(70'000, ' '))}}));
    Call call(server);
    call.settings.page_bytes = 80'000;
    call.settings.call_bytes = 200'000;
    call.settings.pages = 100;
    call.run();
    BOOST_TEST(word(call.facts.sources.conditions) == "partial");
    BOOST_TEST(call.told("fetch-too-large") == 1);
    BOOST_TEST(asked_for(server, "Condition") == 3);
}

BOOST_AUTO_TEST_CASE(too_many_calls_at_once) {
    const StubServer server(playing({}));
    Call call(server);
    call.settings.calls = 0;
    call.run();
    BOOST_TEST(server.connections() == 0);
    BOOST_TEST(call.told("not-fetched-crowded") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr

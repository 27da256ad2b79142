#include "cds-hooks/feedback.hpp"
#include "tests/support/await.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store_database.hpp"
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
using namespace iim::tests;

namespace {

struct Fixture {
    Fixture() : store(settings()) {}
    store::Settings settings() const {
        store::Settings one;
        one.data_dir = folder.path();
        one.write_limit = std::chrono::seconds(10);
        one.read_limit = std::chrono::seconds(10);
        return one;
    }
    Reply send(std::string body, const auth::Caller* caller = nullptr) {
        return await(take_feedback({store, std::move(body), caller, at()}));
    }
    std::size_t kept() { return await(store.verdicts_on("p")).size(); }

    TemporaryFolder folder;
    store::Store store;
};

std::string overriding(const std::string& card) {
    return R"({"card":")" + card + R"(","outcome":"overridden","outcomeTimestamp":"2026-11-20T08:00:00Z"})";
}
std::string body(const std::string& items) {
    return R"({"feedback":[)" + items + "]}";
}
std::size_t count(const Reply& reply, std::string_view oddity) {
    for (const log::Oddity& each : reply.oddities)
        if (each.code == oddity) return each.times;
    return 0;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(feedback, Fixture)

BOOST_AUTO_TEST_CASE(what_is_stored_is_answered_without_a_body) {
    store.remember({shown_card("c1")});
    const Reply reply = send(body(overriding("c1")));
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.body.empty());
    BOOST_TEST(reply.content_type.empty());
    BOOST_TEST(kept() == 1U);
    BOOST_TEST(count(send(body(overriding("c1"))), "feedback-repeated") == 1U);
    BOOST_TEST(kept() == 1U);
}

BOOST_AUTO_TEST_CASE(an_unknown_card_and_an_empty_list_are_fine) {
    BOOST_TEST(send(R"({"feedback":[]})").status == 200);
    const Reply unknown = send(body(overriding("nobody's")));
    BOOST_TEST(unknown.status == 200);
    BOOST_TEST(count(unknown, "feedback-unknown-card") == 1U);
}

BOOST_AUTO_TEST_CASE(refused_items_do_not_lose_the_rest) {
    store.remember({shown_card("c1"), shown_card("c2")});
    const Reply reply = send(body(overriding("c1") + R"(,{"card":"c2"},)" + overriding("c2")));
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(count(reply, "feedback-refused") == 1U);
    BOOST_TEST(kept() == 2U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_told_with_its_place) {
    struct Case {
        std::string body, where;
        int status = 400;
    };
    const std::vector<Case> cases{
        {"", "byte 0"},
        {"{", "byte"},
        {"[]", "feedback"},
        {"{}", "feedback"},
        {R"({"feedback":{}})", "feedback"},
        {R"({"feedback":null})", "feedback"},
        {R"({"feedback":[{"card":"c1"}]})", "feedback[0].outcome"},
        {R"({"feedback":[{"card":"c1"},{"outcome":"accepted"}]})", "feedback[0].outcome"},
        {std::string(100, '['), "byte"},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.body) {
            const Reply reply = send(each.body);
            BOOST_TEST(reply.status == each.status);
            BOOST_TEST(reply.body.find("OperationOutcome") != std::string::npos);
            BOOST_TEST(reply.body.find(each.where) != std::string::npos);
            BOOST_TEST(reply.content_type == "application/fhir+json");
        }
}

BOOST_AUTO_TEST_CASE(many_items_and_too_many) {
    std::string items;
    for (std::size_t i = 0; i < most_items; ++i)
        items += (i ? "," : "") + overriding("c" + std::to_string(i));
    BOOST_TEST(send(body(items)).status == 200);
    BOOST_TEST(send(body(items + "," + overriding("one more"))).status == 413);
}

BOOST_AUTO_TEST_CASE(a_caller_speaks_for_his_own_cards) {
    store::ShownCard card = shown_card("c1");
    card.caller = "https://ehr.example|north";
    store.remember({card});
    const auth::Caller north{"https://ehr.example", "north", "", "j1"};
    const auth::Caller south{"https://ehr.example", "south", "", "j2"};
    BOOST_TEST(send(body(overriding("c1")), &south).status == 200);
    BOOST_TEST(kept() == 0U);
    BOOST_TEST(send(body(overriding("c1")), &north).status == 200);
    BOOST_TEST(kept() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_store_nothing_is_acknowledged) {
    store.stop();
    const Reply reply = send(body(overriding("c1")));
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.body.find("OperationOutcome") != std::string::npos);
    BOOST_TEST(send(R"({"feedback":[]})").status == 200);  // nothing to lose
}

BOOST_AUTO_TEST_CASE(captured_feedback_of_the_public_sandbox) {
    for (const char* const name :
         {"feedback-accepted",
          "feedback-accepted-order-select",
          "feedback-accepted-order-sign",
          "feedback-dismissed-no-reason",
          "feedback-overridden",
          "feedback-overridden-order-sign"})
        BOOST_TEST_CONTEXT(name) {
            std::ifstream in(std::string(IIM_TESTS_DIR) + "/captured/" + name + ".json");
            const std::string text{std::istreambuf_iterator<char>(in), {}};
            const auto start = text.find("\"body\": ") + 8;
            const std::string sent = text.substr(start, text.rfind('}') - start);
            const Reply reply = send(sent);
            BOOST_TEST(reply.status == 200);
            BOOST_TEST(count(reply, "feedback-unknown-card") == 1U);
        }
}

BOOST_AUTO_TEST_SUITE_END()

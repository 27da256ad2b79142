#include "cds-hooks/feedback_items.hpp"

#include <string>
#include <vector>

#include "store_database.hpp"
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
using iim::tests::at;

namespace {

/// Reads the array that `text` holds.
FeedbackItems items(std::string text) {
    static fhir::Document document;
    const auto parsed = document.parse(std::move(text));
    BOOST_TEST_REQUIRE(parsed.has_value());
    return read_items(*parsed, "https://ehr.example", at());
}

const std::string uuid = "24c26bee-629b-464e-83ee-9d94bced87a5";

std::string item(const std::string& members) {
    return R"([{"card":")" + uuid + R"(","outcomeTimestamp":"2026-11-20T08:36:51.637Z",)" + members + "}]";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(feedback_items)

BOOST_AUTO_TEST_CASE(what_the_public_sandbox_sends) {
    const FeedbackItems accepted = items(
        item(R"("outcome":"accepted","acceptedSuggestions":[{"id":"ebe09f9e-3f39-4885-8254-79a6346c20a7"}])")
    );
    BOOST_TEST_REQUIRE(accepted.good.size() == 1U);
    const store::FeedbackItem& one = accepted.good.front();
    BOOST_TEST(one.card == uuid);
    BOOST_TEST((one.outcome == store::Outcome::accepted));
    BOOST_TEST((one.suggestions == std::vector<std::string>{"ebe09f9e-3f39-4885-8254-79a6346c20a7"}));
    BOOST_TEST(one.caller == "https://ehr.example");
    BOOST_TEST((one.at == at(-1'388'363)));  // 08:36:51.637
    BOOST_TEST(one.stated == at(-1'388'363).time_since_epoch().count());
    BOOST_TEST((one.received == at()));

    const FeedbackItems dismissed = items(item(R"("outcome":"overridden")"));
    BOOST_TEST_REQUIRE(dismissed.good.size() == 1U);
    BOOST_TEST((dismissed.good.front().outcome == store::Outcome::overridden));
    BOOST_TEST(dismissed.good.front().reason.empty());
}

BOOST_AUTO_TEST_CASE(reasons_in_all_forms_that_occur) {
    struct Case {
        std::string members, reason, system, comment;
    };
    const std::vector<Case> cases{
        {R"("overrideReason":{"reason":{"code":"specialist-plan","system":"urn:iim-cds:override-reason","display":"x"},"userComment":"Dr. K"})",
         "specialist-plan",
         "urn:iim-cds:override-reason",
         "Dr. K"},
        {R"("overrideReason":{"reason":{"code":"specialist-plan"}})", "specialist-plan", "", ""},
        {R"("overrideReason":{"userComment":"only this"})", "", "", "only this"},
        {R"("overrideReason":{})", "", "", ""},
        {R"("overrideReason":7)", "", "", ""},
        {R"("overrideReasons":{"reason":{"code":"not-iim"}})", "not-iim", "", ""},
        {R"("overrideReasons":[{"reason":{"code":"not-iim"}},{"reason":{"code":"palliative"}}])",
         "not-iim",
         "",
         ""},
        {R"("overrideReasons":{"extension":{"com.epic.cdshooks.feedback.overrideReason.acknowledge":"17"}})",
         "17",
         "com.epic.cdshooks.feedback.overrideReason.acknowledge",
         ""},
        {R"("overrideReasons":{"extension":{"com.epic.x":{"code":"17"}},"userComment":"c"})",
         "17",
         "com.epic.x",
         "c"},
        {R"("overrideReason":{"reason":{"code":"a\u0000b c"}})", "a_b_c", "", ""},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.members) {
            const FeedbackItems got = items(item(R"("outcome":"overridden",)" + each.members));
            BOOST_TEST(got.refused.empty());
            BOOST_TEST_REQUIRE(got.good.size() == 1U);
            BOOST_TEST(got.good.front().reason == each.reason);
            BOOST_TEST(got.good.front().reason_system == each.system);
            BOOST_TEST(got.good.front().comment == each.comment);
        }
}

BOOST_AUTO_TEST_CASE(times) {
    struct Case {
        std::string written;
        std::int64_t milliseconds;  ///< from 2026-11-20T09:00:00Z
    };
    const std::vector<Case> cases{
        {"2026-11-20T08:59:59Z", -1000},
        {"2026-11-20T08:59:59.5Z", -500},
        {"2026-11-20T08:59:59.123456789Z", -877},
        {"2026-11-20T09:59:59+01:00", -1000},
        {"2026-11-20T03:59:59.250-05:00", -750},
        {"2026-11-20t08:59:59z", -1000},  // RFC 3339 lets the letters be small
        {"2026-11-20T08:59:59", -1000},   // without an offset: UTC, as the specification asks
        {"2026-11-20T09:00:00.001Z", 0},  // a clock that is ahead
        {"2027-11-20T09:00:00Z", 0},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.written) {
            const FeedbackItems got = items(
                R"([{"card":"c","outcome":"overridden","outcomeTimestamp":")" + each.written + R"("}])"
            );
            BOOST_TEST_REQUIRE(got.good.size() == 1U);
            BOOST_TEST((got.good.front().at == at(each.milliseconds)));
        }
    const FeedbackItems none = items(R"([{"card":"c","outcome":"overridden"}])");
    BOOST_TEST_REQUIRE(none.good.size() == 1U);
    BOOST_TEST(none.good.front().stated == 0);
    BOOST_TEST((none.good.front().at == at()));
}

BOOST_AUTO_TEST_CASE(a_bad_item_is_refused_by_its_place_and_takes_no_other_down) {
    struct Case {
        std::string item, where;
    };
    const std::vector<Case> cases{
        {R"({"outcome":"overridden"})", "feedback[1].card"},
        {R"({"card":"","outcome":"overridden"})", "feedback[1].card"},
        {R"({"card":7,"outcome":"overridden"})", "feedback[1].card"},
        {R"({"card":")" + std::string(300, 'x') + R"(","outcome":"overridden"})", "feedback[1].card"},
        {R"({"card":"c"})", "feedback[1].outcome"},
        {R"({"card":"c","outcome":"ignored"})", "feedback[1].outcome"},
        {R"({"card":"c","outcome":"Accepted"})", "feedback[1].outcome"},
        {R"({"card":"c","outcome":"accepted"})", "feedback[1].acceptedSuggestions"},
        {R"({"card":"c","outcome":"accepted","acceptedSuggestions":[]})", "feedback[1].acceptedSuggestions"},
        {R"({"card":"c","outcome":"accepted","acceptedSuggestions":[{}]})",
         "feedback[1].acceptedSuggestions"},
        {R"({"card":"c","outcome":"accepted","acceptedSuggestions":{"id":"s"}})",
         "feedback[1].acceptedSuggestions"},
        {R"({"card":"c","outcome":"overridden","outcomeTimestamp":"yesterday"})",
         "feedback[1].outcomeTimestamp"},
        {R"({"card":"c","outcome":"overridden","outcomeTimestamp":"2026-11-20"})",
         "feedback[1].outcomeTimestamp"},
        {R"({"card":"c","outcome":"overridden","outcomeTimestamp":1795189312})",
         "feedback[1].outcomeTimestamp"},
        {R"({"card":"c","outcome":"overridden","outcomeTimestamp":"2026-02-30T10:00:00Z"})",
         "feedback[1].outcomeTimestamp"},
        {"null", "feedback[1]"},
        {R"("c")", "feedback[1]"},
        {"[]", "feedback[1]"},
    };
    const std::string good = R"({"card":"good","outcome":"overridden"})";
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.item) {
            const FeedbackItems got = items("[" + good + "," + each.item + "," + good + "]");
            BOOST_TEST(got.good.size() == 2U);
            BOOST_TEST_REQUIRE(got.refused.size() == 1U);
            BOOST_TEST(got.refused.front().where == each.where);
            BOOST_TEST(!got.refused.front().what_to_change.empty());
        }
}

BOOST_AUTO_TEST_CASE(ids_are_compared_as_clients_write_them) {
    BOOST_TEST(
        items(R"([{"card":"24C26BEE-629B-464E-83EE-9D94BCED87A5","outcome":"overridden"}])").good.front().card
        == uuid
    );
    BOOST_TEST(items(R"([{"card":"Not A Uuid","outcome":"overridden"}])").good.front().card == "Not_A_Uuid");
}

BOOST_AUTO_TEST_CASE(no_text_is_too_long_to_store) {
    const FeedbackItems got = items(item(
        R"("outcome":"overridden","overrideReason":{"userComment":")" + std::string(1999, 'x') + "\xC3\xA9"
        + R"("})"
    ));
    BOOST_TEST(got.good.front().comment == std::string(1999, 'x'));  // no half of a character
}

BOOST_AUTO_TEST_SUITE_END()

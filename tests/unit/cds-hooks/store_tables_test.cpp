#include "cds-hooks/store/report.hpp"
#include "cds-hooks/store/tables.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "store_database.hpp"
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service::store;
using namespace iim::tests;
namespace data = boost::unit_test::data;

namespace {

/// The same cases on each database.
const std::vector<std::string> kinds{"sqlite", "postgres"};

void save(Connection& connection, const std::vector<ShownCard>& cards) {
    connection.begin(Durability::process);
    remember(connection, cards);
    connection.commit();
}

Stored save(Connection& connection, const std::vector<FeedbackItem>& items) {
    connection.begin(Durability::power);
    const Stored stored = add(connection, items);
    connection.commit();
    return stored;
}

std::int64_t rows(Connection& connection, const char* sql) {
    std::int64_t count = -1;
    connection.run(sql, {}, [&](Connection::Row row) { count = std::stoll(std::string(row[0])); });
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_tables)

BOOST_DATA_TEST_CASE(what_was_stored_comes_back, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    save(*connection, std::vector{shown_card("c1")});
    FeedbackItem item = overridden("c1");
    item.reason_system = "urn:x";
    item.comment = "said with \"quotes\", a 'tick' and \xC3\xA9";
    const Stored stored = save(*connection, std::vector{item});
    BOOST_TEST(stored.added == 1U);
    BOOST_TEST(stored.unknown == 0U);

    const auto verdicts = verdicts_on(*connection, "p");
    BOOST_TEST_REQUIRE(verdicts.size() == 1U);
    const Verdict& one = verdicts.front();
    BOOST_TEST(one.card == "c1");
    BOOST_TEST(one.hook == "order-sign");
    BOOST_TEST(one.rule == "steroid-monotherapy");
    BOOST_TEST(one.trigger == "60 mg/day");
    BOOST_TEST((one.indicator == engine::Indicator::warning));
    BOOST_TEST(one.order == "o");
    BOOST_TEST(one.order_dated);
    BOOST_TEST(one.drug == "drug/prednisone");
    BOOST_TEST((one.reasons == std::vector<std::string>{"specialist-plan", "data-incorrect"}));
    BOOST_TEST((one.outcome == Outcome::overridden));
    BOOST_TEST(one.reason == "specialist-plan");
    BOOST_TEST(one.reason_system == "urn:x");
    BOOST_TEST((one.at == at(1000)));
    BOOST_TEST(verdicts_on(*connection, "another").empty());
}

BOOST_DATA_TEST_CASE(a_repeat_is_stored_once, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    save(*connection, std::vector{shown_card("c1")});
    const FeedbackItem item = overridden("c1");
    BOOST_TEST(save(*connection, std::vector{item, item}).repeated == 1U);
    const Stored again = save(*connection, std::vector{item});
    BOOST_TEST(again.added == 0U);
    BOOST_TEST(again.repeated == 1U);
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM feedback") == 1);
}

BOOST_DATA_TEST_CASE(card_outcome_and_time_tell_items_apart, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    FeedbackItem other_time = overridden("c1", 1001);
    FeedbackItem other_outcome = overridden("c1");
    other_outcome.outcome = Outcome::accepted;
    FeedbackItem other_caller = overridden("c1");
    other_caller.caller = "https://other";
    const Stored stored = save(
        *connection, std::vector{overridden("c1"), other_time, other_outcome, other_caller, overridden("c2")}
    );
    BOOST_TEST(stored.added == 5U);
    BOOST_TEST(stored.unknown == 5U);
}

BOOST_DATA_TEST_CASE(feedback_of_another_caller_is_not_heard, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    ShownCard card = shown_card("c1");
    card.caller = "https://ehr.example|north";
    save(*connection, std::vector{card});
    FeedbackItem stranger = overridden("c1");
    stranger.caller = "https://ehr.example|south";
    BOOST_TEST(save(*connection, std::vector{stranger}).unknown == 1U);
    BOOST_TEST(verdicts_on(*connection, "p").empty());
    FeedbackItem own = overridden("c1");
    own.caller = card.caller;
    BOOST_TEST(save(*connection, std::vector{own}).unknown == 0U);
    BOOST_TEST(verdicts_on(*connection, "p").size() == 1U);
}

BOOST_DATA_TEST_CASE(verdicts_come_newest_first, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    save(*connection, std::vector{shown_card("c1"), shown_card("c2")});
    save(*connection, std::vector{overridden("c2", 3000), overridden("c1", 1000), overridden("c1", 2000)});
    std::vector<Moment> times;
    for (const Verdict& each : verdicts_on(*connection, "p")) times.push_back(each.at);
    BOOST_TEST((times == std::vector{at(3000), at(2000), at(1000)}));
}

BOOST_DATA_TEST_CASE(a_rollback_leaves_nothing, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    connection->begin(Durability::power);
    add(*connection, std::vector{overridden("c1")});
    connection->rollback();
    connection->rollback();  // twice does no harm
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM feedback") == 0);
    BOOST_TEST(save(*connection, std::vector{overridden("c1")}).added == 1U);
}

BOOST_DATA_TEST_CASE(a_statement_that_fails_says_no_data, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    const std::array<Connection::Value, 1> secret{std::string_view("Meier, Anna")};
    const auto quotes_nothing = [](const Failure& failure) {
        return std::string_view(failure.what()).find("Meier") == std::string_view::npos;
    };
    BOOST_CHECK_EXCEPTION(
        connection->run("SELECT no_such_thing FROM shown WHERE card = $1", secret), Failure, quotes_nothing
    );
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 0);  // and it goes on
}

BOOST_DATA_TEST_CASE(a_token_is_first_used_once, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    BOOST_TEST(use_token(*connection, "iss", "jti", 100));
    BOOST_TEST(!use_token(*connection, "iss", "jti", 100));
    BOOST_TEST(!use_token(*connection, "iss", "jti", 200));
    BOOST_TEST(use_token(*connection, "iss", "jti2", 100));
    BOOST_TEST(use_token(*connection, "iss2", "jti", 100));
}

BOOST_DATA_TEST_CASE(old_rows_are_forgotten, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    ShownCard old = shown_card("old");
    old.at = at(-1);
    save(*connection, std::vector{old, shown_card("young")});
    save(*connection, std::vector{overridden("old", -1), overridden("young", 0)});
    const std::int64_t now = at().time_since_epoch().count() / 1000;
    use_token(*connection, "iss", "expired", now - 1);
    use_token(*connection, "iss", "alive", now);
    BOOST_TEST(!forget(*connection, at(), at()));
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 1);
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM feedback") == 1);
    BOOST_TEST(verdicts_on(*connection, "p").front().card == "young");
    BOOST_TEST(use_token(*connection, "iss", "expired", now));
    BOOST_TEST(!use_token(*connection, "iss", "alive", now));
}

BOOST_DATA_TEST_CASE(much_is_forgotten_piece_by_piece, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    std::vector<ShownCard> cards;
    for (int i = 0; i < 2001; ++i) cards.push_back(shown_card("c" + std::to_string(i)));
    save(*connection, cards);
    BOOST_TEST(forget(*connection, at(1), at()));
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 1);
    BOOST_TEST(!forget(*connection, at(1), at()));
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 0);
}

BOOST_DATA_TEST_CASE(tables_are_made_once_and_of_a_known_version, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    save(*connection, std::vector{shown_card("c1")});
    migrate(*connection, "k");
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 1);
    BOOST_CHECK_THROW(migrate(*connection, "another secret"), Failure);
    connection->run("UPDATE iim_cds SET value = '99' WHERE name = 'version'", {});
    BOOST_CHECK_THROW(migrate(*connection, "k"), Failure);
}

BOOST_DATA_TEST_CASE(feedback_may_be_stored_before_its_card, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    const Stored stored = save(*connection, std::vector{overridden("c1")});
    BOOST_TEST(stored.unknown == 1U);
    save(*connection, std::vector{shown_card("c1"), shown_card("c2")});
    BOOST_TEST(verdicts_on(*connection, "p").size() == 1U);
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown WHERE judged = 1") == 1);
}

BOOST_DATA_TEST_CASE(tables_of_version_1_are_brought_up_to_date, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    save(*connection, std::vector{shown_card("c1"), shown_card("c2")});
    save(*connection, std::vector{overridden("c1")});
    for (const char* back :
         {"DROP INDEX shown_judged",
          "ALTER TABLE shown DROP COLUMN judged",
          "CREATE INDEX shown_patient ON shown (patient)",
          "UPDATE iim_cds SET value = '1' WHERE name = 'version'"})
        connection->run(back, {});
    migrate(*connection, "");
    BOOST_TEST(rows(*connection, "SELECT COUNT(*) FROM shown") == 2);
    const auto verdicts = verdicts_on(*connection, "p");
    BOOST_TEST_REQUIRE(verdicts.size() == 1U);
    BOOST_TEST(verdicts.front().card == "c1");
    save(*connection, std::vector{overridden("c2")});
    BOOST_TEST(verdicts_on(*connection, "p").size() == 2U);
}

BOOST_DATA_TEST_CASE(a_report_counts_the_last_word_on_each_card, data::make(kinds), kind) {
    const Database database(kind);
    const auto connection = database.connect();
    std::vector<ShownCard> cards;
    for (const char* const each : {"c1", "c2", "c3", "c4", "c5"}) cards.push_back(shown_card(each));
    ShownCard before = shown_card("c0");
    before.at = at(-1);
    cards.push_back(before);
    ShownCard other = shown_card("d1");
    other.rule = "pjp-prophylaxis-missing";
    cards.push_back(other);
    save(*connection, cards);
    FeedbackItem accepted = overridden("c1", 2000);
    accepted.outcome = Outcome::accepted;
    accepted.reason.clear();
    FeedbackItem silent = overridden("c3");
    silent.reason.clear();
    FeedbackItem site = overridden("c4");
    site.reason_system = "urn:site";
    site.reason = "77";
    // c1: overridden, then accepted; c2, c3, c4: overridden; c5: ignored; c0: before the time asked for
    save(
        *connection,
        std::vector{
            overridden("c1", 1000),
            accepted,
            overridden("c2"),
            silent,
            site,
            overridden("c0"),
            overridden("nobody")}
    );
    const Report all = report(*connection, at());
    BOOST_TEST_REQUIRE(all.rules.size() == 2U);
    const RuleReport& steroid = all.rules[1];
    BOOST_TEST(all.rules[0].rule == "pjp-prophylaxis-missing");
    BOOST_TEST(all.rules[0].shown == 1);
    BOOST_TEST(all.rules[0].ignored() == 1);
    BOOST_TEST(steroid.shown == 5);
    BOOST_TEST(steroid.accepted == 1);
    BOOST_TEST(steroid.overridden == 3);
    BOOST_TEST(steroid.ignored() == 1);
    std::vector<std::string> reasons;
    for (const RuleReport::Reason& each : steroid.reasons)
        reasons.push_back(each.code + " " + std::to_string(each.cards));
    std::ranges::sort(reasons);
    BOOST_TEST((reasons == std::vector<std::string>{"none given 1", "specialist-plan 1", "urn:site|77 1"}));
    BOOST_TEST(all.unknown == 1);
}

BOOST_AUTO_TEST_CASE(wilson_intervals) {
    struct Case {
        std::int64_t hits, of;
        double low, high;
    };
    // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81/263, 15/148, 0/20, 1/29
    const std::vector<Case> cases{
        {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.hits << " of " << each.of) {
            const Interval got = wilson(each.hits, each.of);
            BOOST_TEST(std::abs(got.low - each.low) < 0.00006);
            BOOST_TEST(std::abs(got.high - each.high) < 0.00006);
        }
    BOOST_TEST(wilson(20, 20).high == 1);
    BOOST_TEST(wilson(0, 0).low == 0);
    BOOST_TEST(wilson(0, 0).high == 1);
}

BOOST_AUTO_TEST_SUITE_END()

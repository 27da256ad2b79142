#include "cds-hooks/store/store.hpp"
#include "tests/support/await.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "postgres_server.hpp"
#include "store_database.hpp"
#include <boost/system/system_error.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace iim;
using namespace iim::service::store;
using namespace iim::tests;
namespace data = boost::unit_test::data;

namespace {

const std::vector<std::string> kinds{"sqlite", "postgres"};
const fhir::Instant tomorrow =
    std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::hours(24);

/// Limits that a busy test machine keeps.
Settings patient(Settings settings) {
    settings.read_limit = std::chrono::seconds(10);
    settings.write_limit = std::chrono::seconds(10);
    return settings;
}

/// Shown now: the store forgets what is older than it keeps.
std::vector<ShownCard> fresh(const std::string& uuid) {
    ShownCard one = shown_card(uuid);
    one.at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return {one};
}
std::vector<FeedbackItem> fresh_override(const std::string& uuid) {
    FeedbackItem one = overridden(uuid);
    one.received = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return {one};
}

mode_t mode_of(const std::filesystem::path& file) {
    struct stat found {};
    BOOST_TEST_REQUIRE(::stat(file.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store)

BOOST_DATA_TEST_CASE(what_is_acknowledged_outlives_the_store, data::make(kinds), kind) {
    const Database database(kind);
    {
        Store store(patient(database.settings()));
        store.remember(fresh("c1"));
        const auto stored = await(store.add(fresh_override("c1")));
        BOOST_TEST_REQUIRE(stored.has_value());
        BOOST_TEST(stored->added == 1U);
        BOOST_TEST(stored->unknown == 0U);  // the card was remembered first
        BOOST_TEST(await(store.first_use("iss", "jti", tomorrow)));
        BOOST_TEST(store.healthy());
    }
    Store again(patient(database.settings()));
    BOOST_TEST(await(again.verdicts_on("p")).size() == 1U);
    BOOST_TEST(await(again.verdicts_on("q")).empty());
    BOOST_TEST(!await(again.first_use("iss", "jti", tomorrow)));
    BOOST_TEST(await(again.add(fresh_override("c1"))).value().repeated == 1U);
    BOOST_TEST(again.dropped() == 0U);
    BOOST_TEST(again.unheard() == 0U);
}

BOOST_DATA_TEST_CASE(one_of_many_is_the_first, data::make(kinds), kind) {
    const Database database(kind);
    Store store(patient(database.settings())), replica(patient(database.settings()));
    std::atomic<int> firsts{0};
    {
        std::vector<std::jthread> callers;
        for (Store* const each : {&store, &replica, &store, &replica})
            callers.emplace_back([&firsts, each] {
                for (int i = 0; i < 25; ++i)
                    firsts += await(each->first_use("iss", "jti" + std::to_string(i), tomorrow)) ? 1 : 0;
            });
    }
    BOOST_TEST(firsts == 25);
}

BOOST_AUTO_TEST_CASE(the_data_is_for_its_owner_only) {
    const TemporaryFolder folder;
    Settings settings = patient({});
    settings.data_dir = folder.path() / "made" / "here";
    Store store(settings);
    BOOST_TEST(await(store.add(fresh_override("c1"))).has_value());
    BOOST_TEST(mode_of(settings.data_dir) == 0700U);
    for (const char* const each : {"feedback.sqlite", "feedback.sqlite-wal", "patient.key"})
        BOOST_TEST_CONTEXT(each) {
            BOOST_TEST(mode_of(settings.data_dir / each) == 0600U);
        }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_with_a_sentence) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    Settings settings;
    settings.data_dir = folder.path() / "file";
    BOOST_CHECK_THROW(Store{settings}, std::runtime_error);

    settings.data_dir = folder.path() / "data";
    settings.hash_key_file = folder.path() / "file";  // too short
    BOOST_CHECK_THROW(Store{settings}, std::runtime_error);

    settings.hash_key_file.clear();
    { const Store made(settings); }
    std::filesystem::remove(settings.data_dir / "patient.key");
    BOOST_CHECK_THROW(Store{settings}, std::runtime_error);  // the keys in the database would fit no patient

    const auto settings_with = [](auto change) {
        Settings one;
        change(one);
        return what_is_wrong(one);
    };
    using Kind = Settings::Kind;
    BOOST_TEST(what_is_wrong(Settings{}).empty());
    BOOST_TEST(!settings_with([](Settings& one) { one.kind = Kind::postgres; }).empty());
    BOOST_TEST(!settings_with([](Settings& one) {
                    one.kind = Kind::postgres;
                    one.postgres = "host=db password=secret";
                }).empty());
    BOOST_TEST(!settings_with([](Settings& one) { one.queue = 0; }).empty());
    BOOST_TEST(!settings_with([](Settings& one) { one.connections = 0; }).empty());
    BOOST_TEST(!settings_with([](Settings& one) { one.keep = std::chrono::hours(24 * 30 - 1); }).empty());
    BOOST_TEST(settings_with([](Settings& one) { one.keep = std::chrono::hours(24 * 30); }).empty());
    BOOST_TEST(!settings_with([](Settings& one) { one.read_limit = std::chrono::milliseconds(9); }).empty());
}

BOOST_AUTO_TEST_CASE(without_a_store_nothing_is_kept_and_nothing_breaks) {
    const TemporaryFolder folder;
    Settings settings;
    settings.kind = Settings::Kind::none;
    settings.data_dir = folder.path();
    Store store(settings);
    store.remember(fresh("c1"));
    BOOST_TEST(await(store.verdicts_on("p")).empty());
    BOOST_TEST((await(store.add(fresh_override("c1"))).error() == StoreError::failed));
    BOOST_CHECK_THROW(await(store.first_use("iss", "jti", tomorrow)), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(a_full_disk_acknowledges_nothing_and_loses_nothing) {
    const Database database("sqlite");
    Store store(patient(database.settings()));
    store.remember(fresh("c1"));
    BOOST_TEST_REQUIRE(await(store.add(fresh_override("c1"))).has_value());
    {
        const FullDisk disk(16);
        BOOST_TEST((await(store.add(fresh_override("c2"))).error() == StoreError::failed));
        BOOST_TEST(!store.healthy());
        BOOST_TEST(await(store.verdicts_on("p")).size() == 1U);  // reading needs no room
    }
    const auto stored = await(store.add(fresh_override("c2")));
    BOOST_TEST_REQUIRE(stored.has_value());
    BOOST_TEST(stored->added == 1U);
    BOOST_TEST(await(store.add(fresh_override("c1"))).value().repeated == 1U);
    BOOST_TEST(store.healthy());
}

BOOST_AUTO_TEST_CASE(a_server_that_goes_and_comes_back) {
    boost::asio::io_context loop(1);  // outlives the store: some answers come too late
    PostgresServer server;
    const TemporaryFolder folder;
    Settings settings;
    settings.kind = Settings::Kind::postgres;
    settings.data_dir = folder.path();
    settings.postgres = server.conninfo();
    settings.read_limit = std::chrono::seconds(2);
    server.stop();

    Store store(settings);  // no reason not to start
    store.remember(fresh("lost"));
    BOOST_TEST(await(store.verdicts_on("p"), loop).empty());
    BOOST_TEST((await(store.add(fresh_override("c1")), loop).error() == StoreError::failed));
    BOOST_CHECK_THROW(await(store.first_use("iss", "jti", tomorrow), loop), boost::system::system_error);
    BOOST_TEST(!store.healthy());
    BOOST_TEST(store.unheard() == 1U);
    BOOST_TEST(store.dropped() == 1U);

    server.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(700));  // longer than between two tries
    BOOST_TEST(await(store.add(fresh_override("c1")), loop).has_value());

    server.stop();
    BOOST_TEST(!await(store.add(fresh_override("c2")), loop).has_value());
    server.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    const auto stored = await(store.add(fresh_override("c2")), loop);
    BOOST_TEST_REQUIRE(stored.has_value());
    BOOST_TEST(await(store.add(fresh_override("c1")), loop).value().repeated == 1U);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!store.healthy() && std::chrono::steady_clock::now() < until) {
        BOOST_TEST(await(store.verdicts_on("p"), loop).empty());  // the cards were never remembered
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    BOOST_TEST(store.healthy());
}

BOOST_AUTO_TEST_SUITE_END()

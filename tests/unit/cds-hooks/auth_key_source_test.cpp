#include "cds-hooks/auth/key_source.hpp"
#include "tests/support/await.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

namespace asio = boost::asio;
using namespace iim::service::auth;
using namespace std::chrono_literals;
using iim::tests::await;
using iim::tests::key_set;
using iim::tests::Signer;

namespace {

const std::string url = "https://ehr.example/jwks";

const Signer& first() {
    static const Signer one = Signer::ec("P-384", "first");
    return one;
}
const Signer& second() {
    static const Signer one = Signer::ec("P-384", "second");
    return one;
}

/// Somebody else's web server.
struct Web final : Fetcher {
    std::map<std::string, std::string> pages;
    std::vector<std::string> asked;
    std::chrono::milliseconds takes{0};
    bool throws = false;

    asio::awaitable<std::optional<std::string>> get(
        std::string address, std::chrono::steady_clock::time_point deadline
    ) override {
        asked.push_back(address);
        if (throws) throw std::runtime_error("the network is gone");
        asio::steady_timer pause(co_await asio::this_coro::executor);
        pause.expires_at(std::min(deadline, std::chrono::steady_clock::now() + takes));
        co_await pause.async_wait(asio::use_awaitable);
        const auto page = pages.find(address);
        if (page == pages.end()) co_return std::nullopt;
        co_return page->second;
    }
};

struct Fixture {
    Settings settings;
    Web web;
    Instant now{1'400'000'000s};
    std::optional<KeySource> keys;

    Fixture() {
        Issuer issuer;
        issuer.iss = "https://ehr.example";
        issuer.jku = {url};
        settings.issuers = {issuer};
        web.pages[url] = key_set(first().jwk());
    }

    KeySource& source() {
        if (!keys)
            keys.emplace(
                settings, [this] { return now; }, &web
            );
        return *keys;
    }
    bool finds(const std::string& kid, const std::string& jku = url) {
        KeyWanted wanted{jku, kid, Algorithm::es384};
        return await(source().find(settings.issuers.front(), std::move(wanted))).has_value();
    }
};

/// A file for one test.
struct File {
    std::filesystem::path path =
        std::filesystem::temp_directory_path()
        / ("iim-keys-" + iim::tests::base64url_of(Signer::ec("P-256", "").number("qx")) + ".json");
    explicit File(const std::string& text) { write(text); }
    ~File() { std::filesystem::remove(path); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    void write(const std::string& text) const { std::ofstream(path, std::ios::trunc) << text; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auth_key_source, Fixture)

BOOST_AUTO_TEST_CASE(a_set_is_fetched_once_and_kept) {
    for (int i = 0; i < 20; ++i) BOOST_TEST(finds("first"));
    BOOST_TEST(web.asked == std::vector{url}, boost::test_tools::per_element());
    BOOST_TEST(!finds("first", "https://foreign.example/jwks")
    );  // the check before this one refuses it already
    BOOST_TEST(web.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_jku_the_only_registered_address_is_meant) {
    BOOST_TEST(finds("first", ""));
    settings.issuers.front().jku.push_back("https://ehr.example/jwks2");
    keys.reset();
    BOOST_TEST(!finds("first", ""));
    BOOST_TEST(web.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_new_key_is_found_without_restart) {
    BOOST_TEST(finds("first"));
    BOOST_TEST(!finds("second"));
    web.pages[url] = key_set(second().jwk());
    now += 29s;
    BOOST_TEST(!finds("second"));  // not more often than every 30 s
    BOOST_TEST(finds("first"));
    BOOST_TEST(web.asked.size() == 1U);
    now += 1s;
    BOOST_TEST(finds("second"));
    BOOST_TEST(web.asked.size() == 2U);
    BOOST_TEST(!finds("first"));  // withdrawn
}

BOOST_AUTO_TEST_CASE(unknown_names_do_not_make_us_fetch_more_often) {
    for (int i = 0; i < 1000; ++i) BOOST_TEST(!finds("guess" + std::to_string(i)));
    BOOST_TEST(web.asked.size() == 1U);
    now += 30s;
    for (int i = 0; i < 1000; ++i) BOOST_TEST(!finds("guess" + std::to_string(i)));
    BOOST_TEST(web.asked.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_old_set_is_renewed_behind_the_call) {
    BOOST_TEST(finds("first"));
    now += 3599s;
    BOOST_TEST(finds("first"));
    BOOST_TEST(web.asked.size() == 1U);
    web.pages[url] = key_set(second().jwk());
    now += 1s;
    BOOST_TEST(finds("first"));  // answers with what is known
    BOOST_TEST(web.asked.size() == 2U);
    BOOST_TEST(finds("second"));
    BOOST_TEST(!finds("first"));
}

BOOST_AUTO_TEST_CASE(keys_outlive_a_server_that_is_down_but_not_for_ever) {
    BOOST_TEST(finds("first"));
    web.pages.clear();
    now += 4000s;
    BOOST_TEST(finds("first"));
    BOOST_TEST(web.asked.size() == 2U);
    now = Instant(1'400'000'000s) + 86'400s;
    BOOST_TEST(finds("first"));
    now += 1s;
    BOOST_TEST(!finds("first"));
    web.pages[url] = key_set(first().jwk());
    now += 30s;
    BOOST_TEST(finds("first"));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_set_changes_nothing) {
    BOOST_TEST(finds("first"));
    for (const std::string& page : {std::string("<html>sign in</html>"), std::string("{}"), std::string()}) {
        web.pages[url] = page;
        now += 30s;
        BOOST_TEST(!finds("second"));
        BOOST_TEST(finds("first"));
    }
    web.throws = true;
    now += 30s;
    BOOST_TEST(!finds("second"));
    BOOST_TEST(finds("first"));
    BOOST_TEST(web.asked.size() == 5U);
    web.throws = false;
    web.pages[url] = key_set(second().jwk());
    now += 30s;
    BOOST_TEST(finds("second"));  // the failed turns were given back
}

BOOST_AUTO_TEST_CASE(calls_at_one_moment_share_one_fetch) {
    web.takes = 50ms;
    asio::io_context io(1);
    int found = 0;
    for (int i = 0; i < 50; ++i) {
        KeyWanted wanted{url, "first", Algorithm::es384};
        auto work = source().find(settings.issuers.front(), std::move(wanted));
        asio::co_spawn(
            io,
            std::move(work),
            [&](const std::exception_ptr& error, const std::optional<PublicKey>& key) {
            found += !error && key;
            });
    }
    io.run();
    BOOST_TEST(found == 50);
    BOOST_TEST(web.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_fetch_that_is_broken_off_blocks_no_later_one) {
    web.takes = 1h;
    settings.fetch_limit = 10s;
    {
        asio::io_context io(1);
        KeyWanted wanted{url, "first", Algorithm::es384};
        auto work = source().find(settings.issuers.front(), std::move(wanted));
        asio::co_spawn(io, std::move(work), asio::detached);
        io.run_for(20ms);
    }  // the loop ends with the fetch under way
    web.takes = 0ms;
    now += 30s;
    BOOST_TEST(finds("first"));
}

BOOST_AUTO_TEST_CASE(a_slow_server_costs_no_more_than_the_limit) {
    web.takes = 1h;
    web.pages.clear();
    settings.fetch_limit = 50ms;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(!finds("first"));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
}

BOOST_AUTO_TEST_CASE(only_https_is_fetched) {
    settings.issuers.front().jku = {"http://ehr.example/jwks"};
    web.pages["http://ehr.example/jwks"] = key_set(first().jwk());
    BOOST_TEST(!finds("first", "http://ehr.example/jwks"));
    BOOST_TEST(!finds("first", ""));
    BOOST_TEST(web.asked.empty());
}

BOOST_AUTO_TEST_CASE(an_issuer_with_keys_of_its_own_is_never_fetched) {
    const File file(key_set(second().jwk()));
    settings.issuers.front().jwks_file = file.path;
    BOOST_TEST(finds("second"));
    BOOST_TEST(!finds("first"));
    BOOST_TEST(!finds("first", ""));
    BOOST_TEST(web.asked.empty());
}

BOOST_AUTO_TEST_CASE(files_are_read_again_on_demand) {
    const File file(key_set(first().jwk()));
    settings.issuers.front().jwks_file = file.path;
    BOOST_TEST(finds("first"));
    file.write(key_set(first().jwk() + "," + second().jwk()));
    BOOST_TEST(!finds("second"));
    BOOST_TEST(source().reload().empty());
    BOOST_TEST(finds("second"));
    for (const std::string& broken : {std::string("{"), std::string(R"({"keys":[]})"), std::string()}) {
        file.write(broken);
        const auto complaints = source().reload();
        BOOST_TEST_REQUIRE(complaints.size() == 1U);
        BOOST_TEST(complaints.front().find(file.path.string()) != std::string::npos);
        BOOST_TEST(finds("second"));
    }
    file.write(key_set(second().jwk()));
    BOOST_TEST(source().reload().empty());
    BOOST_TEST(!finds("first"));  // withdrawn
}

BOOST_AUTO_TEST_CASE(reload_forgets_what_was_fetched) {
    BOOST_TEST(finds("first"));
    web.pages[url] = key_set(second().jwk());
    BOOST_TEST(source().reload().empty());
    BOOST_TEST(!finds("first"));
    BOOST_TEST(web.asked.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_stops_the_start) {
    settings.issuers.front().jwks_file = "/nowhere/keys.json";
    BOOST_CHECK_THROW(source(), std::runtime_error);
    const File file("not JSON");
    settings.issuers.front().jwks_file = file.path;
    BOOST_CHECK_THROW(source(), std::runtime_error);
    file.write(R"({"keys":[{"kty":"oct","kid":"a","k":"c2VjcmV0"}]})");
    BOOST_CHECK_THROW(source(), std::runtime_error);
    file.write(key_set(first().jwk()));
    BOOST_CHECK_NO_THROW(source());
}

BOOST_AUTO_TEST_CASE(two_issuers_keep_their_keys_apart) {
    Issuer other;
    other.iss = "https://other.example";
    other.jku = {"https://other.example/jwks"};
    settings.issuers.push_back(other);
    web.pages["https://other.example/jwks"] = key_set(second().jwk());
    BOOST_TEST(finds("first"));
    const auto of_other = [&](const std::string& jku, const std::string& kid) {
        KeyWanted wanted{jku, kid, Algorithm::es384};
        return await(source().find(settings.issuers.back(), std::move(wanted))).has_value();
    };
    BOOST_TEST(of_other("https://other.example/jwks", "second"));
    BOOST_TEST(!of_other("https://other.example/jwks", "first"));
    BOOST_TEST(!finds("second"));
}

BOOST_AUTO_TEST_SUITE_END()

#include "cds-hooks/auth/key_source.hpp"
#include "cds-hooks/auth/sandbox.hpp"
#include "cds-hooks/auth/settings.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim::service::auth;
using namespace std::chrono_literals;

namespace {

Settings possible() {
    Settings made;
    made.required = true;
    made.public_urls = {"https://cds.example/iim"};
    Issuer issuer;
    issuer.iss = "https://ehr.example";
    issuer.jku = {"https://ehr.example/jwks"};
    made.issuers = {issuer};
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_settings)

BOOST_AUTO_TEST_CASE(what_is_possible_has_nothing_wrong) {
    BOOST_TEST(what_is_wrong(Settings{}) == "");
    BOOST_TEST(what_is_wrong(possible()) == "");
    Settings demo;
    demo.required = true;
    demo.protect_discovery = true;
    demo.public_urls = {"http://127.0.0.1:8080"};
    demo.issuers = {public_sandbox()};
    BOOST_TEST(what_is_wrong(demo) == "");
}

BOOST_AUTO_TEST_CASE(what_is_impossible_is_said_by_name) {
    const struct {
        std::string_view word;  ///< that the sentence must have
        std::function<void(Settings&)> spoil;
    } cases[] =
        {
            {"issuer", [](Settings& s) { s.issuers.clear(); }},
            {"address", [](Settings& s) { s.public_urls.clear(); }},
            {"protected",
             [](Settings& s) {
        s.required = false;
        s.protect_discovery = true;
             }},
            {"skew", [](Settings& s) { s.skew = 61s; }},
            {"skew", [](Settings& s) { s.skew = -1s; }},
            {"live", [](Settings& s) { s.max_lifetime = 3601s; }},
            {"live", [](Settings& s) { s.max_lifetime = 0s; }},
            {"interval", [](Settings& s) { s.refetch_interval = 0s; }},
            {"fresh", [](Settings& s) { s.keys_fresh = 0s; }},
            {"usable", [](Settings& s) { s.keys_usable = s.keys_fresh - 1s; }},
            {"milliseconds", [](Settings& s) { s.fetch_limit = 99ms; }},
            {"milliseconds", [](Settings& s) { s.fetch_limit = 10'001ms; }},
            {"remembered", [](Settings& s) { s.replay_entries = 999; }},
            {"https://", [](Settings& s) { s.public_urls.push_back("cds.example"); }},
            {"https://", [](Settings& s) { s.public_urls.push_back("https://"); }},
            {"slash", [](Settings& s) { s.public_urls.push_back("https://cds.example/"); }},
            {"/cds-services",
             [](Settings& s) { s.public_urls.push_back("https://cds.example/cds-services"); }},
            {"iss", [](Settings& s) { s.issuers[0].iss.clear(); }},
            {"twice", [](Settings& s) { s.issuers.push_back(s.issuers[0]); }},
            {"keys", [](Settings& s) { s.issuers[0].jku.clear(); }},
            {"https", [](Settings& s) { s.issuers[0].jku = {"http://ehr.example/jwks"}; }},
            {"https", [](Settings& s) { s.issuers[0].jku.push_back("file:///etc/passwd"); }},
            {"algorithm", [](Settings& s) { s.issuers[0].algorithms.clear(); }},
            {"'none'",
             [](Settings& s) {
        s.issuers[0].algorithms = {"ES384", "none"};
             }},
      {"'HS256'", [](Settings& s) { s.issuers[0].algorithms = {"HS256"}; }},
      };
    for (const auto& [word, spoil] : cases) {
        Settings spoiled = possible();
        spoil(spoiled);
        BOOST_TEST(
            what_is_wrong(spoiled).find(word) != std::string::npos, word << ": " << what_is_wrong(spoiled)
        );
    }
}

BOOST_AUTO_TEST_CASE(limits_themselves_are_possible) {
    Settings made = possible();
    made.skew = 0s;
    made.max_lifetime = 1s;
    made.fetch_limit = 100ms;
    made.replay_entries = 1000;
    made.keys_usable = made.keys_fresh;
    BOOST_TEST(what_is_wrong(made) == "");
    made.skew = 60s;
    made.max_lifetime = 3600s;
    BOOST_TEST(what_is_wrong(made) == "");
}

// A client whose keys were exchanged beforehand may still name an address in its tokens: nothing is fetched
// from it.
BOOST_AUTO_TEST_CASE(a_jku_that_is_never_fetched_need_not_be_https) {
    Settings made = possible();
    made.issuers[0].jku = {"http://127.0.0.1:3000/public_keys"};
    made.issuers[0].jwks_file = "keys.json";
    BOOST_TEST(what_is_wrong(made) == "");
}

BOOST_AUTO_TEST_SUITE_END()

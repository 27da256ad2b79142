// Tokens that an attacker without the client's key can make, thrown at the whole check. Each must be refused,
// for the reason named, and none may make the service fetch anything.
#include "cds-hooks/auth/authenticator.hpp"
#include "tests/support/await.hpp"
#include "tests/unit/cds-hooks/auth_attacks.hpp"

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace asio = boost::asio;
using namespace iim::service::auth;
using namespace iim::tests;
using namespace std::chrono_literals;

namespace {

const std::string own_jku = "https://ehr.example/jwks";

/// Counts what the service would have fetched. There is one key set, and only at the registered address.
struct Web final : Fetcher {
    std::string keys;
    std::vector<std::string> asked;
    asio::awaitable<std::optional<std::string>> get(
        std::string address, std::chrono::steady_clock::time_point
    ) override {
        asked.push_back(address);
        if (address != own_jku) co_return std::nullopt;
        co_return keys;
    }
};

struct Fixture {
    Web web;
    std::unique_ptr<Authenticator> door;

    Fixture() {
        Settings settings;
        settings.required = true;
        settings.public_urls = {"https://cds.example"};
        Issuer issuer;
        issuer.iss = "https://ehr.example";
        issuer.jku = {own_jku};
        settings.issuers = {issuer};
        web.keys = iim::tests::key_set(
            keys().ec.jwk(R"("use":"sig","alg":"ES384")") + "," + keys().rsa.jwk() + "," + keys().weak.jwk()
            + "," + keys().epic.jwk()
        );
        Authenticator::Outside outside{[] { return Instant(1'400'000'000s); }, &web, nullptr};
        door = std::make_unique<Authenticator>(std::move(settings), std::move(outside));
    }
    bool passes(std::vector<std::string> authorization) {
        Credentials credentials{std::move(authorization), "/cds-services/iim-order-sign"};
        return iim::tests::await(door->check(std::move(credentials))).has_value();
    }
    std::size_t run(const Attacks& attacks) {
        for (const auto& [name, authorization, want] : attacks) {
            const auto before = door->refused(want);
            BOOST_TEST(!passes(authorization), name << " passed");
            BOOST_TEST(door->refused(want) == before + 1, name << " was not refused because " << text(want));
        }
        return attacks.size();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auth_attack, Fixture)

BOOST_AUTO_TEST_CASE(no_forged_token_passes_and_none_makes_us_fetch) {
    BOOST_TEST_REQUIRE(passes({"Bearer " + honest()}));  // fetches the key set, at the registered address
    std::size_t count = 0;
    for (const auto& attacks :
         {without_signature(),
          confused_algorithms(),
          spoiled_signatures(),
          spoiled_texts(),
          twice_said(),
          injected_names(),
          brought_keys(),
          wrong_claims()})
        count += run(attacks);
    BOOST_TEST(count >= 300U);
    BOOST_TEST(door->accepted() == 1U);
    BOOST_TEST(web.asked.size() == 1U);  // nothing in 30 seconds, whatever the tokens said
    BOOST_TEST(web.asked.front() == own_jku);
    BOOST_TEST(passes({"Bearer " + honest()}));  // and honest clients were not locked out
    std::printf("auth attacks: %zu refused of %zu, 0 fetches\n", count, count);
}

// Before the first honest call nothing is cached: a foreign issuer or address still leads to no fetch
// (SEC-17).
BOOST_AUTO_TEST_CASE(no_fetch_before_the_allow_list_has_passed) {
    Attacks foreign;
    for (const Attack& each : brought_keys())
        if (each.want == Reason::foreign_jku || each.want == Reason::malformed
            || each.want == Reason::critical_header)
            foreign.push_back(each);
    for (const Attack& each : wrong_claims())
        if (each.want == Reason::unknown_issuer) foreign.push_back(each);
    for (const Attack& each : without_signature()) foreign.push_back(each);
    BOOST_TEST(run(foreign) > 60U);
    BOOST_TEST(web.asked.empty());
}

BOOST_AUTO_TEST_CASE(what_honest_clients_send_passes) {
    const struct {
        std::string_view name;
        const Signer& signer;
        std::string_view alg, more_header, more_payload;
    } cases[] = {
        {"EC", keys().ec, "ES384", "", ""},
        {"RSA", keys().rsa, "RS384", "", ""},
        {"kid in base64", keys().epic, "ES384", "", ""},
        {"jku", keys().ec, "ES384", R"(,"jku":"https://ehr.example/jwks")", ""},
        {"members that nobody reads",
         keys().ec,
         "ES384",
         R"(,"x5t":"abc","cty":"x")",
         R"(,"azp":"a","roles":["b",{"c":1}])"},
        {"Epic's nbf and sub", keys().ec, "ES384", "", R"(,"nbf":1399999700,"sub":"client")"},
        {"tenant", keys().ec, "ES384", "", R"(,"tenant":"2ddd6c3a")"},
    };
    for (const auto& [name, signer, alg, more_header, more_payload] : cases) {
        const std::string head = header(alg, signer.kid(), more_header);
        BOOST_TEST(passes({"Bearer " + iim::tests::token(signer, alg, head, payload(more_payload))}), name);
    }
}

BOOST_AUTO_TEST_CASE(two_tokens_are_no_token) {
    const std::string good = "Bearer " + honest();
    const Attacks fields = {
        {"none", {}, Reason::no_token},
        {"two", {good, good}, Reason::no_token},
        {"two, one of them bad", {"Bearer x", good}, Reason::no_token},
        {"Basic beside it", {good, "Basic dXNlcjpwYXNz"}, Reason::no_token},
        {"Basic", {"Basic dXNlcjpwYXNz"}, Reason::no_token},
        {"without a scheme", {good.substr(7)}, Reason::no_token},
    };
    BOOST_TEST(run(fields) == 6U);
    BOOST_TEST(passes({good}));
}

BOOST_AUTO_TEST_SUITE_END()

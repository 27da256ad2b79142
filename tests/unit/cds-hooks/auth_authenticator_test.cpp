#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/auth/base64url.hpp"
#include "cds-hooks/auth/sandbox.hpp"
#include "fhir/json.hpp"
#include "tests/support/await.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace asio = boost::asio;
using namespace iim::service::auth;
using namespace std::chrono_literals;
using iim::tests::await;
using iim::tests::Signer;

namespace {

constexpr std::string_view service = "/cds-services/iim-order-sign";
constexpr std::string_view header = R"({"alg":"ES384","typ":"JWT","kid":"k1"})";

const Signer& client() {
    static const Signer one = Signer::ec("P-384", "k1");
    return one;
}

/// A store that other processes share.
struct SharedStore final : ReplayStore {
    std::map<std::string, Instant> seen;
    int asked = 0;
    bool down = false;

    asio::awaitable<bool> first_use(std::string_view issuer, std::string_view jti, Instant expires) override {
        ++asked;
        if (down) throw std::runtime_error("no database");
        co_return seen.emplace(std::string(issuer) + " " + std::string(jti), expires).second;
    }
};

struct Fixture {
    Settings settings;
    SharedStore shared;
    Instant now{1'400'000'000s};
    ReplayStore* replay = nullptr;
    std::unique_ptr<Authenticator> authenticator;

    Fixture() {
        settings.required = true;
        settings.public_urls = {"https://cds.example"};
        Issuer issuer;
        issuer.iss = "https://ehr.example";
        issuer.jwks = iim::tests::key_set(client().jwk());
        settings.issuers = {issuer};
    }

    Authenticator& door() {
        if (!authenticator) {
            Authenticator::Outside outside{[this] { return now; }, nullptr, replay};
            authenticator = std::make_unique<Authenticator>(settings, std::move(outside));
        }
        return *authenticator;
    }
    std::optional<Caller> check(const std::string& authorization, std::string_view path = service) {
        Credentials credentials{{authorization}, std::string(path)};
        return await(door().check(std::move(credentials)));
    }
};

std::string claims(const std::string& jti, const std::string& more = {}) {
    return R"({"iss":"https://ehr.example","aud":"https://cds.example/cds-services/iim-order-sign","iat":1400000000,)"
           R"("exp":1400000300,"jti":")"
           + jti + "\"" + more + "}";
}

std::string bearer(const std::string& payload) {
    return "Bearer " + iim::tests::token(client(), "ES384", header, payload);
}

/// A call of a public client as it was captured.
struct Captured {
    std::string name, url, authorization;
};

std::vector<Captured> captured() {
    std::ifstream in(IIM_TESTS_DIR "/captured/tokens/tokens.json");
    iim::fhir::Document document;
    const auto root = document.parse({std::istreambuf_iterator<char>(in), {}});
    std::vector<Captured> calls;
    if (!root) return calls;
    for (const iim::fhir::Json each : *root)
        calls.push_back(
            {std::string(each["call"].text()),
             std::string(each["url"].text()),
             std::string(each["authorization"].text())}
        );
    return calls;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auth_authenticator, Fixture)

BOOST_AUTO_TEST_CASE(a_good_token_tells_who_calls) {
    const auto caller = check(bearer(claims("j1", R"(,"tenant":"t1","sub":"s1")")));
    BOOST_TEST_REQUIRE(caller.has_value());
    BOOST_TEST(caller->issuer == "https://ehr.example");
    BOOST_TEST(caller->tenant == "t1");
    BOOST_TEST(caller->subject == "s1");
    BOOST_TEST(caller->jti == "j1");
    BOOST_TEST(door().accepted() == 1U);
    const auto plain = check(bearer(claims("j2")));
    BOOST_TEST_REQUIRE(plain.has_value());
    BOOST_TEST(plain->tenant == "");
    BOOST_TEST(plain->subject == "");
}

BOOST_AUTO_TEST_CASE(what_needs_a_token) {
    const auto guards = [&](bool required, bool discovery, std::string_view path) {
        settings.required = required;
        settings.protect_discovery = discovery;
        authenticator.reset();
        return door().guards(path);
    };
    BOOST_TEST(guards(true, false, service));
    BOOST_TEST(guards(true, false, "/cds-services/iim-order-sign/feedback"));
    BOOST_TEST(!guards(true, false, "/cds-services"));  // Inferno's default
    BOOST_TEST(guards(true, true, "/cds-services"));
    BOOST_TEST(!guards(false, false, service));
}

// SEC-18.
BOOST_AUTO_TEST_CASE(the_specification_s_example_token_verifies) {
    const std::string token =
        "Bearer "
        "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUta2lkIiwiamt1IjoiaHR0cHM6Ly9maGlyLWVoci5leGFt"
        "cGxlLmNvbS9qd2tfdXJpIn0."
        "eyJpc3MiOiJodHRwczovL2ZoaXItZWhyLmV4YW1wbGUuY29tLyIsImF1ZCI6Imh0dHBzOi8vY2RzLmV4YW1w"
        "bGUub3JnL2Nkcy1zZXJ2aWNlcy9zb21lLXNlcnZpY2UiLCJleHAiOjE0MjI1Njg4NjAsImlhdCI6MTMxMTI4MDk3MCwianRpIjoi"
        "ZWUyMmIw"
        "MjEtZTFiNy00NjExLWJhNWItOGVlYzZhMzNhYzFlIiwidGVuYW50IjoiMmRkZDZjM2EtOGU5YS00NGM2LWEzMDUtNTIxMTFhZDMw"
        "MmEyIn0."
        "d1WfLjGRKlcWB94l9do4cM8REXeYJLL6SGUBO8VHZhfM8mwKYP70EMxJ67War4TQblEpaQrp11wx5p7oPFm2ETYgCicS84vXWEIY"
        "TdjooZdo"
        "oCSDf2L8-i4awdoUwiEb";
    Issuer example;
    example.iss = "https://fhir-ehr.example.com/";
    example.jku = {"https://fhir-ehr.example.com/jwk_uri"};
    example.jwks = R"({"keys":[{"kty":"EC","use":"sig","crv":"P-384","kid":"example-kid",
        "x":"46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk",
        "y":"XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI","alg":"ES384"}]})";
    settings.issuers = {example};
    settings.public_urls = {"https://cds.example.org"};

    BOOST_TEST(!check(token, "/cds-services/some-service").has_value());
    BOOST_TEST(door().refused(Reason::lifetime) == 1U);  // it lives for more than three years

    settings.max_lifetime = std::chrono::hours(24 * 365 * 4);
    authenticator.reset();
    const auto caller = check(token, "/cds-services/some-service");
    BOOST_TEST_REQUIRE(caller.has_value());
    BOOST_TEST(caller->issuer == "https://fhir-ehr.example.com/");
    BOOST_TEST(caller->tenant == "2ddd6c3a-8e9a-44c6-a305-52111ad302a2");
    BOOST_TEST(caller->jti == "ee22b021-e1b7-4611-ba5b-8eec6a33ac1e");

    now = Instant(1'795'000'000s);
    authenticator.reset();
    BOOST_TEST(!check(token, "/cds-services/some-service").has_value());
    BOOST_TEST(door().refused(Reason::expired) == 1U);
}

// SEC-19. Calls of the public sandbox as they were captured; its addresses begin with that of the capture.
BOOST_AUTO_TEST_CASE(the_public_sandbox_s_captured_tokens_verify) {
    const std::string origin = "http://127.0.0.1:8082";
    settings.public_urls = {origin};
    settings.issuers = {public_sandbox()};
    int verified = 0;
    for (const auto& [name, url, authorization] : captured()) {
        if (name.starts_with("other-client")) continue;
        BOOST_TEST_REQUIRE(url.starts_with(origin), name);
        now = Instant(1'795'189'010s);  // within a minute of all of them
        BOOST_TEST(check(authorization, url.substr(origin.size())).has_value(), name);
        BOOST_TEST(!check(authorization, url.substr(origin.size())).has_value(), name << " again");
        BOOST_TEST(!check(authorization, "/cds-services/other").has_value(), name << " elsewhere");
        ++verified;
    }
    BOOST_TEST(verified >= 15);
    BOOST_TEST(door().accepted() == static_cast<std::uint64_t>(verified));
    BOOST_TEST(door().refused(Reason::replayed) == static_cast<std::uint64_t>(verified));
    BOOST_TEST(door().refused(Reason::audience) == static_cast<std::uint64_t>(verified));
}

// Another public client: RS256, a plain http jku, a token for a day. Nobody has its key here.
BOOST_AUTO_TEST_CASE(the_other_captured_client_is_refused_until_it_is_registered) {
    std::string authorization;
    for (const Captured& each : captured())
        if (each.name.starts_with("other-client")) authorization = each.authorization;
    BOOST_TEST_REQUIRE(!authorization.empty());
    now = Instant(1'795'188'600s);
    BOOST_TEST(!check(authorization, "/cds-services/trial-sign").has_value());
    BOOST_TEST(door().refused(Reason::unknown_issuer) == 1U);
    settings.issuers.front().iss = "http://127.0.0.1:8081/fhir";
    settings.issuers.front().jku = {"http://127.0.0.1:3000/public_keys"};
    authenticator.reset();
    BOOST_TEST(!check(authorization, "/cds-services/trial-sign").has_value());
    BOOST_TEST(door().refused(Reason::algorithm) == 1U);
    settings.issuers.front().algorithms = {"RS256"};
    authenticator.reset();
    BOOST_TEST(!check(authorization, "/cds-services/trial-sign").has_value());
    BOOST_TEST(door().refused(Reason::no_key) == 1U);
}

// SEC-11: only a valid token is remembered, so a bad copy does not burn the good one.
BOOST_AUTO_TEST_CASE(a_refused_token_is_not_remembered) {
    const std::string good = bearer(claims("j1"));
    std::string bad = good;
    bad[bad.size() - 10] = bad[bad.size() - 10] == 'A' ? 'B' : 'A';
    BOOST_TEST(!check(bad).has_value());
    BOOST_TEST(!check(good, "/cds-services/iim-patient-view").has_value());
    BOOST_TEST(check(good).has_value());
    BOOST_TEST(!check(good).has_value());
    BOOST_TEST(door().refused(Reason::signature) == 1U);
    BOOST_TEST(door().refused(Reason::audience) == 1U);
    BOOST_TEST(door().refused(Reason::replayed) == 1U);
    BOOST_TEST(!check(bearer(claims("j1", R"(,"sub":"other")"))).has_value());  // another token, same jti
}

BOOST_AUTO_TEST_CASE(a_jti_stays_used_as_long_as_its_token_could_pass) {
    const std::string token = bearer(claims("j1"));
    BOOST_TEST(check(token).has_value());
    now = Instant(1'400'000'359s);  // exp + 59 s: within the skew
    BOOST_TEST(!check(token).has_value());
    BOOST_TEST(door().refused(Reason::replayed) == 1U);
    now += 1s;
    BOOST_TEST(!check(token).has_value());
    BOOST_TEST(door().refused(Reason::expired) == 1U);
}

BOOST_AUTO_TEST_CASE(of_replays_at_one_moment_one_passes) {
    constexpr int threads = 8;
    for (int round = 0; round < 10; ++round) {
        const std::string token = bearer(claims("round " + std::to_string(round)));
        Authenticator& gate = door();
        std::atomic<int> passed{0};
        {
            std::vector<std::jthread> all;
            for (int t = 0; t < threads; ++t)
                all.emplace_back([&] {
                    Credentials credentials{{token}, std::string(service)};
                    if (await(gate.check(std::move(credentials)))) ++passed;
                });
        }
        BOOST_TEST(passed == 1);
    }
    BOOST_TEST(door().accepted() == 10U);
    BOOST_TEST(door().refused(Reason::replayed) == 10U * (threads - 1));
}

BOOST_AUTO_TEST_CASE(a_shared_store_knows_what_other_processes_saw) {
    replay = &shared;
    BOOST_TEST(check(bearer(claims("j1"))).has_value());
    BOOST_TEST((shared.seen.at("https://ehr.example j1") == Instant(1'400'000'360s)));
    shared.seen.emplace("https://ehr.example j2", now + 300s);
    BOOST_TEST(!check(bearer(claims("j2"))).has_value());
    authenticator.reset();  // a restart
    BOOST_TEST(!check(bearer(claims("j1"))).has_value());
    BOOST_TEST(door().refused(Reason::replayed) == 1U);
}

BOOST_AUTO_TEST_CASE(the_shared_store_hears_of_valid_tokens_only) {
    replay = &shared;
    BOOST_TEST(!check(bearer(claims("j1")), "/cds-services/other").has_value());
    BOOST_TEST(!check("Bearer x").has_value());
    BOOST_TEST(shared.asked == 0);
    BOOST_TEST(check(bearer(claims("j1"))).has_value());
    BOOST_TEST(!check(bearer(claims("j1"))).has_value());  // known here already
    BOOST_TEST(shared.asked == 1);
}

BOOST_AUTO_TEST_CASE(when_the_shared_store_is_down_this_process_s_memory_holds) {
    replay = &shared;
    shared.down = true;
    BOOST_TEST(check(bearer(claims("j1"))).has_value());
    BOOST_TEST(!check(bearer(claims("j1"))).has_value());
    BOOST_TEST(check(bearer(claims("j2"))).has_value());
    BOOST_TEST(shared.asked == 1);  // then it is left alone for ten seconds
    shared.down = false;
    now += 9s;
    BOOST_TEST(check(bearer(claims("j3"))).has_value());
    BOOST_TEST(shared.asked == 1);
    now += 1s;
    BOOST_TEST(check(bearer(claims("j4"))).has_value());
    BOOST_TEST(shared.asked == 2);
}

BOOST_AUTO_TEST_CASE(a_site_may_rather_refuse_then) {
    replay = &shared;
    shared.down = true;
    settings.replay_fails_closed = true;
    BOOST_TEST(!check(bearer(claims("j1"))).has_value());
    BOOST_TEST(!check(bearer(claims("j2"))).has_value());
    BOOST_TEST(door().refused(Reason::replay_unknown) == 2U);
    shared.down = false;
    now += 10s;
    BOOST_TEST(check(bearer(claims("j3"))).has_value());
}

BOOST_AUTO_TEST_CASE(a_full_memory_refuses_until_tokens_end) {
    settings.replay_entries = 3;
    for (const auto* jti : {"a", "b", "c"}) BOOST_TEST(check(bearer(claims(jti))).has_value(), jti);
    BOOST_TEST(!check(bearer(claims("d"))).has_value());
    BOOST_TEST(door().refused(Reason::replay_full) == 1U);
    BOOST_TEST(!check(bearer(claims("a"))).has_value());
    BOOST_TEST(door().refused(Reason::replayed) == 1U);
}

BOOST_AUTO_TEST_CASE(every_reason_has_words_of_its_own) {
    std::vector<std::string_view> words;
    for (std::size_t i = 1; i <= reasons; ++i) words.push_back(text(static_cast<Reason>(i)));
    for (std::size_t i = 0; i < words.size(); ++i) {
        BOOST_TEST(words[i] != "refused", i);
        for (std::size_t j = 0; j < i; ++j) BOOST_TEST(words[i] != words[j]);
    }
}

BOOST_AUTO_TEST_SUITE_END()

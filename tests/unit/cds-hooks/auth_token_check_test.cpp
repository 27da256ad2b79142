#include "cds-hooks/auth/token_check.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::service::auth;

namespace {

constexpr double clock_now = 1'400'000'000;
const Instant now{std::chrono::seconds(1'400'000'000)};
constexpr std::string_view service = "/cds-services/iim-order-sign";

Settings settings() {
    Settings made;
    made.public_urls = {"https://cds.example", "https://proxy.example/iim"};
    Issuer issuer;
    issuer.iss = "https://ehr.example/";
    issuer.jku = {"https://ehr.example/jwks", "https://ehr.example/jwks2"};
    made.issuers.push_back(issuer);
    return made;
}

Token token() {
    Token made;
    made.algorithm = Algorithm::es384;
    made.kid = "k";
    made.claims.iss = "https://ehr.example/";
    made.claims.jti = "j";
    made.claims.aud = {"https://cds.example/cds-services/iim-order-sign"};
    made.claims.iat = clock_now - 10;
    made.claims.exp = clock_now + 290;
    return made;
}

std::optional<Reason> admission(const Token& token, const Settings& settings) {
    const auto admitted = admit(token, settings);
    if (admitted) return {};
    return admitted.error();
}

std::optional<Reason> claims_fault(
    const Claims& claims, const Settings& settings, std::string_view path = service
) {
    const auto checked = check_claims(claims, settings.issuers.front(), settings, path, now);
    if (checked) return {};
    return checked.error();
}

std::optional<Reason> times_fault(double iat, double exp, std::optional<double> nbf = {}) {
    Claims claims = token().claims;
    claims.iat = clock_now + iat;
    claims.exp = clock_now + exp;
    if (nbf) claims.nbf = clock_now + *nbf;
    return claims_fault(claims, settings());
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(std::optional<Reason>)

BOOST_AUTO_TEST_SUITE(auth_token_check)

// SEC-8
BOOST_AUTO_TEST_CASE(only_registered_issuers_with_their_own_jku_are_admitted) {
    const struct {
        std::string iss;
        std::optional<std::string> jku;
        std::optional<Reason> want;
    } cases[] = {
        {"https://ehr.example/", {}, {}},
        {"https://ehr.example/", "https://ehr.example/jwks", {}},
        {"https://ehr.example/", "https://ehr.example/jwks2", {}},
        {"https://ehr.example", {}, Reason::unknown_issuer},
        {"https://EHR.example/", {}, Reason::unknown_issuer},
        {"https://ehr.example/x", {}, Reason::unknown_issuer},
        {"", {}, Reason::unknown_issuer},
        {"https://foreign.example/", "https://ehr.example/jwks", Reason::unknown_issuer},
        {"https://ehr.example/", "https://ehr.example/jwks/", Reason::foreign_jku},
        {"https://ehr.example/", "https://ehr.example/jwks?x", Reason::foreign_jku},
        {"https://ehr.example/", "https://ehr.example/jwks#x", Reason::foreign_jku},
        {"https://ehr.example/", "http://ehr.example/jwks", Reason::foreign_jku},
        {"https://ehr.example/", "https://ehr.example:443/jwks", Reason::foreign_jku},
        {"https://ehr.example/", "https://ehr.example@foreign.example/jwks", Reason::foreign_jku},
        {"https://ehr.example/", "https://foreign.example/jwks", Reason::foreign_jku},
        {"https://ehr.example/", "https://127.0.0.1/jwks", Reason::foreign_jku},
        {"https://ehr.example/", "http://169.254.169.254/latest/meta-data", Reason::foreign_jku},
        {"https://ehr.example/", "file:///etc/passwd", Reason::foreign_jku},
        {"https://ehr.example/", "", Reason::foreign_jku},
    };
    for (const auto& [iss, jku, want] : cases) {
        Token made = token();
        made.claims.iss = iss;
        made.jku = jku;
        BOOST_TEST((admission(made, settings()) == want), iss << " " << jku.value_or("-"));
    }
}

BOOST_AUTO_TEST_CASE(the_jku_of_one_issuer_serves_no_other) {
    Settings two = settings();
    Issuer other;
    other.iss = "https://other.example";
    other.jku = {"https://other.example/jwks"};
    two.issuers.push_back(other);
    Token made = token();
    made.claims.iss = "https://other.example";
    made.jku = "https://ehr.example/jwks";
    BOOST_TEST((admission(made, two) == Reason::foreign_jku));
    made.jku = "https://other.example/jwks";
    BOOST_TEST((admission(made, two) == std::nullopt));
}

// SEC-6
BOOST_AUTO_TEST_CASE(es384_and_rs384_unless_the_site_says_otherwise) {
    const Algorithm all[] = {
        Algorithm::es256,
        Algorithm::es384,
        Algorithm::es512,
        Algorithm::rs256,
        Algorithm::rs384,
        Algorithm::rs512,
        Algorithm::ps256,
        Algorithm::ps384,
        Algorithm::ps512};
    for (const Algorithm each : all) {
        Token made = token();
        made.algorithm = each;
        const bool usual = each == Algorithm::es384 || each == Algorithm::rs384;
        BOOST_TEST((admission(made, settings()) == (usual ? std::nullopt : std::optional(Reason::algorithm)))
        );
        Settings only = settings();
        only.issuers.front().algorithms = {"PS256", "none", "HS256", "rubbish"};
        BOOST_TEST(
            (admission(made, only)
             == (each == Algorithm::ps256 ? std::nullopt : std::optional(Reason::algorithm)))
        );
    }
}

// SEC-9, FBK-10, DSC-16
BOOST_AUTO_TEST_CASE(the_audience_is_the_address_called) {
    const struct {
        std::vector<std::string> aud;
        std::string_view path;
        bool fine;
    } cases[] = {
        {{"https://cds.example/cds-services/iim-order-sign"}, service, true},
        {{"https://proxy.example/iim/cds-services/iim-order-sign"}, service, true},
        {{"https://a.example", "https://cds.example/cds-services/iim-order-sign"}, service, true},
        {{"https://a.example", "https://b.example"}, service, false},
        {{"https://cds.example/cds-services/iim-patient-view"}, service, false},
        {{"https://cds.example/cds-services"}, service, false},
        {{"https://cds.example"}, service, false},
        {{"https://cds.example/"}, service, false},
        {{"https://cds.example/cds-services/iim-order-sign/"}, service, true},
        {{"https://cds.example//cds-services//iim-order-sign"}, service, true},
        {{"https://cds.example/cds-services/iim-order-sign"}, "/cds-services//iim-order-sign/", true},
        {{"https://cds.example/cds-services/iim-patient-view/"}, service, false},
        {{"https://cds.example/cds-services/iim-order-sign/x"}, service, false},
        {{"https://cds.examplecds-services/iim-order-sign"}, service, false},
        {{"https://cds.example/cds-services/"}, service, false},
        {{"https://cds.example//"}, service, false},
        {{"https://cds.example/cds-services/iim-order-sign/feedback"}, service, false},
        {{"https://cds.example/cds-services/iim-order-sign?x"}, service, false},
        {{"https://CDS.example/cds-services/iim-order-sign"}, service, false},
        {{"http://cds.example/cds-services/iim-order-sign"}, service, false},
        {{"https://cds.example:443/cds-services/iim-order-sign"}, service, false},
        {{"https://cds.example.evil.example/cds-services/iim-order-sign"}, service, false},
        {{"https://proxy.example/cds-services/iim-order-sign"}, service, false},
        {{"/cds-services/iim-order-sign"}, service, false},
        {{""}, service, false},
        {{}, service, false},
        {{"https://cds.example/cds-services"}, "/cds-services", true},
        {{"https://cds.example/cds-services/"}, "/cds-services", true},
        {{"https://cds.example/cds-services/iim-order-sign/"}, "/cds-services/iim-order-sign/feedback", true},
        {{"https://cds.example/cds-services/iim-order-sign"}, "/cds-services", false},
        {{"https://cds.example/cds-services/iim-order-sign/feedback"},
         "/cds-services/iim-order-sign/feedback",
         true},
        {{"https://cds.example/cds-services/iim-order-sign"}, "/cds-services/iim-order-sign/feedback", true},
        {{"https://cds.example/cds-services/iim-patient-view"},
         "/cds-services/iim-order-sign/feedback",
         false},
        {{"https://cds.example/cds-services"}, "/cds-services/iim-order-sign/feedback", false},
        {{"https://cds.example/cds-services"}, "/cds-services/feedback", false},
        {{"https://cds.example/cds-services/"}, "/cds-services//feedback", false},
    };
    for (const auto& [aud, path, fine] : cases) {
        Claims claims = token().claims;
        claims.aud = aud;
        BOOST_TEST(
            (claims_fault(claims, settings(), path) == (fine ? std::nullopt : std::optional(Reason::audience))
            ),
            (aud.empty() ? "-" : aud.back()) << " at " << path
        );
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_misnames_the_audience_can_be_given_its_word) {
    Settings made = settings();
    made.issuers.front().audiences = {"sand_man"};
    Claims claims = token().claims;
    claims.aud = {"sand_man"};
    BOOST_TEST((claims_fault(claims, made) == std::nullopt));
    BOOST_TEST((claims_fault(claims, settings()) == Reason::audience));
    claims.aud = {"sand_man2"};
    BOOST_TEST((claims_fault(claims, made) == Reason::audience));
}

BOOST_AUTO_TEST_CASE(without_a_public_address_no_token_is_for_us) {
    Settings made = settings();
    made.public_urls.clear();
    Claims claims = token().claims;
    claims.aud = {std::string(service), ""};
    BOOST_TEST((claims_fault(claims, made) == Reason::audience));
}

// SEC-10, SEC-15; skew 60 s
BOOST_AUTO_TEST_CASE(times_have_both_sides) {
    const struct {
        double iat, exp;
        std::optional<double> nbf;
        std::optional<Reason> want;
    } cases[] = {
        {-10, 290, {}, {}},
        {-300, 0, {}, {}},  // just expired: within the skew
        {-300, -59, {}, {}},
        {-300, -59.5, {}, {}},
        {-300, -60, {}, Reason::expired},
        {-300, -61, {}, Reason::expired},
        {-1'400'000'000, -1'399'999'900, {}, Reason::expired},
        {60, 300, {}, {}},
        {59.5, 300, {}, {}},
        {60.5, 300, {}, Reason::not_yet},
        {61, 300, {}, Reason::not_yet},
        {100'000, 100'300, {}, Reason::not_yet},
        {-10, 290, 60, {}},
        {-10, 290, 61, Reason::not_yet},
        {-10, 290, 280, Reason::not_yet},
        {0, 900, -300, {}},  // Epic: nbf five minutes early, fifteen minutes long
        {0, 3600, {}, {}},
        {0, 3600.5, {}, Reason::lifetime},
        {0, 3601, {}, Reason::lifetime},
        {-3590, 10, {}, {}},
        {-3591, 10, {}, Reason::lifetime},
        {-400, 86'000, {}, Reason::lifetime},
        {-1'400'000'000, 10, {}, Reason::lifetime},
        {0, 252'000'000'000, {}, Reason::lifetime},
        {10, 10, {}, Reason::lifetime},
        {20, 10, {}, Reason::lifetime},
    };
    for (const auto& [iat, exp, nbf, want] : cases)
        BOOST_TEST((times_fault(iat, exp, nbf) == want), "iat " << iat << " exp " << exp);
}

BOOST_AUTO_TEST_CASE(the_skew_is_the_site_s) {
    Settings strict = settings();
    strict.skew = std::chrono::seconds(0);
    Claims claims = token().claims;
    claims.exp = clock_now + 1;
    BOOST_TEST((claims_fault(claims, strict) == std::nullopt));
    claims.exp = clock_now;
    BOOST_TEST((claims_fault(claims, strict) == Reason::expired));
    claims = token().claims;
    claims.iat = clock_now + 1;
    BOOST_TEST((claims_fault(claims, strict) == Reason::not_yet));
}

// SEC-12
BOOST_AUTO_TEST_CASE(the_tenant_is_looked_at_when_the_site_lists_tenants) {
    Claims claims = token().claims;
    for (const std::string tenant : {"", "a", "anything"}) {
        claims.tenant = tenant;
        BOOST_TEST((claims_fault(claims, settings()) == std::nullopt), tenant);
    }
    Settings listed = settings();
    listed.issuers.front().tenants = {"a", "b"};
    const std::pair<std::string, bool> cases[] = {
        {"a", true}, {"b", true}, {"c", false}, {"", false}, {"A", false}};
    for (const auto& [tenant, fine] : cases) {
        claims.tenant = tenant;
        BOOST_TEST(
            (claims_fault(claims, listed) == (fine ? std::nullopt : std::optional(Reason::tenant))), tenant
        );
    }
}

// SEC-17: when several things are wrong, the first check speaks.
BOOST_AUTO_TEST_CASE(audience_before_times_before_tenant) {
    Settings listed = settings();
    listed.issuers.front().tenants = {"a"};
    Claims claims = token().claims;
    claims.exp = clock_now - 1000;
    claims.iat = clock_now + 1000;
    BOOST_TEST((claims_fault(claims, listed) == Reason::expired));
    claims.aud = {"other"};
    BOOST_TEST((claims_fault(claims, listed) == Reason::audience));
}

// SEC-11
BOOST_AUTO_TEST_CASE(a_used_token_is_remembered_until_it_would_be_refused_as_expired) {
    Claims claims = token().claims;
    claims.exp = clock_now + 290;
    BOOST_TEST((end_of(claims, settings()) == now + std::chrono::seconds(350)));
    claims.exp = clock_now + 290.25;
    BOOST_TEST((end_of(claims, settings()) == now + std::chrono::seconds(351)));
}

BOOST_AUTO_TEST_SUITE_END()

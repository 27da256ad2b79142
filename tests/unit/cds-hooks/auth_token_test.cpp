#include "cds-hooks/auth/token.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::service::auth;
using namespace std::string_literals;
using iim::tests::base64url_of;

namespace {

constexpr std::optional<Reason> accepted;
constexpr std::string_view header = R"({"alg":"ES384","typ":"JWT","kid":"k1"})";
constexpr std::string_view payload =
    R"({"iss":"https://ehr.example","aud":"https://cds.example/cds-services","exp":1400000300,"iat":1400000000,"jti":"j1"})";

std::string token_of(std::string_view head, std::string_view claims) {
    return base64url_of(head) + "." + base64url_of(claims) + "." + base64url_of("signature");
}

/// Why the token is refused; nothing when it can be read.
std::optional<Reason> refusal(std::vector<std::string> authorization) {
    const auto token = read_token(authorization);
    if (token) return {};
    return token.error();
}

std::optional<Reason> with_header(std::string_view head) {
    return refusal({"Bearer " + token_of(head, payload)});
}

std::optional<Reason> with_payload(std::string_view claims) {
    return refusal({"Bearer " + token_of(header, claims)});
}

/// The payload above with one member replaced, or left out when `value` is empty.
std::string claims_but(std::string_view name, std::string_view value) {
    std::string text = "{";
    const std::pair<std::string_view, std::string_view> members[] = {
        {"iss", R"("https://ehr.example")"},
        {"aud", R"("https://cds.example/cds-services")"},
        {"exp", "1400000300"},
        {"iat", "1400000000"},
        {"jti", R"("j1")"},
    };
    for (const auto& [own, usual] : members)
        if (own != name)
            text += (text.size() > 1 ? ",\"" : "\"") + std::string(own) + "\":" + std::string(usual);
    if (!value.empty()) text += ",\"" + std::string(name) + "\":" + std::string(value);
    return text + "}";
}

}  // namespace

namespace iim::service::auth {
static std::ostream& operator<<(std::ostream& out, const std::optional<Reason>& why) {
    return why ? out << text(*why) : out << "fine";
}
}  // namespace iim::service::auth

BOOST_AUTO_TEST_SUITE(auth_token)

BOOST_AUTO_TEST_CASE(everything_that_counts_is_read) {
    const std::string text = token_of(
        R"({"alg":"RS384","typ":"JWT","kid":"a+b/c=","jku":"https://ehr.example/jwks"})",
        R"({"iss":"i","aud":["a","b"],"exp":1400000300.5,"iat":1400000000,"nbf":1399999700,"jti":"j","tenant":"t","sub":"s",)"
        R"("other":{"deep":[1]}})"
    );
    const auto token = read_token(std::vector{"Bearer " + text});
    BOOST_TEST_REQUIRE(token.has_value());
    BOOST_TEST((token->algorithm == Algorithm::rs384));
    BOOST_TEST(token->kid == "a+b/c=");  // as Epic writes it
    BOOST_TEST(token->jku.value() == "https://ehr.example/jwks");
    BOOST_TEST(token->claims.iss == "i");
    BOOST_TEST(token->claims.aud == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(token->claims.exp == 1400000300.5);
    BOOST_TEST(token->claims.iat == 1400000000.0);
    BOOST_TEST(token->claims.nbf.value() == 1399999700.0);
    BOOST_TEST(token->claims.jti == "j");
    BOOST_TEST(token->claims.tenant == "t");
    BOOST_TEST(token->claims.sub == "s");
    BOOST_TEST(token->signature == "signature");
    BOOST_TEST(token->signed_text == text.substr(0, text.rfind('.')));
}

// SEC-4
BOOST_AUTO_TEST_CASE(one_authorization_field_of_the_bearer_scheme) {
    const std::string good = token_of(header, payload);
    for (const std::string& scheme : {"Bearer "s, "bearer "s, "BEARER "s, "bEaReR "s, "Bearer   "s})
        BOOST_TEST(refusal({scheme + good}) == accepted, scheme);
    BOOST_TEST(refusal({"Bearer " + good + " "}) == accepted);

    const std::vector<std::vector<std::string>> none = {
        {},
        {""},
        {good},
        {"Bearer"},
        {"Bearer" + good},
        {"Bearer\t" + good},
        {"Basic dXNlcjpwYXNz"},
        {"Basic " + good},
        {"Bearers " + good},
        {" Bearer " + good},
        {"DPoP " + good},
        {"Token " + good},
        {"Bearer " + good, "Bearer " + good},
        {"Bearer " + good, "Basic dXNlcjpwYXNz"},
        {"Bearer " + good, ""},
    };
    for (std::size_t i = 0; i < none.size(); ++i)
        BOOST_TEST(refusal(none[i]) == std::optional(Reason::no_token), "field " << i);
}

BOOST_AUTO_TEST_CASE(three_parts_of_strict_base64url) {
    const std::string h = base64url_of(header);
    const std::string p = base64url_of(payload);
    const std::string s = base64url_of("signature");
    const std::string good = h + "." + p + "." + s;
    BOOST_TEST(refusal({"Bearer " + good}) == accepted);
    const std::string bad[] = {
        "",
        " ",
        ".",
        "..",
        "...",
        h,
        h + "." + p,
        h + "." + p + ".",
        h + ".." + s,
        "." + p + "." + s,
        good + ".",
        good + "." + s,
        "." + good,
        h + "." + p + "." + s + ".",
        h + "=." + p + "." + s,
        h + "." + p + "==." + s,
        good + "=",
        good + "==",
        good + "A",
        h + "." + p + "." + "A",
        h + "." + p + ".ab+/",
        h + " ." + p + "." + s,
        h + ".\n" + p + "." + s,
        h + "." + p + "\t." + s,
        good + "\n",
        good + " x",
        good + ", Bearer " + good,
        good + "\0"s,
        "\0"s + good,
        h + "\0."s + p + "." + s,
        "%" + good.substr(1),
        std::string(8'193, 'A'),
        std::string(1'000'000, '.'),
        std::string(1'000'000, 'A') + "." + p + "." + s,
        h + "." + p + "." + std::string(8'192, 'A'),
    };
    for (std::size_t i = 0; i < std::size(bad); ++i)
        BOOST_TEST(refusal({"Bearer " + bad[i]}) == std::optional(Reason::malformed), "text " << i);
}

BOOST_AUTO_TEST_CASE(header_and_payload_are_objects_of_strict_json) {
    const std::string_view bad[] = {
        "",
        " ",
        "{",
        "}",
        "null",
        "[]",
        "1",
        "\"text\"",
        "{}",
        "{}{}",
        "{\"alg\":\"ES384\"",
        "{'alg':'ES384'}",
        "{\"alg\":\"ES384\",}",
        "{alg:\"ES384\"}",
        "[{\"alg\":\"ES384\",\"kid\":\"k1\"}]",
        "\xef\xbb\xbf{}",
        "{\"alg\":\"ES384\",\"kid\":\"\xff\"}",
        "{\"alg\":\"ES384\",\"kid\":\"\\ud800\"}",
    };
    for (const auto text : bad) BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(with_header(text) == std::optional(Reason::malformed));
            BOOST_TEST(with_payload(text) == std::optional(Reason::malformed));
        }
    BOOST_TEST(with_payload(std::string(payload) + "\0"s) == std::optional(Reason::malformed));
    BOOST_TEST(with_payload(std::string(payload) + "x") == std::optional(Reason::malformed));
    BOOST_TEST(with_payload(claims_but("deep", std::string(3'000, '['))) == std::optional(Reason::malformed));
    BOOST_TEST(
        with_payload(claims_but("deep", std::string(20, '[') + std::string(20, ']')))
        == std::optional(Reason::malformed)
    );
    BOOST_TEST(with_payload(claims_but("deep", "[[[[]]]]")) == accepted);
}

BOOST_AUTO_TEST_CASE(no_member_stands_twice) {
    for (const std::string_view head :
         {R"({"alg":"ES384","alg":"ES384","kid":"k1"})",
          R"({"alg":"none","kid":"k1","alg":"ES384"})",
          R"({"alg":"ES384","kid":"k1","kid":"k2"})",
          R"({"alg":"ES384","kid":"k1","\u0061lg":"none"})",
          R"({"alg":"ES384","kid":"k1","x":1,"x":2})",
          R"({"alg":"ES384","kid":"k1","crit":["b64"],"crit":[]})"})
        BOOST_TEST(with_header(head) == std::optional(Reason::malformed), head);
    for (const std::string_view name : {"iss", "aud", "exp", "iat", "jti"}) {
        const std::string twice = std::string(payload.substr(0, payload.size() - 1)) + ",\""
                                  + std::string(name) + R"(":"https://ehr.example"})";
        BOOST_TEST(with_payload(twice) == std::optional(Reason::malformed), name);
    }
    BOOST_TEST(with_payload(claims_but("tenant", R"("a","tenant":"b")")) == std::optional(Reason::malformed));
    BOOST_TEST(
        with_payload(claims_but("nbf", R"(1,"nb\u0066":9999999999)")) == std::optional(Reason::malformed)
    );
}

// SEC-5 and SEC-7
BOOST_AUTO_TEST_CASE(the_header_names_an_algorithm_and_a_key) {
    const struct {
        std::string_view head;
        std::optional<Reason> want;
    } cases[] = {
        {R"({"alg":"ES384","kid":"k1"})", {}},  // a client's duty to write typ; nothing hangs on it
        {R"({"alg":"ES384","kid":"k1","typ":"jwt"})", {}},
        {R"({"alg":"ES384","kid":"k1","typ":"JOSE"})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","typ":"at+jwt"})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","typ":""})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","typ":1})", Reason::malformed},
        {R"({"kid":"k1","typ":"JWT"})", Reason::malformed},
        {R"({"alg":null,"kid":"k1"})", Reason::malformed},
        {R"({"alg":["ES384"],"kid":"k1"})", Reason::malformed},
        {R"({"alg":384,"kid":"k1"})", Reason::malformed},
        {R"({"ALG":"ES384","kid":"k1"})", Reason::malformed},
        {R"({"alg":"","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"none","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"None","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"NONE","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"nOnE","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"HS256","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"HS384","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"HS512","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"es384","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"ES384\u0000","kid":"k1"})", Reason::algorithm},
        {R"({"alg":"ES384"})", Reason::malformed},
        {R"({"alg":"ES384","kid":""})", Reason::malformed},
        {R"({"alg":"ES384","kid":null})", Reason::malformed},
        {R"({"alg":"ES384","kid":7})", Reason::malformed},
        {R"({"alg":"ES384","kid":["k1"]})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1\u0000"})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1\r\n"})", Reason::malformed},
        {R"({"alg":"ES384","kid":"../../../../dev/null"})", {}},  // a name like any other: no file is opened
        {R"({"alg":"ES384","kid":"k1' OR '1'='1"})", {}},
        {R"({"alg":"ES384","kid":"k1","jku":""})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","jku":null})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","jku":["https://ehr.example"]})", Reason::malformed},
        {R"({"alg":"ES384","kid":"k1","crit":["exp"]})", Reason::critical_header},
        {R"({"alg":"ES384","kid":"k1","crit":[]})", Reason::critical_header},
        {R"({"alg":"ES384","kid":"k1","crit":null})", Reason::critical_header},
        {R"({"alg":"ES384","kid":"k1","b64":false,"crit":["b64"]})", Reason::critical_header},
        {R"({"alg":"ES384","kid":"k1","jwk":{"kty":"EC"},"x5c":["MIIB"],"x5u":"https://foreign.example"})",
         {}},
    };
    for (const auto& [head, want] : cases) BOOST_TEST(with_header(head) == want, head);
}

// SEC-8 to SEC-12, SEC-15
BOOST_AUTO_TEST_CASE(the_claims_have_their_types) {
    const std::string long_text = '"' + std::string(513, 'a') + '"';
    const std::string longest_text = '"' + std::string(512, 'a') + '"';
    const struct {
        std::string_view name;
        std::string value;
        bool fine;
    } cases[] = {
        {"iss", "", false},
        {"iss", R"("")", false},
        {"iss", "1", false},
        {"iss", "null", false},
        {"iss", R"(["https://ehr.example"])", false},
        {"iss", R"("a\u0000b")", false},
        {"iss", R"("a\nb")", false},
        {"iss", longest_text, true},
        {"iss", long_text, false},
        {"jti", "", false},
        {"jti", R"("")", false},
        {"jti", "7", false},
        {"jti", "null", false},
        {"jti", "{}", false},
        {"jti", R"("\u007f")", false},
        {"jti", R"("é~.-_")", true},
        {"jti", long_text, false},
        {"aud", "", false},
        {"aud", "null", false},
        {"aud", "1", false},
        {"aud", "{}", false},
        {"aud", "[]", false},
        {"aud", R"([1,"https://cds.example"])", false},
        {"aud", "[null]", false},
        {"aud", R"([["a"]])", false},
        {"aud", R"(["a"])", true},
        {"aud", R"("a")", true},
        {"exp", "", false},
        {"exp", R"("1400000300")", false},
        {"exp", "null", false},
        {"exp", "true", false},
        {"exp", "[1400000300]", false},
        {"exp", "-1", false},
        {"exp", "-1400000300", false},
        {"exp", "1e400", false},
        {"exp", "1e308", false},
        {"exp", "9223372036854775808", false},
        {"exp", "18446744073709551616", false},
        {"exp", "253402300800", false},
        {"exp", "253402300799", true},
        {"exp", "1400000300.75", true},
        {"exp", "1.4000003e9", true},
        {"exp", "NaN", false},
        {"exp", "Infinity", false},
        {"exp", "0", true},
        {"iat", "", false},
        {"iat", R"("1400000000")", false},
        {"iat", "null", false},
        {"iat", "-1", false},
        {"iat", "1e309", false},
        {"iat", "false", false},
        {"nbf", "1400000000", true},
        {"nbf", "0", true},
        {"nbf", "null", false},
        {"nbf", R"("1400000000")", false},
        {"nbf", "-5", false},
        {"nbf", "1e300", false},
        {"tenant", R"("t")", true},
        {"tenant", R"("")", true},
        {"tenant", "null", true},
        {"tenant", "5", false},
        {"tenant", R"(["t"])", false},
        {"tenant", R"("a\u0001")", false},
        {"tenant", long_text, false},
        {"sub", R"("s")", true},
        {"sub", "5", false},
        {"sub", R"("a\u0000")", false},
        {"azp", "5", true},
        {"name", R"("a\u0000")", true},
    };
    for (const auto& [name, value, fine] : cases)
        BOOST_TEST(
            with_payload(claims_but(name, value)) == (fine ? accepted : std::optional(Reason::malformed)),
            name << " " << value.substr(0, 40)
        );
}

BOOST_AUTO_TEST_SUITE_END()

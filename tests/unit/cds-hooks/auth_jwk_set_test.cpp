#include "cds-hooks/auth/jwk_set.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim::service::auth;
using iim::tests::key_set;
using iim::tests::Signer;

namespace {

const Signer& p384() {
    static const Signer one = Signer::ec("P-384", "p384");
    return one;
}
const Signer& p256() {
    static const Signer one = Signer::ec("P-256", "p256");
    return one;
}
const Signer& rsa() {
    static const Signer one = Signer::rsa(2048, "rsa");
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_jwk_set)

BOOST_AUTO_TEST_CASE(a_key_is_found_by_name_and_algorithm) {
    const auto set = JwkSet::parse(key_set(p384().jwk() + "," + rsa().jwk() + "," + p256().jwk()));
    BOOST_TEST_REQUIRE(set.has_value());
    BOOST_TEST(set->size() == 3U);
    BOOST_TEST(set->left_out() == 0U);
    BOOST_TEST(set->find("p384", Algorithm::es384));
    BOOST_TEST(set->find("rsa", Algorithm::rs384));
    BOOST_TEST(set->find("rsa", Algorithm::ps512));  // a key without alg serves every one that fits
    BOOST_TEST(!set->find("p384", Algorithm::es256));
    BOOST_TEST(!set->find("p384", Algorithm::rs384));
    BOOST_TEST(!set->find("rsa", Algorithm::es384));
    BOOST_TEST(!set->find("P384", Algorithm::es384));
    BOOST_TEST(!set->find("", Algorithm::es384));
}

BOOST_AUTO_TEST_CASE(alg_and_use_of_a_key_bind_it) {
    const struct {
        const Signer& signer;
        std::string_view more;
        bool want;
    } cases[] = {
        {p384(), R"("use":"sig")", true},
        {p384(), R"("use":"enc")", false},
        {p384(), R"("use":["sig"])", false},
        {p384(), R"("use":1)", false},
        {p384(), R"("use":null)", true},
        {p384(), R"("alg":"ES384")", true},
        {p384(), R"("alg":"ES256")", false},
        {p384(), R"("alg":"RS384")", false},
        {p384(), R"("alg":"none")", false},
        {p384(), R"("alg":384)", false},
        {p384(), R"("key_ops":["verify"])", true},
        {p384(), R"("key_ops":["sign","verify"])", true},
        {p384(), R"("key_ops":["sign"])", false},
        {p384(), R"("key_ops":[])", false},
        {p384(), R"("key_ops":"verify")", false},
        {p384(), R"("x5c":["MIIB"],"x5t":"a","x5u":"https://foreign.example")", true},
        {p384(), R"("d":"SeFXUXda")", false},  // private: then everybody may have it
        {rsa(), R"("d":"AQAB")", false},
        {p384(), R"("k":"AQAB")", false},
        {p384(), R"("kid":"other")", false},  // kid stands twice
        {rsa(), R"("alg":"RS384")", true},
        {rsa(), R"("alg":"RS256")", false},  // the token says RS384
    };
    for (const auto& [signer, more, want] : cases) BOOST_TEST_CONTEXT(more) {
            const auto set = JwkSet::parse(key_set(signer.jwk(more)));
            BOOST_TEST_REQUIRE(set.has_value());
            const auto algorithm = signer.kid() == "rsa" ? Algorithm::rs384 : Algorithm::es384;
            BOOST_TEST((set->find(signer.kid(), algorithm) != nullptr) == want);
        }
}

BOOST_AUTO_TEST_CASE(bad_keys_are_left_out_and_counted_and_the_others_serve) {
    const std::string good = p384().jwk();
    const std::string off_curve = R"({"kid":"off","kty":"EC","crv":"P-256","x":")" + std::string(43, 'A')
                                  + R"(","y":")" + std::string(43, 'A') + R"("})";
    const std::string_view bad[] = {
        "null",
        "1",
        R"("key")",
        "[]",
        "{}",
        R"({"kid":"a"})",
        R"({"kid":"a","kty":"oct","k":"c2VjcmV0"})",
        R"({"kid":"a","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
        R"({"kid":"a","kty":"RSA","n":"AQAB","e":"AQAB"})",
        R"({"kid":"a","kty":"RSA","n":"not base64!","e":"AQAB"})",
        R"({"kid":"a","kty":"EC","crv":"P-384","x":1,"y":2})",
        off_curve,
    };
    for (const auto each : bad) BOOST_TEST_CONTEXT(each) {
            const auto set = JwkSet::parse(key_set(std::string(each) + "," + good));
            BOOST_TEST_REQUIRE(set.has_value());
            BOOST_TEST(set->size() == 1U);
            BOOST_TEST(set->left_out() == 1U);
            BOOST_TEST(set->find("p384", Algorithm::es384));
        }
    const Signer nameless = Signer::ec("P-384", "");
    const Signer weak = Signer::rsa(1024, "weak");
    const auto set = JwkSet::parse(key_set(nameless.jwk() + "," + weak.jwk() + "," + good));
    BOOST_TEST_REQUIRE(set.has_value());
    BOOST_TEST(set->size() == 1U);
    BOOST_TEST(set->left_out() == 2U);
}

BOOST_AUTO_TEST_CASE(the_second_key_of_one_name_and_type_is_left_out) {
    const Signer again = Signer::ec("P-384", "p384");
    const Signer other_type = Signer::rsa(2048, "p384");
    const auto set = JwkSet::parse(key_set(p384().jwk() + "," + again.jwk() + "," + other_type.jwk()));
    BOOST_TEST_REQUIRE(set.has_value());
    BOOST_TEST(set->size() == 2U);
    BOOST_TEST(set->left_out() == 1U);
    const PublicKey* const first = set->find("p384", Algorithm::es384);
    BOOST_TEST_REQUIRE(first);
    BOOST_TEST(first->verifies(Algorithm::es384, "text", p384().sign("text", "ES384")));
    BOOST_TEST(set->find("p384", Algorithm::rs384));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_set_is_nothing) {
    const std::string good = p384().jwk();
    for (const std::string& text :
         {std::string(),
          std::string("{}"),
          std::string("[]"),
          std::string("null"),
          good,
          std::string(R"({"keys":{}})"),
          std::string(R"({"keys":null})"),
          "[" + good + "]",
          key_set(good) + "x",
          R"({"keys":[],"keys":[)" + good + "]}",
          std::string("<html></html>"),
          key_set(good).substr(1),
          std::string(JwkSet::most_bytes + 1, ' ')})
        BOOST_TEST(!JwkSet::parse(text).has_value(), text.substr(0, 40));
    const auto empty = JwkSet::parse(R"({"keys":[]})");
    BOOST_TEST_REQUIRE(empty.has_value());
    BOOST_TEST(empty->size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_set_without_end_is_cut) {
    std::string jwks = p384().jwk();
    const std::string members = p256().jwk_members();
    for (int i = 0; i < 200; ++i) {
        std::string each = members;
        each.replace(each.find("p256"), 4, "k" + std::to_string(i));
        jwks += ",{" + each + "}";
    }
    const auto set = JwkSet::parse(key_set(jwks));
    BOOST_TEST_REQUIRE(set.has_value());
    BOOST_TEST(set->size() == JwkSet::most_keys);
    BOOST_TEST(set->left_out() == 201 - JwkSet::most_keys);
    BOOST_TEST(set->find("p384", Algorithm::es384));
}

BOOST_AUTO_TEST_SUITE_END()

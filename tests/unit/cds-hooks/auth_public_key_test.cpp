#include "cds-hooks/auth/base64url.hpp"
#include "cds-hooks/auth/public_key.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <array>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <openssl/core_names.h>

using namespace iim::service::auth;
using iim::tests::Signer;

namespace {

constexpr std::array<std::string_view, 9> names{
    "ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"};

const Signer& signer_for(std::string_view name) {
    static const Signer p256 = Signer::ec("P-256", "a");
    static const Signer p384 = Signer::ec("P-384", "b");
    static const Signer p521 = Signer::ec("P-521", "c");
    static const Signer rsa = Signer::rsa(2048, "d");
    return name == "ES256" ? p256 : name == "ES384" ? p384 : name == "ES512" ? p521 : rsa;
}

PublicKey public_half(const Signer& signer, std::string_view name) {
    if (!name.starts_with("ES"))
        return *PublicKey::rsa(signer.number(OSSL_PKEY_PARAM_RSA_N), signer.number(OSSL_PKEY_PARAM_RSA_E));
    const std::string_view curve = name == "ES256" ? "P-256" : name == "ES384" ? "P-384" : "P-521";
    return *PublicKey::ec(
        curve, signer.number(OSSL_PKEY_PARAM_EC_PUB_X), signer.number(OSSL_PKEY_PARAM_EC_PUB_Y)
    );
}

// RFC 7515 appendix A.3.
constexpr std::string_view rfc_x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view rfc_y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view rfc_text =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
    "Ijp0cnVlfQ";
constexpr std::string_view rfc_signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

PublicKey rfc_key() {
    return *PublicKey::ec("P-256", *base64url(rfc_x), *base64url(rfc_y));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_public_key)

BOOST_AUTO_TEST_CASE(only_nine_algorithms_exist) {
    for (const auto name : names) BOOST_TEST(algorithm(name).has_value(), name);
    for (const std::string_view name :
         {"none",
          "None",
          "nOnE",
          "NONE",
          "",
          "HS256",
          "HS384",
          "HS512",
          "es384",
          "ES384 ",
          " ES384",
          "ES256K",
          "EdDSA",
          "RSA",
          "dir",
          "RS1",
          "RSA-OAEP"})
        BOOST_TEST(!algorithm(name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(the_standard_s_own_signature_holds_and_no_neighbour_of_it) {
    const PublicKey key = rfc_key();
    const std::string signature = *base64url(rfc_signature);
    BOOST_TEST(key.verifies(Algorithm::es256, rfc_text, signature));
    BOOST_TEST(!key.verifies(Algorithm::es256, std::string(rfc_text) + "x", signature));
    BOOST_TEST(!key.verifies(Algorithm::es256, rfc_text.substr(1), signature));
    for (std::size_t at = 0; at < signature.size(); ++at) {
        std::string other = signature;
        other[at] = static_cast<char>(other[at] ^ 1);
        BOOST_TEST(!key.verifies(Algorithm::es256, rfc_text, other), at);
    }
    for (const auto name : names)
        if (name != "ES256") BOOST_TEST(!key.verifies(*algorithm(name), rfc_text, signature), name);
}

// RFC 7515 appendix A.2.
BOOST_AUTO_TEST_CASE(the_standard_s_rsa_signature_holds) {
    const auto key = PublicKey::rsa(
        *base64url("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
                   "4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-"
                   "yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
                   "bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-"
                   "KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-"
                   "DWNmoudF8NAco9_"
                   "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
        *base64url("AQAB")
    );
    BOOST_TEST_REQUIRE(key.has_value());
    constexpr std::string_view text =
        "eyJhbGciOiJSUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb"
        "290Ijp0cnVlfQ";
    const std::string signature =
        *base64url("cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
                   "O8W2Fp5jujGbds9uJ"
                   "dbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
                   "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
                   "9383LcOLn6_dO--xi12jzDwusC-"
                   "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXL"
                   "IhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
    for (const auto name : names)
        BOOST_TEST(key->verifies(*algorithm(name), text, signature) == (name == "RS256"), name);
    BOOST_TEST(!key->verifies(Algorithm::rs256, text.substr(1), signature));
}

BOOST_AUTO_TEST_CASE(a_signature_holds_under_its_own_algorithm_only) {
    for (const auto signing : names) {
        const Signer& signer = signer_for(signing);
        const PublicKey key = public_half(signer, signing);
        for (int i = 0; i < 20; ++i) {  // r and s with and without leading zeros
            const std::string text = "text " + std::to_string(i);
            const std::string signature = signer.sign(text, signing);
            BOOST_TEST_REQUIRE(key.verifies(*algorithm(signing), text, signature), signing << " " << i);
            if (i > 0) continue;
            for (const auto claimed : names)
                if (claimed != signing)
                    BOOST_TEST(
                        !key.verifies(*algorithm(claimed), text, signature), signing << " as " << claimed
                    );
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_fits_the_algorithms_of_its_type_and_curve) {
    for (const auto own : names) {
        const PublicKey key = public_half(signer_for(own), own);
        for (const auto other : names) {
            const bool both_rsa = !own.starts_with("ES") && !other.starts_with("ES");
            BOOST_TEST(key.fits(*algorithm(other)) == (both_rsa || own == other), own << " " << other);
        }
    }
}

BOOST_AUTO_TEST_CASE(signatures_of_zeros_and_of_other_shapes_do_not_hold) {
    const Signer& signer = signer_for("ES384");
    const PublicKey key = public_half(signer, "ES384");
    const std::string order = *base64url(  // of P-384, FIPS 186: a multiple of it stands for zero
        "________________________________x2NNgfQ3Ld9YGg2ySLCneuzsGWrMxSlz"
    );
    const std::string real = signer.sign("text", "ES384");
    const std::string r = real.substr(0, 48);
    const std::string s = real.substr(48);
    const std::string zero(48, '\0');
    const std::string wrong[] = {
        "",
        zero + zero,
        r + zero,
        zero + s,
        order + order,
        r + order,
        order + s,
        s + r,
        r + r,
        real + '\0',
        '\0' + real,
        real.substr(0, 95),
        real.substr(1),
        r,
        std::string(96, '\xff'),
        std::string(96, '\x01'),
        '\0' + r + '\0' + s,
        signer.sign_der("text", "ES384"),
        std::string(10'000, 'a'),
    };
    BOOST_TEST(key.verifies(Algorithm::es384, "text", real));
    for (std::size_t i = 0; i < std::size(wrong); ++i)
        BOOST_TEST(!key.verifies(Algorithm::es384, "text", wrong[i]), "shape " << i);

    const Signer& rsa = signer_for("RS384");
    const PublicKey rsa_key = public_half(rsa, "RS384");
    const std::string good = rsa.sign("text", "RS384");
    BOOST_TEST(rsa_key.verifies(Algorithm::rs384, "text", good));
    const std::string bad[] = {
        "",
        std::string(256, '\0'),
        std::string(255, '\0') + '\x01',
        good.substr(1),
        '\0' + good,
        good + '\0',
        std::string(256, '\xff')};
    for (std::size_t i = 0; i < std::size(bad); ++i)
        BOOST_TEST(!rsa_key.verifies(Algorithm::rs384, "text", bad[i]), "shape " << i);
}

BOOST_AUTO_TEST_CASE(rsa_below_2048_bits_is_no_key) {
    const auto usable = [](unsigned bits) {
        const Signer signer = Signer::rsa(bits, "k");
        return PublicKey::rsa(signer.number(OSSL_PKEY_PARAM_RSA_N), signer.number(OSSL_PKEY_PARAM_RSA_E))
            .has_value();
    };
    BOOST_TEST(!usable(512));
    BOOST_TEST(!usable(1024));
    BOOST_TEST(!usable(2047));
    BOOST_TEST(usable(2048));
    BOOST_TEST(usable(3072));
}

BOOST_AUTO_TEST_CASE(numbers_that_make_no_rsa_key_are_refused) {
    const std::string n = signer_for("RS384").number(OSSL_PKEY_PARAM_RSA_N);
    const std::string e("\x01\x00\x01", 3);
    BOOST_TEST(PublicKey::rsa(n, e).has_value());
    std::string even = n;
    even.back() = static_cast<char>(even.back() & ~1);
    BOOST_TEST(!PublicKey::rsa(even, e));
    BOOST_TEST(!PublicKey::rsa("", ""));
    BOOST_TEST(!PublicKey::rsa(n, ""));
    BOOST_TEST(!PublicKey::rsa(n, std::string(1, '\0')));
    BOOST_TEST(!PublicKey::rsa(n, "\x01"));  // everything would be its own signature
    BOOST_TEST(!PublicKey::rsa(n, "\x02"));
    BOOST_TEST(!PublicKey::rsa(n, std::string(9, '\xff')));
    BOOST_TEST(!PublicKey::rsa(std::string(1025, '\xff'), e));
    BOOST_TEST(!PublicKey::rsa(std::string(256, '\0'), e));
}

BOOST_AUTO_TEST_CASE(points_that_are_not_on_the_curve_are_no_keys) {
    const std::string x = *base64url(rfc_x);
    const std::string y = *base64url(rfc_y);
    BOOST_TEST(PublicKey::ec("P-256", x, y).has_value());
    std::string near = y;
    near.back() = static_cast<char>(near.back() ^ 1);
    const std::string zero(32, '\0');
    const struct {
        std::string_view curve;
        std::string x, y;
    } cases[] = {
        {"P-256", x, near},
        {"P-256", y, x},
        {"P-256", zero, zero},
        {"P-256", x, zero},
        {"P-256", std::string(32, '\xff'), std::string(32, '\xff')},
        {"P-256", "", ""},
        {"P-256", x.substr(1), y},
        {"P-256", '\0' + x, y},
        {"P-256", x, y + '\0'},
        {"P-384", x, y},
        {"P-384", std::string(16, '\0') + x, std::string(16, '\0') + y},
        {"p-256", x, y},
        {"secp256k1", x, y},
        {"prime256v1", x, y},
        {"", x, y},
        {"P-192", x.substr(8), y.substr(8)},
    };
    for (const auto& [curve, cx, cy] : cases) BOOST_TEST(!PublicKey::ec(curve, cx, cy).has_value(), curve);
}

BOOST_AUTO_TEST_SUITE_END()

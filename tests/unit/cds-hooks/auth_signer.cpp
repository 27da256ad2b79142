#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <stdexcept>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace iim::tests {
namespace {

std::size_t width_of(std::string_view curve) {
    return curve == "P-256" ? 32 : curve == "P-384" ? 48 : 66;
}

const EVP_MD* digest_of(std::string_view algorithm) {
    const auto bits = algorithm.substr(2);
    return bits == "256" ? EVP_sha256() : bits == "384" ? EVP_sha384() : EVP_sha512();
}

void need(bool fine) {
    if (!fine) throw std::runtime_error("the test's own signing failed");
}

}  // namespace

std::string base64url_of(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto part = bytes.substr(at, 3);
        unsigned bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
        for (std::size_t i = 0; i <= part.size(); ++i) text += alphabet[bits >> (18 - 6 * i) & 63U];
    }
    return text;
}

Signer Signer::ec(std::string curve, std::string kid) {
    std::shared_ptr<EVP_PKEY> key(EVP_EC_gen(curve.c_str()), EVP_PKEY_free);
    need(key != nullptr);
    return {std::move(key), std::move(kid), std::move(curve)};
}

Signer Signer::rsa(unsigned bits, std::string kid) {
    std::shared_ptr<EVP_PKEY> key(EVP_RSA_gen(bits), EVP_PKEY_free);
    need(key != nullptr);
    return {std::move(key), std::move(kid), {}};
}

std::string Signer::sign_der(std::string_view text, std::string_view algorithm) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    need(EVP_DigestSignInit(context.get(), &options, digest_of(algorithm), nullptr, key_.get()) == 1);
    if (algorithm.starts_with("PS")) {
        need(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
        need(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    need(EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1);
    std::string made(size, '\0');
    need(
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, data, text.size())
        == 1
    );
    made.resize(size);
    return made;
}

std::string Signer::sign(std::string_view text, std::string_view algorithm) const {
    const std::string der = sign_der(text, algorithm);
    if (curve_.empty()) return der;
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free
    );
    need(pair != nullptr);
    const std::size_t width = width_of(curve_);
    std::string raw(2 * width, '\0');
    auto* out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, static_cast<int>(width));
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + width, static_cast<int>(width));
    return raw;
}

std::string Signer::number(const char* parameter) const {
    BIGNUM* raw = nullptr;
    need(EVP_PKEY_get_bn_param(key_.get(), parameter, &raw) == 1);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> value(raw, BN_free);
    std::string bytes(curve_.empty() ? static_cast<std::size_t>(BN_num_bytes(raw)) : width_of(curve_), '\0');
    BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

std::string Signer::jwk_members() const {
    const auto member = [](std::string_view name, std::string_view text) {
        return "\"" + std::string(name) + "\":\"" + std::string(text) + "\"";
    };
    const std::string start = member("kid", kid_) + ",";
    if (curve_.empty())
        return start + member("kty", "RSA") + "," + member("n", base64url_of(number(OSSL_PKEY_PARAM_RSA_N)))
               + "," + member("e", base64url_of(number(OSSL_PKEY_PARAM_RSA_E)));
    return start + member("kty", "EC") + "," + member("crv", curve_) + ","
           + member("x", base64url_of(number(OSSL_PKEY_PARAM_EC_PUB_X))) + ","
           + member("y", base64url_of(number(OSSL_PKEY_PARAM_EC_PUB_Y)));
}

std::string Signer::jwk(std::string_view more) const {
    return "{" + jwk_members() + (more.empty() ? "" : ",") + std::string(more) + "}";
}

std::string Signer::public_der() const {
    const int size = i2d_PUBKEY(key_.get(), nullptr);
    need(size > 0);
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_PUBKEY(key_.get(), &out);
    return der;
}

std::string Signer::public_pem() const {
    const std::string der = public_der();
    std::string text(der.size() * 2, '\0');
    const int size = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(der.data()),
        static_cast<int>(der.size())
    );
    text.resize(static_cast<std::size_t>(size));
    std::string pem = "-----BEGIN PUBLIC KEY-----\n";
    for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
    return pem + "-----END PUBLIC KEY-----\n";
}

std::string key_set(std::string_view jwks) {
    return R"({"keys":[)" + std::string(jwks) + "]}";
}

std::string token(
    const Signer& signer, std::string_view algorithm, std::string_view header, std::string_view payload
) {
    const std::string text = base64url_of(header) + "." + base64url_of(payload);
    return text + "." + base64url_of(signer.sign(text, algorithm));
}

}  // namespace iim::tests

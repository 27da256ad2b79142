#include "cds-hooks/auth/public_key.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace iim::service::auth {
namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* thing) const noexcept {
        Free(thing);
    }
};
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

constexpr int rsa_least_bits = 2048;
constexpr int rsa_most_bits = 8192;     // beyond it one signature costs milliseconds
constexpr int exponent_most_bits = 64;  // as OpenSSL has it for long moduli

/// OpenSSL keeps its complaints in a queue of the thread; ours must not turn up in somebody else's.
struct QuietErrors {
    QuietErrors() = default;
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { ERR_clear_error(); }
};

struct Curve {
    std::string_view name;  ///< of JOSE and of OpenSSL
    std::size_t width;      ///< bytes of a coordinate
    int bits;
};
constexpr std::array<Curve, 3> curves{{{"P-256", 32, 256}, {"P-384", 48, 384}, {"P-521", 66, 521}}};

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Number number(std::string_view text) {
    return Number(BN_bin2bn(bytes(text), static_cast<int>(text.size()), nullptr));
}

std::shared_ptr<EVP_PKEY> make_key(const char* type, OSSL_PARAM_BLD* builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext make(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    if (!parameters || !make || EVP_PKEY_fromdata_init(make.get()) != 1) return {};
    EVP_PKEY* raw = nullptr;
    const int made = EVP_PKEY_fromdata(make.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get());
    std::shared_ptr<EVP_PKEY> key(raw, EVP_PKEY_free);
    if (made != 1 || !key) return {};
    const KeyContext check(EVP_PKEY_CTX_new(key.get(), nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1) return {};
    return key;
}

enum class Scheme { ecdsa, pkcs1, pss };

struct Traits {
    Scheme scheme = Scheme::ecdsa;
    const EVP_MD* digest = nullptr;
    std::size_t curve = 0;  ///< of `curves`, for ecdsa
};

Traits traits_of(Algorithm algorithm) {
    switch (algorithm) {
    case Algorithm::es256: return {Scheme::ecdsa, EVP_sha256(), 0};
    case Algorithm::es384: return {Scheme::ecdsa, EVP_sha384(), 1};
    case Algorithm::es512: return {Scheme::ecdsa, EVP_sha512(), 2};
    case Algorithm::rs256: return {Scheme::pkcs1, EVP_sha256()};
    case Algorithm::rs384: return {Scheme::pkcs1, EVP_sha384()};
    case Algorithm::rs512: return {Scheme::pkcs1, EVP_sha512()};
    case Algorithm::ps256: return {Scheme::pss, EVP_sha256()};
    case Algorithm::ps384: return {Scheme::pss, EVP_sha384()};
    case Algorithm::ps512: return {Scheme::pss, EVP_sha512()};
    }
    return {};
}

/// JOSE writes r and s side by side; OpenSSL wants them as DER. Empty when that cannot be made.
std::string der_of(std::string_view raw) {
    const std::size_t half = raw.size() / 2;
    Number r = number(raw.substr(0, half));
    Number s = number(raw.substr(half));
    const Signature pair(ECDSA_SIG_new());
    if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    (void)r.release();  // the pair has them now
    (void)s.release();
    const int length = i2d_ECDSA_SIG(pair.get(), nullptr);
    if (length <= 0) return {};
    std::string der(static_cast<std::size_t>(length), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(pair.get(), &out);
    return der;
}

/// RFC 7518 3.5: MGF1 with the same digest, a salt as long as it.
bool use_pss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
           && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool signature_holds(EVP_PKEY* key, const Traits& traits, std::string_view text, std::string_view signature) {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;  // the digest context owns it
    if (!context || EVP_DigestVerifyInit(context.get(), &options, traits.digest, nullptr, key) != 1)
        return false;
    if (traits.scheme == Scheme::pss && !use_pss(options)) return false;
    return EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

}  // namespace

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
    const QuietErrors quiet;
    if (modulus.size() > std::size_t{rsa_most_bits} / 8
        || exponent.size() > std::size_t{exponent_most_bits} / 8)
        return {};
    const Number n = number(modulus);
    const Number e = number(exponent);
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !builder || BN_num_bits(n.get()) < rsa_least_bits) return {};
    if (!BN_is_odd(e.get()) || BN_is_one(e.get())) return {};
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1) return {};
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) return {};
    auto key = make_key("RSA", builder.get());
    if (!key) return {};
    return PublicKey(std::move(key));
}

std::optional<PublicKey> PublicKey::ec(std::string_view curve, std::string_view x, std::string_view y) {
    const QuietErrors quiet;
    for (const Curve& known : curves) {
        if (known.name != curve) continue;
        if (x.size() != known.width || y.size() != known.width) return {};
        std::string point(1, '\x04');
        point.append(x).append(y);
        const Builder builder(OSSL_PARAM_BLD_new());
        if (!builder) return {};
        if (OSSL_PARAM_BLD_push_utf8_string(
                builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, known.name.data(), known.name.size()
            )
            != 1)
            return {};
        if (OSSL_PARAM_BLD_push_octet_string(
                builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
            )
            != 1)
            return {};
        auto key = make_key("EC", builder.get());
        if (!key) return {};
        return PublicKey(std::move(key));
    }
    return {};
}

bool PublicKey::fits(Algorithm algorithm) const noexcept {
    const Traits traits = traits_of(algorithm);
    if (traits.scheme != Scheme::ecdsa) return EVP_PKEY_is_a(key_.get(), "RSA") == 1;
    return EVP_PKEY_is_a(key_.get(), "EC") == 1 && EVP_PKEY_get_bits(key_.get()) == curves[traits.curve].bits;
}

bool PublicKey::same_type(const PublicKey& other) const noexcept {
    for (const Algorithm each : {Algorithm::rs384, Algorithm::es256, Algorithm::es384, Algorithm::es512})
        if (fits(each)) return other.fits(each);
    return false;
}

bool PublicKey::verifies(Algorithm algorithm, std::string_view text, std::string_view signature) const {
    const QuietErrors quiet;
    if (!fits(algorithm)) return false;
    const Traits traits = traits_of(algorithm);
    if (traits.scheme != Scheme::ecdsa) {
        const auto length = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
        return signature.size() == length && signature_holds(key_.get(), traits, text, signature);
    }
    if (signature.size() != 2 * curves[traits.curve].width) return false;
    return signature_holds(key_.get(), traits, text, der_of(signature));
}

}  // namespace iim::service::auth

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace iim::tests {

/// What JOSE writes for bytes.
std::string base64url_of(std::string_view bytes);

/// The other party of a test: a private key that signs what it is told.
class Signer {
public:
    /// `curve`: "P-256", "P-384", "P-521".
    static Signer ec(std::string curve, std::string kid);
    static Signer rsa(unsigned bits, std::string kid);

    /// Over `text` by the algorithm of this name ("ES384", "RS256", "PS512"), as JOSE writes it.
    std::string sign(std::string_view text, std::string_view algorithm) const;
    /// The DER that ECDSA signatures have outside of JOSE.
    std::string sign_der(std::string_view text, std::string_view algorithm) const;

    /// The public half, without braces: kid, kty and numbers.
    std::string jwk_members() const;
    /// One key, one set: `more` stands among its members, ` "use": "sig"` for example.
    std::string jwk(std::string_view more = {}) const;
    std::string public_pem() const;
    std::string public_der() const;
    /// A coordinate or the modulus, as bytes.
    std::string number(const char* parameter) const;

    const std::string& kid() const noexcept { return kid_; }

private:
    Signer(std::shared_ptr<EVP_PKEY> key, std::string kid, std::string curve)
        : key_(std::move(key)), kid_(std::move(kid)), curve_(std::move(curve)) {}
    std::shared_ptr<EVP_PKEY> key_;
    std::string kid_, curve_;
};

/// {"keys": [ … ]} of JWKs already written.
std::string key_set(std::string_view jwks);

/// A token of these very texts.
std::string token(
    const Signer& signer, std::string_view algorithm, std::string_view header, std::string_view payload
);

}  // namespace iim::tests

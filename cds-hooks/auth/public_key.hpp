#pragma once

#include "cds-hooks/auth/algorithm.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <openssl/types.h>

namespace iim::service::auth {

/// A public key that may verify signatures. Copies share the key; immutable, for all threads.
class PublicKey {
public:
    /// From the numbers of a JWK. Nothing for a modulus below 2048 or above 8192 bits, or one that is no
    /// product of large primes as far as can be told.
    static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
    /// Nothing for another curve than P-256, P-384, P-521, coordinates of another length than the curve's, or
    /// a point that does not lie on it.
    static std::optional<PublicKey> ec(std::string_view curve, std::string_view x, std::string_view y);

    /// The key decides what it is used for, not the token: its type and curve must be the algorithm's.
    bool fits(Algorithm algorithm) const noexcept;
    /// Both RSA, or both on the same curve.
    bool same_type(const PublicKey& other) const noexcept;
    /// Whether `signature`, as JOSE writes it, is this key's over `text`. False when the algorithm does not
    /// fit.
    bool verifies(Algorithm algorithm, std::string_view text, std::string_view signature) const;

private:
    explicit PublicKey(std::shared_ptr<EVP_PKEY> key) noexcept : key_(std::move(key)) {}
    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace iim::service::auth

#pragma once

#include "cds-hooks/auth/algorithm.hpp"
#include "cds-hooks/auth/reason.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iim::service::auth {

/// What a token says of itself. Times are seconds since 1970; they may have fractions (RFC 7519 2).
struct Claims {
    std::string iss, jti;
    std::string tenant, sub;  ///< empty when absent
    std::vector<std::string> aud;
    double exp = 0;
    double iat = 0;
    std::optional<double> nbf;
};

/// A token of right structure. Nothing in it is proven.
struct Token {
    Algorithm algorithm{};
    std::string kid;
    std::optional<std::string> jku;
    Claims claims;
    std::string signed_text;  ///< header and payload as sent
    std::string signature;    ///< its bytes
};

/// Longest token; the spec's example has 531 bytes. A request header holds no more than this by default.
inline constexpr std::size_t most_token_bytes = 8192;
/// Longest kid, iss, jti, tenant, sub. None of them may be empty (but tenant and sub) or hold control
/// characters.
inline constexpr std::size_t most_text_bytes = 512;

/// The token of a call from the values of its Authorization fields: exactly one, of the scheme Bearer
/// (SEC-4). Header members other than alg, kid, typ, jku and crit are not looked at: a key that a token
/// brings along (jwk, x5c, x5u) is no key. Refused: any member that stands twice in header or payload.
Checked<Token> read_token(std::span<const std::string> authorization);

}  // namespace iim::service::auth

#pragma once

#include "fhir/date.hpp"

#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace iim::service::auth {

using fhir::Instant;

/// Remembers which tokens were used (SEC-11). Shared by all threads. Only tokens that passed every other
/// check are ever told to it, so nobody without a trusted key can fill it.
class ReplayStore {
public:
    ReplayStore() = default;
    virtual ~ReplayStore() = default;
    ReplayStore(const ReplayStore&) = delete;
    ReplayStore& operator=(const ReplayStore&) = delete;

    /// True for exactly one of all calls with this issuer and jti, also when they come at the same moment;
    /// false for the others. May forget the pair once `expires` is past: the token is refused by then anyway
    /// (clock skew is counted in). `issuer` and `jti` are up to 512 bytes of UTF-8 without control characters
    /// and live until the awaited call ends. Throws when it cannot tell (a database that is down); the
    /// authenticator then decides by what this process remembers.
    virtual boost::asio::awaitable<bool> first_use(
        std::string_view issuer, std::string_view jti, Instant expires
    ) = 0;
};

}  // namespace iim::service::auth

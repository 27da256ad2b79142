#pragma once

#include <cstddef>
#include <string_view>

#include <boost/system/result.hpp>

namespace iim::service::auth {

/// Why a call was not let in, in the order of the checks (SEC-17). For the service's own log and metrics
/// only: the caller is never told (SEC-13).
enum class Reason {
    no_token = 1,  ///< no Authorization field, several, or not one of Bearer
    malformed,     ///< not three parts of strict base64url and JSON, or a member missing or of a wrong type
    algorithm,     ///< not of the closed list, or not one this issuer may use
    critical_header,  ///< `crit` is there: an extension that must be understood, and is not
    unknown_issuer,
    foreign_jku,
    no_key,  ///< no usable key of that kid
    signature,
    audience,
    expired,
    lifetime,  ///< exp - iat is not positive, or longer than allowed
    not_yet,   ///< iat or nbf lies in the future
    tenant,
    replayed,
    replay_full,     ///< more used tokens to remember than memory was given
    replay_unknown,  ///< the shared store did not answer and replay_fails_closed is set
};
inline constexpr std::size_t reasons = 16;

/// A few words for the log: "the token has expired".
std::string_view text(Reason why) noexcept;

template <class T>
using Checked = boost::system::result<T, Reason>;

}  // namespace iim::service::auth

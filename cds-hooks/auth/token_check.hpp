#pragma once

#include "cds-hooks/auth/reason.hpp"
#include "cds-hooks/auth/replay.hpp"
#include "cds-hooks/auth/settings.hpp"
#include "cds-hooks/auth/token.hpp"

#include <string_view>

namespace iim::service::auth {

/// The registered client that the token names as its issuer, if the token's jku and algorithm are among that
/// client's (SEC-8). Comes before any key is looked for. Valid as long as `settings`.
Checked<const Issuer*> admit(const Token& token, const Settings& settings);

/// Audience, times, tenant, in this order (SEC-9, 10, 12, 15). `path` as in Credentials.
Checked<void> check_claims(
    const Claims& claims, const Issuer& issuer, const Settings& settings, std::string_view path, Instant now
);

/// From when on the token would be refused as expired: until then its jti is remembered.
Instant end_of(const Claims& claims, const Settings& settings);

}  // namespace iim::service::auth

#pragma once

#include "cds-hooks/auth/settings.hpp"

namespace iim::service::auth {

/// The public CDS Hooks sandbox as a client. Its private key stands in its public repository, so anybody can
/// sign as it: for the demo profile only (SEC-19). Nothing is fetched.
Issuer public_sandbox();

}  // namespace iim::service::auth

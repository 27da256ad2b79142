#pragma once

#include "cds-hooks/ehr/settings.hpp"
#include "fhir/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace iim::service::ehr {

/// Why the EHR is not asked.
enum class Denial {
    none,
    no_server,       ///< the request names none
    unknown_server,  ///< it is not one of the settings
    other_issuer,    ///< it is not bound to who calls
    no_token,        ///< there is none, and the server is not asked without
    bad_token,       ///< no Bearer token, or one that cannot stand in a header
    expired,
    other_patient,  ///< the token is for another patient than the request
    other_client,   ///< the token is for another service
    crowded,        ///< as many calls fetch as may
};
/// A word for the log: "not-fetched-token-expired".
std::string_view word_for(Denial why) noexcept;
/// What the client's developer should know, to follow "No clinical data came with the request, and ".
std::string_view sentence_for(Denial why) noexcept;

/// How the EHR may be asked for one request.
struct Access {
    Denial denial = Denial::none;
    const Server* server = nullptr;                  ///< of the settings
    std::string token;                               ///< a secret; empty: ask without
    std::optional<std::chrono::seconds> token_life;  ///< from the receipt of the request
};

/// Reads fhirServer and fhirAuthorization of a request (checklist §7). `issuer` is the proven caller's; empty
/// when nobody was asked to prove. The server's address is only ever taken from the settings.
Access access_of(fhir::Json request, std::string_view issuer, const Settings& settings);

}  // namespace iim::service::ehr

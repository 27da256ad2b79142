#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace iim::service::auth {

/// One client (an EHR) that may call, by the `iss` of its tokens.
struct Issuer {
    std::string iss;                  ///< compared as written, to the last slash
    std::vector<std::string> jku;     ///< https addresses its tokens may name for their keys, as written
    std::filesystem::path jwks_file;  ///< its key set, exchanged beforehand; with it nothing is fetched
    std::string jwks;                 ///< the same as text, for keys built in; used when no file is named
    std::vector<std::string> algorithms{"ES384", "RS384"};  ///< of the closed list (SEC-6)
    std::vector<std::string> tenants;  ///< accepted `tenant` claims; empty: the claim is not looked at
    /// Accepted `aud` besides the URL called, for clients that misname it.
    std::vector<std::string> audiences;

    bool has_own_keys() const noexcept { return !jwks_file.empty() || !jwks.empty(); }
};

/// Who may call and how that is proven. A default one asks nobody for a token.
struct Settings {
    bool required = false;           ///< calls of services and feedback need a token
    bool protect_discovery = false;  ///< so does the list of services (DSC-16)
    std::vector<Issuer> issuers;
    /// What stands in front of "/cds-services" in the address that clients call, as they write it:
    /// "https://cds.hospital.example/iim". Several when the service has several names (SEC-9).
    std::vector<std::string> public_urls;

    std::chrono::seconds skew{60};            ///< between the clocks of client and service; 60 at most
    std::chrono::seconds max_lifetime{3600};  ///< exp - iat; an hour at most

    std::chrono::seconds keys_fresh{3600};     ///< a fetched key set is fetched again after this
    std::chrono::seconds keys_usable{86'400};  ///< and, when that fails, used no longer than this
    std::chrono::seconds refetch_interval{
        30};  ///< between two fetches of one key set, whatever the tokens say
    std::chrono::milliseconds fetch_limit{2'000};  ///< for one fetch

    std::size_t replay_entries =
        500'000;  ///< used tokens held in memory (about 80 bytes each); beyond: refusal
    /// When the shared store of used tokens does not answer: false goes on with this process's memory,
    /// true refuses the call.
    bool replay_fails_closed = false;
};

/// A sentence that says which of the settings cannot be, and what to change; empty when all can.
/// Key set files are not read here.
std::string what_is_wrong(const Settings& settings);

}  // namespace iim::service::auth

#pragma once

#include "cards/profile.hpp"
#include "cds-hooks/auth/settings.hpp"
#include "cds-hooks/ehr/settings.hpp"
#include "cds-hooks/http/limits.hpp"
#include "cds-hooks/http/server.hpp"
#include "cds-hooks/http/tls.hpp"
#include "cds-hooks/store/settings.hpp"
#include "engine/facts/prefetch_keys.hpp"
#include "engine/policy.hpp"

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// Who may call. `demo` is for one machine and refuses any address but loopback; `production` refuses to
/// start unless it can tell who calls and nobody in between can read along.
enum class Profile { demo, production };

/// How the service speaks to other servers: the EHR's FHIR server, and those that hold clients' keys.
struct Outbound {
    std::filesystem::path ca_file;      ///< who signs their certificates; empty: the system's store
    bool plain_http = false;            ///< http:// as well
    std::vector<std::string> networks;  ///< private networks that may be entered
};

/// Where an operator's monitoring reads.
struct MetricsSettings {
    std::string listen;  ///< address and port; empty: nowhere
};

/// What one client is like: what it can do with cards, and what it calls our prefetch keys.
struct Client : cards::ClientProfile {
    std::vector<engine::KeyAlias> prefetch_aliases = {};
};

/// Everything a site decides. A default Config is the demo on http://127.0.0.1:8080.
struct Config {
    Profile profile = Profile::demo;
    http::Listen listen;
    unsigned threads = 0;   ///< worker threads; 0: one a core
    std::string base_path;  ///< in front of /cds-services: "" or "/iim"
    std::string timezone = "UTC";
    http::Limits limits;
    http::TlsSettings tls;
    bool tls_ends_at_proxy = false;              ///< whoever forwards the calls speaks TLS with the clients
    std::vector<std::string> cors_origins{"*"};  ///< who may call from a browser; "*": anyone
    auth::Settings auth;
    bool sandbox_may_call = false;  ///< the public sandbox, whose private key everybody can read (SEC-19)
    Outbound outbound;
    ehr::Settings ehr;
    store::Settings store;
    store::AuditSettings audit;
    MetricsSettings metrics;
    bool ballot_3 = false;          ///< what CDS Hooks 3.0 adds to the list of services
    std::filesystem::path overlay;  ///< CSV of local codes; empty: none
    Client client;
    /// The same by the issuer of the caller's token, where it differs.
    std::map<std::string, Client, std::less<>> clients;
    engine::Policy policy;
};

/// A sentence that names the key, the line and what to change.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads TOML. Unknown keys, wrong types and values out of range are refused: ConfigError. `name` stands for
/// the text in messages. load_config reads names of files as relative to the file's folder.
Config parse_config(std::string_view toml, std::string_view name);
Config load_config(const std::filesystem::path& file);

/// Who may call: config.auth, and the public sandbox where it may.
auth::Settings callers_of(const Config& config);

/// "127.0.0.1:8080", "[::1]:8080", ":8080" or "8080". Throws ConfigError.
http::Listen parse_listen(std::string_view text);

/// What only the whole configuration can show: a demo on an open address, production without authentication
/// or TLS, settings of one part that contradict each other. Throws ConfigError. Call it after command-line
/// options have been put in.
void check(const Config& config);

/// A configuration file that documents every key with its range, and sets each to its default.
std::string example_config();

}  // namespace iim::service

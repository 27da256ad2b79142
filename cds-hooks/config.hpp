#pragma once

#include "cards/profile.hpp"
#include "cds-hooks/http/limits.hpp"
#include "cds-hooks/http/server.hpp"
#include "engine/policy.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// Who may call. `demo` is for one machine and refuses any address but loopback; `production` refuses to
/// start until it can tell who calls.
enum class Profile { demo, production };

/// Everything a site decides. A default Config is the demo on http://127.0.0.1:8080.
struct Config {
    Profile profile = Profile::demo;
    http::Listen listen;
    unsigned threads = 0;   ///< worker threads; 0: one a core
    std::string base_path;  ///< in front of /cds-services: "" or "/iim"
    std::string timezone = "UTC";
    http::Limits limits;
    std::vector<std::string> cors_origins{"*"};  ///< who may call from a browser; "*": anyone
    std::filesystem::path overlay;               ///< CSV of local codes; empty: none
    cards::ClientProfile client;                 ///< what the EHR can do with cards
    engine::Policy policy;
};

/// A sentence that names the key, the line and what to change.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads TOML. Unknown keys, wrong types and values out of range are refused: ConfigError. `name` stands for
/// the text in messages. load_config reads `overlay` as relative to the file's folder.
Config parse_config(std::string_view toml, std::string_view name);
Config load_config(const std::filesystem::path& file);

/// "127.0.0.1:8080", "[::1]:8080", ":8080" or "8080". Throws ConfigError.
http::Listen parse_listen(std::string_view text);

/// What only the whole configuration can show: a demo on an open address, production without authentication,
/// an unknown time zone. Throws ConfigError. Call it after command-line options have been put in.
void check(const Config& config);

}  // namespace iim::service

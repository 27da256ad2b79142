#include "cds-hooks/config.hpp"

#include "cds-hooks/config_keys.hpp"
#include "cds-hooks/config_value.hpp"
#include "fhir/date.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

namespace iim::service {
namespace {

/// Names of files are relative to the folder of the file that names them.
void make_absolute(Config& config, const std::filesystem::path& folder) {
    std::vector<std::filesystem::path*> files{
        &config.overlay,
        &config.tls.certificate,
        &config.tls.key,
        &config.tls.client_ca,
        &config.outbound.ca_file,
        &config.store.data_dir,
        &config.store.hash_key_file,
        &config.audit.file,
    };
    for (auth::Issuer& issuer : config.auth.issuers) files.push_back(&issuer.jwks_file);
    for (std::filesystem::path* const file : files)
        if (!file->empty() && file->is_relative()) *file = folder / *file;
}

}  // namespace

Config parse_config(std::string_view toml, std::string_view name) {
    try {
        const toml::table root = toml::parse(toml, name);
        Config config;
        set_keys(config, ConfigValue(root, "", name));
        return config;
    } catch (const toml::parse_error& error) {
        throw ConfigError(
            fmt::format("{}:{}: this is not TOML: {}", name, error.source().begin.line, error.description())
        );
    }
}

Config load_config(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw ConfigError(
            fmt::format("{}: cannot be opened; check the name of the configuration", file.string())
        );
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Config config = parse_config(text, file.string());
    make_absolute(config, std::filesystem::absolute(file).parent_path());
    return config;
}

http::Listen parse_listen(std::string_view text) {
    http::Listen listen;
    const auto colon = text.rfind(':');
    std::string_view host = colon == text.npos ? std::string_view() : text.substr(0, colon);
    const std::string_view port = colon == text.npos ? text : text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    if (!host.empty()) listen.address = host;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    boost::system::error_code bad;
    boost::asio::ip::make_address(listen.address, bad);
    if (bad || port.empty() || error != std::errc() || end != port.data() + port.size())
        throw ConfigError(
            fmt::format("\"{}\" is not an address and port; write for example 127.0.0.1:8080", text)
        );
    return listen;
}

}  // namespace iim::service

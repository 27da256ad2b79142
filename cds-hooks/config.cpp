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
            fmt::format("{}: cannot be opened; check the name given with --config", file.string())
        );
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Config config = parse_config(text, file.string());
    if (config.overlay.is_relative() && !config.overlay.empty())
        config.overlay = file.parent_path() / config.overlay;
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

void check(const Config& config) {
    if (config.profile == Profile::production)
        throw ConfigError("profile = \"production\" cannot start yet: this version cannot check who calls "
                          "(TLS and JWT are missing). "
                          "Use profile = \"demo\" on this machine, with test data only.");
    if (!boost::asio::ip::make_address(config.listen.address).is_loopback())
        throw ConfigError(fmt::format(
            "the demo profile answers anyone who can reach it, so it listens on loopback addresses only, not "
            "on {}; "
            "use 127.0.0.1 or ::1",
            config.listen.address
        ));
    if (config.limits.bodies_bytes < config.limits.body_bytes)
        throw ConfigError(
            "limits.bodies_bytes, for all requests together, is smaller than limits.body_bytes, "
            "for one; make it larger"
        );
    if (!fhir::Zone::named(config.timezone))
        throw ConfigError(fmt::format("timezone \"{}\" is no time zone of this machine", config.timezone));
}

}  // namespace iim::service

#include "cds-hooks/config_keys.hpp"

#include "cds-hooks/config_section.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace iim::service {
namespace {

constexpr std::array<std::pair<std::string_view, Profile>, 2> profiles{{
    {"demo", Profile::demo},
    {"production", Profile::production},
}};

void set_listen(Config& config, const ConfigValue& value) {
    try {
        config.listen = parse_listen(value.text());
    } catch (const ConfigError& error) { value.refuse(fmt::format("cannot be read: {}", error.what())); }
}

std::string show_listen(const Config& config) {
    const bool six = config.listen.address.find(':') != std::string::npos;
    return fmt::format(
        "\"{}{}{}:{}\"", six ? "[" : "", config.listen.address, six ? "]" : "", config.listen.port
    );
}

void set_base_path(Config& config, const ConfigValue& value) {
    config.base_path = value.text();
    const std::string_view path = config.base_path;
    if (path.empty()) return;
    if (path.front() != '/' || path.back() == '/' || path.find_first_of("?#% ") != path.npos
        || path.find("//") != path.npos)
        value.refuse("must be empty or a path such as \"/iim\": a slash in front, none at the end");
}

void set_timezone(Config& config, const ConfigValue& value) {
    config.timezone = value.text();
    if (!fhir::Zone::named(config.timezone))
        value.refuse(fmt::format(
            "is \"{}\", which is no time zone; write for example \"Europe/Zurich\"", config.timezone
        ));
}

void set_public_urls(Config& config, const ConfigValue& value) {
    config.auth.public_urls = value.texts();
    for (std::string& url : config.auth.public_urls) {
        const bool web = url.starts_with("https://") || url.starts_with("http://");
        if (!web || url.find_first_of("?# \r\n") != url.npos || url.ends_with("/cds-services"))
            value.refuse(fmt::format(
                "has {}; write what clients put in front of /cds-services, such as "
                "\"https://cds.example.org/iim\"",
                toml_text(url)
            ));
        while (url.ends_with('/')) url.pop_back();
    }
}

constexpr std::array top_keys{
    keys::choice<&Config::profile, profiles>(
        "profile",
        "\"demo\" answers anybody on this machine, for test data. \"production\" starts only with TLS, "
        "[[auth.issuer]] and public_base_urls."
    ),
    Key<Config>{
        "listen",
        "Where the service listens.",
        "",
        set_listen,
        show_listen,
        [] { return std::string("numeric address and port"); }},
    Key<Config>{
        "public_base_urls",
        "What clients write in front of /cds-services. Tokens must be made for it; the Host field of a "
        "request is not believed.",
        "[\"https://cds.example.org/iim\"]",
        set_public_urls,
        [](const Config& config) { return toml_text(config.auth.public_urls); },
        [] { return std::string("a list of addresses"); }},
    keys::flag<&Config::tls_ends_at_proxy>(
        "tls_ends_at_proxy",
        "A proxy on this machine or in a network of its own speaks TLS with the clients, and this service "
        "plain HTTP with the proxy."
    ),
    Key<Config>{
        "base_path",
        "In front of /cds-services, as it arrives here.",
        "",
        set_base_path,
        [](const Config& config) { return toml_text(config.base_path); },
        [] { return std::string("empty, or a path such as \"/iim\""); }},
    keys::number<&Config::threads, 0, 256>("threads", "Threads that answer; 0: one a core."),
    Key<Config>{
        "timezone",
        "Of the hospital: dates without a time are days here.",
        "",
        set_timezone,
        [](const Config& config) { return toml_text(config.timezone); },
        [] { return std::string("a name such as \"Europe/Zurich\""); }},
    keys::flag<&Config::sandbox_may_call>(
        "public_sandbox",
        "Takes the tokens of the public CDS Hooks Sandbox. Its private key is published: anybody can pose as "
        "it. In the demo only."
    ),
};

using Sections = std::span<const Section>;

std::array<Sections, 4> all_sections() {
    return {http_sections(), trust_sections(), store_sections(), clinical_sections()};
}

const Section* find_section(std::string_view name) {
    for (const Sections part : all_sections()) {
        const auto found = std::ranges::find(part, name, &Section::name);
        if (found != part.end()) return &*found;
    }
    return nullptr;
}

[[noreturn]] void refuse_name(const ConfigValue& value) {
    std::string names;
    for (const Key<Config>& key : top_keys) names += fmt::format("{}, ", key.name);
    for (const Sections part : all_sections())
        for (const Section& one : part) names += fmt::format("[{}], ", one.name);
    names.resize(names.size() - 2);
    value.refuse(fmt::format("is not a key of this file; the keys here are: {}", names));
}

}  // namespace

void set_keys(Config& config, const ConfigValue& root) {
    for (const auto& [name, node] : root.table()) {
        const ConfigValue value = root.member(name.str(), node);
        const auto key = std::ranges::find(top_keys, name.str(), &Key<Config>::name);
        const Section* const section = find_section(name.str());
        if (key != top_keys.end())
            key->set(config, value);
        else if (section)
            section->set(config, value);
        else
            refuse_name(value);
    }
}

std::string example_config() {
    std::string out;
    write_comment(
        out,
        "Every key of iim-cds, with its range in brackets and its default. Written by `iim-cds check-config "
        "--example`; a key that is commented out has no default, and shows an example. What is not said in a "
        "configuration file has its default."
    );
    write_keys(out, Config(), std::span<const Key<Config>>(top_keys));
    for (const Sections part : all_sections())
        for (const Section& one : part) {
            write_heading(out, fmt::format("[{}]", one.name), one.about);
            one.write(out);
        }
    return out;
}

}  // namespace iim::service

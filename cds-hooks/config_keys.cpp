#include "cds-hooks/config_keys.hpp"

#include "cds-hooks/config.hpp"
#include "cds-hooks/config_value.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

#include <fmt/format.h>

namespace iim::service {
namespace {

struct Key {
    std::string_view name;
    void (*set)(Config&, const ConfigValue&);
};

std::string names_of(std::span<const Key> keys) {
    std::string names;
    for (const Key& key : keys) {
        if (!names.empty()) names += ", ";
        names += key.name;
    }
    return names;
}

void set_all(Config& config, const ConfigValue& section, std::span<const Key> keys) {
    for (const auto& [name, node] : section.table()) {
        const ConfigValue value = section.member(name.str(), node);
        const auto known = std::ranges::find(keys, name.str(), &Key::name);
        if (known == keys.end())
            value.refuse(fmt::format("is not a key of this file; the keys here are: {}", names_of(keys)));
        known->set(config, value);
    }
}

template <class Set>
void set_policy_value(const ConfigValue& value, Set set) {
    try {
        set();
    } catch (const std::invalid_argument& error) {
        value.refuse(fmt::format("cannot be taken: {}", error.what()));
    }
}

/// Policy names have dots. `"mono.min_mg" = 12` under [policy] and `min_mg = 12` under [policy.mono] are one.
void set_policy(Config& config, const ConfigValue& value, const std::string& name) {
    const toml::node& node = value.node();
    if (const auto* const table = node.as_table()) {
        for (const auto& [member, inner] : *table) {
            const std::string full =
                name.empty() ? std::string(member.str()) : fmt::format("{}.{}", name, member.str());
            set_policy(config, value.member(member.str(), inner), full);
        }
        return;
    }
    set_policy_value(value, [&] {
        if (const auto flag = node.value_exact<bool>())
            engine::set_flag(config.policy, name, *flag);
        else if (node.is_number())
            engine::set_number(config.policy, name, node.value<double>().value_or(0));
        else if (node.is_string())
            engine::set_text(config.policy, name, value.text());
        else
            engine::set_list(config.policy, name, value.texts());
    });
}

void set_profile(Config& config, const ConfigValue& value) {
    const std::string name = value.text();
    if (name != "demo" && name != "production") value.refuse("must be \"demo\" or \"production\"");
    config.profile = name == "demo" ? Profile::demo : Profile::production;
}

void set_listen(Config& config, const ConfigValue& value) {
    try {
        config.listen = parse_listen(value.text());
    } catch (const ConfigError& error) { value.refuse(fmt::format("cannot be read: {}", error.what())); }
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

void set_origins(Config& config, const ConfigValue& value) {
    config.cors_origins = value.texts();
    for (const std::string& origin : config.cors_origins) {
        if (origin == "*") continue;
        const auto host = origin.find("://");
        const bool http = origin.starts_with("http://") || origin.starts_with("https://");
        const bool bare = host != origin.npos && origin.find_first_of("/?# \r\n", host + 3) == origin.npos;
        if (!http || !bare || origin.size() == host + 3)
            value.refuse(fmt::format(
                "has \"{}\"; an origin is scheme, host and port: \"https://ehr.example.org\"", origin
            ));
    }
}

/// The order of the keys does not matter: `detail` stays what it was set to.
void set_client(Config& config, const ConfigValue& value) {
    const cards::ClientProfile* const known = cards::find_client_profile(value.text());
    std::string names;
    for (const cards::ClientProfile& each : cards::client_profiles())
        names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", each.name);
    if (!known) value.refuse(fmt::format("must be {}", names));
    const bool plain = config.client.plain_detail;
    config.client = *known;
    config.client.plain_detail = plain;
}

void set_detail(Config& config, const ConfigValue& value) {
    const std::string form = value.text();
    if (form != "markdown" && form != "text") value.refuse("must be \"markdown\" or \"text\"");
    config.client.plain_detail = form == "text";
}

template <auto Member>
void set_time(Config& config, const ConfigValue& value) {
    config.limits.*Member = value.milliseconds();
}

template <auto Member, std::int64_t min, std::int64_t max>
void set_limit(Config& config, const ConfigValue& value) {
    using Number = std::remove_reference_t<decltype(config.limits.*Member)>;
    config.limits.*Member = static_cast<Number>(value.integer(min, max));
}

void set_threads(Config& config, const ConfigValue& value) {
    config.threads = static_cast<unsigned>(value.integer(0, 256));
}

constexpr std::int64_t mebibyte = 1 << 20;

constexpr std::array limit_keys{
    Key{"header_bytes", set_limit<&http::Limits::header_bytes, 1024, mebibyte>},
    Key{"body_bytes", set_limit<&http::Limits::body_bytes, 1024, 256 * mebibyte>},
    Key{"bodies_bytes", set_limit<&http::Limits::bodies_bytes, 1024, 65'536 * mebibyte>},
    Key{"connections", set_limit<&http::Limits::connections, 1, 100'000>},
};

constexpr std::array timeout_keys{
    Key{"idle_ms", set_time<&http::Limits::idle>},
    Key{"header_ms", set_time<&http::Limits::header>},
    Key{"body_ms", set_time<&http::Limits::body>},
    Key{"write_ms", set_time<&http::Limits::write>},
    Key{"linger_ms", set_time<&http::Limits::linger>},
    Key{"drain_notice_ms", set_time<&http::Limits::drain_notice>},
    Key{"drain_grace_ms", set_time<&http::Limits::drain_grace>},
};

constexpr std::array cors_keys{
    Key{"origins", set_origins},
};

void set_overlay(Config& config, const ConfigValue& value) {
    config.overlay = value.text();
    if (config.overlay.empty()) value.refuse("must name a CSV file of local codes, such as \"site.csv\"");
}

constexpr std::array terminology_keys{
    Key{"overlay", set_overlay},
};

constexpr std::array client_keys{
    Key{"profile", set_client},
    Key{"detail", set_detail},
};

template <const auto& keys>
void set_section(Config& config, const ConfigValue& value) {
    set_all(config, value, keys);
}

void set_policy_section(Config& config, const ConfigValue& value) {
    value.table();
    set_policy(config, value, "");
}

constexpr std::array top_keys{
    Key{"profile", set_profile},
    Key{"listen", set_listen},
    Key{"threads", set_threads},
    Key{"base_path", set_base_path},
    Key{"timezone", set_timezone},
    Key{"limits", set_section<limit_keys>},
    Key{"timeouts", set_section<timeout_keys>},
    Key{"cors", set_section<cors_keys>},
    Key{"client", set_section<client_keys>},
    Key{"terminology", set_section<terminology_keys>},
    Key{"policy", set_policy_section},
};

}  // namespace

void set_keys(Config& config, const ConfigValue& root) {
    set_all(config, root, top_keys);
}

}  // namespace iim::service

#include "cds-hooks/config_client_keys.hpp"
#include "cds-hooks/config_section.hpp"

#include <array>

namespace iim::service {
namespace {

constexpr std::array discovery_keys{
    keys::flag<&Config::ballot_3>(
        "ballot_3",
        "Adds what the CDS Hooks 3.0 ballot offers to the list of services: `version`, `hookVersion`, and "
        "prefetch queries with paths into the context and today(). The contract stays 2.0.1. Only for "
        "clients "
        "that are known to read such queries: others send their text as it stands."
    ),
};

constexpr std::array terminology_keys{
    keys::file<&Config::overlay>("overlay", "A CSV table of the site's own codes: see the README.")
        .with("\"site.csv\""),
};

template <const auto& all_keys>
constexpr Section of_config(std::string_view name, std::string_view about) {
    Section made{name, about, nullptr, nullptr};
    made.set = [](Config& config, const ConfigValue& value) {
        set_all(config, value, std::span<const Key<Config>>(all_keys));
    };
    made.write = [](std::string& out) { write_keys(out, Config(), std::span<const Key<Config>>(all_keys)); };
    return made;
}

void set_policy_value(Config& config, const ConfigValue& value, const std::string& name) {
    const toml::node& node = value.node();
    try {
        if (const auto flag = node.value_exact<bool>())
            engine::set_flag(config.policy, name, *flag);
        else if (node.is_number())
            engine::set_number(config.policy, name, node.value<double>().value_or(0));
        else if (node.is_string())
            engine::set_text(config.policy, name, value.text());
        else
            engine::set_list(config.policy, name, value.texts());
    } catch (const std::invalid_argument& error) {
        value.refuse(fmt::format("cannot be taken: {}", error.what()));
    }
}

/// Policy names have dots. `"mono.min_mg" = 12` under [policy] and `min_mg = 12` under [policy.mono] are one.
void set_policy(Config& config, const ConfigValue& value, const std::string& name) {
    const auto* const table = value.node().as_table();
    if (!table) return set_policy_value(config, value, name);
    for (const auto& [member, inner] : *table) {
        const std::string full =
            name.empty() ? std::string(member.str()) : fmt::format("{}.{}", name, member.str());
        set_policy(config, value.member(member.str(), inner), full);
    }
}

std::string shown(const engine::Parameter& parameter) {
    const engine::Policy defaults;
    if (parameter.number) return fmt::format("{}", defaults.*parameter.number);
    if (parameter.flag) return defaults.*parameter.flag ? "true" : "false";
    if (parameter.choice) return toml_text(defaults.*parameter.choice);
    return toml_text(defaults.*parameter.order);
}

std::string range_of(const engine::Parameter& parameter) {
    if (parameter.number) {
        const std::string range = fmt::format("{} to {}", parameter.min, parameter.max);
        return parameter.unit.empty() ? range : fmt::format("{} {}", range, parameter.unit);
    }
    if (parameter.flag) return "true or false";
    if (parameter.order) return "the same words in another order";
    std::string names;
    for (const std::string_view one : parameter.choices)
        names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", one);
    return names;
}

void write_policy(std::string& out) {
    for (const engine::Parameter& one : engine::parameters())
        write_key(
            out, toml_text(one.name), fmt::format("{} ({})", one.used_by, range_of(one)), shown(one), true
        );
    write_heading(
        out,
        "#[policy.rule.\"steroid-monotherapy\"]",
        "Any rule, by its id, can be switched off or held to a weaker indicator; methotrexate-daily-dosing "
        "cannot."
    );
    write_key(out, "enabled", "(true or false)", "true", false);
    write_key(out, "indicator_cap", "(\"info\" or \"warning\" or \"critical\")", "\"critical\"", false);
}

constexpr std::array all{
    Section{
        "client",
        "What clients are like: what they can do with cards, and what they call things.",
        [](Config& config, const ConfigValue& value) { set_client_keys(config.client, value); },
        write_client_keys},
    of_config<discovery_keys>("discovery", "The list of services."),
    of_config<terminology_keys>("terminology", "Codes."),
    Section{
        "policy",
        "The thresholds of the rules, inside the ranges of the catalogue. Every card says which policy it "
        "was "
        "made with.",
        [](Config& config, const ConfigValue& value) {
    value.table();
    set_policy(config, value, "");
        },
        write_policy},
    };

}  // namespace

std::span<const Section> clinical_sections() {
    return all;
}

}  // namespace iim::service

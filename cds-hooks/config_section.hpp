#pragma once

#include "cds-hooks/config.hpp"
#include "cds-hooks/config_key.hpp"

#include <span>
#include <string>
#include <string_view>

namespace iim::service {

/// One [section] of the configuration file.
struct Section {
    std::string_view name;
    std::string_view about;
    void (*set)(Config&, const ConfigValue&);
    void (*write)(std::string&);  ///< appends its part of the documented example
};

/// Limits, timeouts, TLS, browsers, metrics.
std::span<const Section> http_sections();
/// Who may call; which servers the service itself may ask.
std::span<const Section> trust_sections();
/// What is kept.
std::span<const Section> store_sections();
/// What clients, codes and rules are like at a site.
std::span<const Section> clinical_sections();

/// "# a sentence" in lines of a hundred characters.
void write_comment(std::string& out, std::string_view text);
/// "[limits]" with what it is about.
void write_heading(std::string& out, std::string_view heading, std::string_view about);
void write_key(
    std::string& out, std::string_view name, std::string_view about, std::string_view value, bool in_force
);

/// Each key with its sentence, range and default. A key whose default says nothing is commented out, and so
/// are those of a table that may stand several times (`none_yet`).
template <class T>
void write_keys(std::string& out, const T& defaults, std::span<const Key<T>> keys, bool none_yet = false) {
    for (const Key<T>& key : keys) {
        const std::string about = fmt::format("{} ({})", key.about, key.range());
        const bool in_force = !none_yet && key.example.empty();
        write_key(out, key.name, about, key.example.empty() ? key.show(defaults) : key.example, in_force);
    }
}

/// A section whose keys are members of one member of Config.
template <auto Member, const auto& all>
constexpr Section section(std::string_view name, std::string_view about) {
    using T = keys::Value<Member>;
    Section made{name, about, nullptr, nullptr};
    made.set = [](Config& config, const ConfigValue& value) {
        set_all(config.*Member, value, std::span<const Key<T>>(all));
    };
    made.write = [](std::string& out) {
        const Config defaults;
        write_keys(out, defaults.*Member, std::span<const Key<T>>(all));
    };
    return made;
}

}  // namespace iim::service

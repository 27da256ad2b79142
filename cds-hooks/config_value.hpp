#pragma once

#include "cds-hooks/config.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace iim::service {

/// One value of the configuration with what a message about it needs: its full key and its line.
class ConfigValue {
public:
    ConfigValue(const toml::node& node, std::string key, std::string_view file)
        : node_(&node), key_(std::move(key)), file_(file) {}

    const toml::node& node() const noexcept { return *node_; }
    const std::string& key() const noexcept { return key_; }
    /// The member of a table.
    ConfigValue member(std::string_view name, const toml::node& node) const;

    std::string text() const;
    std::string some_text() const;  ///< not empty
    bool boolean() const;
    std::vector<std::string> texts() const;
    std::int64_t integer(std::int64_t min, std::int64_t max) const;
    const toml::table& table() const;
    /// [[name]], once or several times.
    const toml::array& tables() const;
    /// An element of a list.
    ConfigValue element(const toml::node& node) const { return {node, key_, file_}; }

    /// "iim-cds.toml:12: limits.body_bytes must be …"
    [[noreturn]] void refuse(std::string_view what_to_change) const;

private:
    const toml::node* node_;
    std::string key_;
    std::string_view file_;
};

}  // namespace iim::service

#include "cds-hooks/config_value.hpp"

#include <fmt/format.h>

namespace iim::service {

ConfigValue ConfigValue::member(std::string_view name, const toml::node& node) const {
    return {node, key_.empty() ? std::string(name) : fmt::format("{}.{}", key_, name), file_};
}

void ConfigValue::refuse(std::string_view what_to_change) const {
    throw ConfigError(fmt::format("{}:{}: {} {}", file_, node_->source().begin.line, key_, what_to_change));
}

std::string ConfigValue::text() const {
    const auto* const text = node_->as_string();
    if (!text) refuse("must be a text in quotes");
    return text->get();
}

std::vector<std::string> ConfigValue::texts() const {
    const auto* const list = node_->as_array();
    if (!list) refuse("must be a list of texts, for example [\"a\", \"b\"]");
    std::vector<std::string> all;
    for (const toml::node& one : *list) {
        const auto* const text = one.as_string();
        if (!text) refuse("must be a list of texts, for example [\"a\", \"b\"]");
        all.push_back(text->get());
    }
    return all;
}

std::int64_t ConfigValue::integer(std::int64_t min, std::int64_t max) const {
    const auto* const number = node_->as_integer();
    if (!number || number->get() < min || number->get() > max)
        refuse(fmt::format("must be a whole number from {} to {}", min, max));
    return number->get();
}

std::chrono::milliseconds ConfigValue::milliseconds() const {
    return std::chrono::milliseconds(integer(0, 3'600'000));
}

const toml::table& ConfigValue::table() const {
    const auto* const table = node_->as_table();
    if (!table) refuse(fmt::format("must be a section: [{}]", key_));
    return *table;
}

}  // namespace iim::service

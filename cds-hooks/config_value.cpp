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

std::string ConfigValue::some_text() const {
    std::string got = text();
    if (got.empty()) refuse("is empty; leave the key out, or give it a value");
    return got;
}

bool ConfigValue::boolean() const {
    const auto* const flag = node_->as_boolean();
    if (!flag) refuse("must be true or false, without quotes");
    return flag->get();
}

std::int64_t ConfigValue::integer(std::int64_t min, std::int64_t max) const {
    const auto* const number = node_->as_integer();
    if (!number) refuse(fmt::format("must be a whole number from {} to {}", min, max));
    if (number->get() < min || number->get() > max)
        refuse(fmt::format("is {}; it must be a whole number from {} to {}", number->get(), min, max));
    return number->get();
}

const toml::table& ConfigValue::table() const {
    const auto* const table = node_->as_table();
    if (!table) refuse(fmt::format("must be a section: [{}]", key_));
    return *table;
}

const toml::array& ConfigValue::tables() const {
    const auto* const list = node_->as_array();
    if (!list || !list->is_array_of_tables()) refuse(fmt::format("must be written as [[{}]]", key_));
    return *list;
}

}  // namespace iim::service

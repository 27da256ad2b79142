#pragma once

#include "cds-hooks/config_value.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

namespace iim::service {

/// One key of the configuration file: how it is read, and what the documentation says of it. `T` is what it
/// is a member of. Range and default are taken from the code, so that they cannot differ from it.
template <class T>
struct Key {
    std::string_view name;
    std::string_view about;         ///< a sentence or two
    std::string_view example = {};  ///< TOML, where the default shows nothing
    void (*set)(T&, const ConfigValue&) = nullptr;
    std::string (*show)(const T&) = nullptr;  ///< the value as TOML
    std::string (*range)() = nullptr;

    constexpr Key with(std::string_view toml) const {
        Key same = *this;
        same.example = toml;
        return same;
    }
};

/// Sets each member of a table by its key, but for the table `inner`. Refused: a name that is none.
template <class T>
void set_all(T& to, const ConfigValue& table, std::span<const Key<T>> keys, std::string_view inner = {}) {
    for (const auto& [name, node] : table.table()) {
        if (name.str() == inner) continue;
        const ConfigValue value = table.member(name.str(), node);
        const auto known = std::ranges::find(keys, name.str(), &Key<T>::name);
        if (known == keys.end()) {
            std::string names;
            for (const Key<T>& key : keys) names += fmt::format("{}{}", names.empty() ? "" : ", ", key.name);
            value.refuse(fmt::format("is not a key of this file; the keys here are: {}", names));
        }
        known->set(to, value);
    }
}

/// As TOML writes them.
std::string toml_text(std::string_view text);
std::string toml_text(const std::vector<std::string>& texts);

namespace keys {

template <class T, class V>
T owner_of(V T::*);
template <class T, class V>
V value_of(V T::*);
template <auto Member>
using Owner = decltype(owner_of(Member));
template <auto Member>
using Value = decltype(value_of(Member));

/// A whole number, or a time in the unit of its type.
template <auto Member, std::int64_t min, std::int64_t max>
constexpr Key<Owner<Member>> number(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    using V = Value<Member>;
    Key<T> key{name, about};
    key.set = [](T& to, const ConfigValue& value) {
        const std::int64_t got = value.integer(min, max);
        if constexpr (std::is_arithmetic_v<V>)
            to.*Member = static_cast<V>(got);
        else
            to.*Member = V(got);
    };
    key.show = [](const T& from) {
        if constexpr (std::is_arithmetic_v<V>)
            return fmt::format("{}", from.*Member);
        else
            return fmt::format("{}", (from.*Member).count());
    };
    key.range = [] { return fmt::format("{} to {}", min, max); };
    return key;
}

template <auto Member>
constexpr Key<Owner<Member>> flag(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    Key<T> key{name, about};
    key.set = [](T& to, const ConfigValue& value) { to.*Member = value.boolean(); };
    key.show = [](const T& from) { return std::string(from.*Member ? "true" : "false"); };
    key.range = [] { return std::string("true or false"); };
    return key;
}

/// Text that must not be empty.
template <auto Member>
constexpr Key<Owner<Member>> text(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    Key<T> key{name, about};
    key.set = [](T& to, const ConfigValue& value) { to.*Member = value.some_text(); };
    key.show = [](const T& from) { return toml_text(from.*Member); };
    key.range = [] { return std::string("a text"); };
    return key;
}

template <auto Member>
constexpr Key<Owner<Member>> texts(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    Key<T> key{name, about};
    key.set = [](T& to, const ConfigValue& value) { to.*Member = value.texts(); };
    key.show = [](const T& from) { return toml_text(from.*Member); };
    key.range = [] { return std::string("a list of texts"); };
    return key;
}

/// Relative names begin at the configuration file's folder.
template <auto Member>
constexpr Key<Owner<Member>> file(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    Key<T> key{name, about};
    key.set = [](T& to, const ConfigValue& value) { to.*Member = value.some_text(); };
    key.show = [](const T& from) { return toml_text((from.*Member).string()); };
    key.range = [] { return std::string("the name of a file or folder, relative to this file"); };
    return key;
}

/// The words of an array of pairs of word and value, for people: "\"a\" or \"b\"".
std::string names_of(const auto& words) {
    std::string names;
    for (const auto& [word, meaning] : words)
        names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", word);
    return names;
}

/// One of the words of `words`, an array of pairs of word and value.
template <auto Member, const auto& words>
constexpr Key<Owner<Member>> choice(std::string_view name, std::string_view about) {
    using T = Owner<Member>;
    Key<T> key{name, about};
    key.range = [] { return names_of(words); };
    key.set = [](T& to, const ConfigValue& value) {
        const std::string got = value.text();
        for (const auto& [word, meaning] : words)
            if (word == got) {
                to.*Member = meaning;
                return;
            }
        value.refuse(fmt::format("is {}; it must be {}", toml_text(got), names_of(words)));
    };
    key.show = [](const T& from) -> std::string {
        for (const auto& [word, meaning] : words)
            if (from.*Member == meaning) return toml_text(word);
        return std::string();
    };
    return key;
}

}  // namespace keys
}  // namespace iim::service

#include "engine/facts/prefetch_keys.hpp"

#include "engine/facts/words.hpp"

#include <algorithm>

namespace iim::engine {

std::string folded_key(std::string_view key) {
    if (key.ends_with("-user")) key.remove_suffix(5);
    std::string folded;
    for (const char c : key)
        if (c != '-' && c != '_' && c != ' ') folded += lower_ascii(c);
    return folded;
}

std::optional<Kind> PrefetchKeys::kind_of(std::string_view key) const noexcept {
    const KeyAlias* const found = alias(key);
    if (!found) return kind_of_key(key);
    return holds(found->key) ? std::nullopt : kind_of_key(found->key);
}

std::size_t PrefetchKeys::beside_their_key() const noexcept {
    if (aliases_.empty()) return 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < prefetch_.member_count(); ++i) {
        const KeyAlias* const found = alias(prefetch_.member(i).name);
        if (found && holds(found->key)) ++count;
    }
    return count;
}

const KeyAlias* PrefetchKeys::alias(std::string_view key) const noexcept {
    const auto found =
        std::ranges::find_if(aliases_, [&](const KeyAlias& one) { return is_key(key, one.name); });
    return found == aliases_.end() ? nullptr : &*found;
}

bool PrefetchKeys::holds(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < prefetch_.member_count(); ++i)
        if (is_key(prefetch_.member(i).name, name)) return true;
    return false;
}

}  // namespace iim::engine

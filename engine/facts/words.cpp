#include "engine/facts/words.hpp"

#include <algorithm>

namespace iim::engine {

namespace {

constexpr bool is_word(char c) noexcept {
    const char low = lower_ascii(c);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

std::size_t find_part(std::string_view text, std::string_view part) noexcept {
    if (part.empty() || text.size() < part.size()) return text.npos;
    const char first = lower_ascii(part.front());
    for (std::size_t at = 0; at <= text.size() - part.size(); ++at)
        if (lower_ascii(text[at]) == first && equals_words(text.substr(at, part.size()), part)) return at;
    return text.npos;
}

}  // namespace

bool equals_words(std::string_view text, std::string_view word) noexcept {
    return std::ranges::equal(text, word, {}, lower_ascii, lower_ascii);
}

bool equals_name(std::string_view text, std::string_view name) noexcept {
    return std::ranges::equal(text, name, {}, [](char c) { return c == '-' ? ' ' : lower_ascii(c); });
}

bool has_part(std::string_view text, std::string_view part) noexcept {
    return find_part(text, part) != text.npos;
}

bool has_words(std::string_view text, std::string_view phrase) noexcept {
    while (text.size() >= phrase.size()) {
        const auto at = find_part(text, phrase);
        if (at == text.npos) return false;
        const auto after = at + phrase.size();
        const bool starts = at == 0 || !is_word(text[at - 1]);
        if (starts && (after == text.size() || !is_word(text[after]))) return true;
        text.remove_prefix(at + 1);
    }
    return false;
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace iim::engine

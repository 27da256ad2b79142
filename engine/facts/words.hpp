#pragma once

#include <string_view>

namespace iim::engine {

/// Plain comparisons of short texts that a record holds. ASCII case only; no locale, no allocation.
constexpr char lower_ascii(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool equals_words(std::string_view text, std::string_view word) noexcept;

/// `text` is `name` (in lower case, with blanks for hyphens): "Inclusion-body myositis".
bool equals_name(std::string_view text, std::string_view name) noexcept;

/// `phrase` stands in `text` as whole words: "iv" is in "IV push", not in "given".
bool has_words(std::string_view text, std::string_view phrase) noexcept;

/// `part` (in lower case) stands anywhere in `text`.
bool has_part(std::string_view text, std::string_view part) noexcept;

std::string_view trimmed(std::string_view text) noexcept;

}  // namespace iim::engine

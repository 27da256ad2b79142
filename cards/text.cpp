#include "cards/text.hpp"

#include <algorithm>

namespace iim::cards {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;  ///< 0: not UTF-8
};

constexpr bool continues(unsigned char byte) noexcept {
    return (byte & 0xC0u) == 0x80u;
}

/// The code point at the start of `text`, refusing overlong forms, surrogates and values beyond U+10FFFF.
CodePoint decode(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
    char32_t value = lead & (0xFFu >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (!continues(byte)) return {};
        value = (value << 6) | (byte & 0x3Fu);
    }
    constexpr char32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < lowest[bytes] || surrogate || value > 0x10FFFF) return {};
    return {value, bytes};
}

bool is_space(char32_t c) noexcept {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029;
}

/// Bidirectional controls and characters that show nothing. The joiners U+200C and U+200D stay: scripts need
/// them.
bool is_hidden(char32_t c) noexcept {
    const bool direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
                           || (c >= 0x2066 && c <= 0x206F);
    const bool invisible = c == 0x00AD || c == 0x180E || c == 0x200B || (c >= 0x2060 && c <= 0x2065)
                           || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
    return direction || invisible;
}

/// Bytes before the first `count` code points end, or all of them.
std::size_t prefix_of(std::string_view utf8, std::size_t count) noexcept {
    std::size_t at = 0;
    for (; at < utf8.size(); ++at) {
        if (continues(static_cast<unsigned char>(utf8[at]))) continue;
        if (count-- == 0) break;
    }
    return at;
}

/// True for printable ASCII with single spaces between words: what most lines are, and what stays as it is.
bool is_tidy(std::string_view text) noexcept {
    char before = ' ';
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E
            || (c == ' ' && before == ' '))
            return false;
        before = c;
    }
    return text.empty() || before != ' ';
}

}  // namespace

std::string one_line(std::string_view text) {
    if (is_tidy(text)) return std::string(text);
    std::string line;
    line.reserve(text.size());
    bool gap = false;
    while (!text.empty()) {
        const CodePoint next = decode(text);
        const std::string_view bytes = next.bytes ? text.substr(0, next.bytes) : replacement;
        text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
        if (next.bytes && is_hidden(next.value)) continue;
        if (next.bytes && is_space(next.value)) {
            gap = true;
            continue;
        }
        if (gap && !line.empty()) line += ' ';
        gap = false;
        line += bytes;
    }
    return line;
}

std::size_t code_points(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) {
        return !continues(static_cast<unsigned char>(c));
    }));
}

std::string shorten(std::string_view text, std::size_t limit) {
    std::string line = one_line(text);
    if (line.size() <= limit || code_points(line) <= limit) return line;
    constexpr std::string_view dots = "...";
    const std::size_t room = prefix_of(line, limit - dots.size());
    // A space right behind the room ends a whole word too.
    const std::size_t space = line.rfind(' ', room);
    std::size_t end = space == std::string::npos || space < room / 2 ? room : space;
    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == ',')) --end;
    line.resize(end);
    line += dots;
    return line;
}

}  // namespace iim::cards

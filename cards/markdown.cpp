#include "cards/markdown.hpp"

#include "cards/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace iim::cards::markdown {
namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_word(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// What the name of a scheme, a host or a mailbox is made of.
constexpr bool is_name(char c) noexcept {
    return is_word(c) || c == '.' || c == '_' || c == '+' || c == '-';
}
/// What may follow in an address and is safe in a code span, whatever a renderer makes of it.
constexpr bool is_address(char c) noexcept {
    constexpr std::string_view others = ":/?#@!$'(),;=%";
    return is_name(c) || others.find(c) != std::string_view::npos;
}

template <class Is>
std::size_t run_length(std::string_view text, Is is) noexcept {
    const auto end = std::ranges::find_if_not(text, is);
    return static_cast<std::size_t>(end - text.begin());
}

bool holds_www(std::string_view name) noexcept {
    constexpr std::string_view www = "www.";
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    return std::search(name.begin(), name.end(), www.begin(), www.end(), same) != name.end();
}

/// Length of the web or mail address that begins with the name run at the start of `text`; 0 when there is
/// none.
std::size_t address_length(std::string_view text, std::size_t name) noexcept {
    const std::string_view rest = text.substr(name);
    const bool scheme = rest.starts_with("://");
    const bool mailbox = rest.size() > 1 && rest[0] == '@' && is_word(rest[1]);
    if (!scheme && !mailbox && !holds_www(text.substr(0, name))) return 0;
    std::size_t length = run_length(text, is_address);
    constexpr std::string_view sentence = ".,;:!?)'";
    while (length > 1 && sentence.find(text[length - 1]) != std::string_view::npos) --length;
    return length;
}

/// Appends what makes the first character of a block harmless (list, heading, rule, setext line) and returns
/// how much of `text` that took.
std::size_t append_block_start(std::string& out, std::string_view text) {
    const auto at = [text](std::size_t index) { return index < text.size() ? text[index] : ' '; };
    const char first = at(0);
    if (first == '>') {
        out += "&gt;";
        return 1;
    }
    const bool dash = first == '-' && !is_word(at(1));
    const bool plus = first == '+' && !is_word(at(1));
    if (dash || plus || first == '#' || first == '=') {
        out += '\\';
        out += first;
        return 1;
    }
    const std::size_t digits = run_length(text, is_digit);
    const bool numbered = digits > 0 && (at(digits) == '.' || at(digits) == ')') && at(digits + 1) == ' ';
    if (!numbered) return 0;
    out.append(text, 0, digits);
    out += '\\';
    out += at(digits);
    return digits + 1;
}

constexpr std::string_view active = "\\`*_[]|~";

constexpr auto unsafe = [] {
    std::array<bool, 256> table{};
    for (const char c : active) table[static_cast<unsigned char>(c)] = true;
    for (const char c : std::string_view("<&@")) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

/// True when nothing in `line` is active: most lines.
bool is_inert(std::string_view line) noexcept {
    char before = ' ';
    for (const char c : line) {
        const bool scheme = before == ':' && c == '/';
        const bool www = (before | 0x20) == 'w' && (c | 0x20) == 'w';
        if (unsafe[static_cast<unsigned char>(c)] || scheme || www) return false;
        before = c;
    }
    return true;
}

/// Appends one character outside an address. `next` is the one behind it.
void append_character(std::string& out, char c, char next) {
    if (c == '<') {
        out += "&lt;";
    } else if (c == '&' && (is_word(next) || next == '#')) {
        out += "&amp;";
    } else {
        if (active.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
}

}  // namespace

void append(std::string& out, std::string_view text, Place place) {
    const std::string line = shorten(text, line_limit);
    std::string_view rest = line;
    if (place == Place::line_start) rest.remove_prefix(append_block_start(out, rest));
    if (is_inert(rest)) {
        out += rest;
        return;
    }
    while (!rest.empty()) {
        const std::size_t name = run_length(rest, is_name);
        if (const std::size_t address = name ? address_length(rest, name) : 0) {
            out += '`';
            out.append(rest, 0, address);
            out += '`';
            rest.remove_prefix(address);
            continue;
        }
        const std::size_t plain = std::max<std::size_t>(name, 1);
        for (std::size_t at = 0; at < plain; ++at)
            append_character(out, rest[at], at + 1 < rest.size() ? rest[at + 1] : ' ');
        rest.remove_prefix(plain);
    }
}

std::string escape(std::string_view text, Place place) {
    std::string out;
    out.reserve(text.size() + 16);
    append(out, text, place);
    return out;
}

}  // namespace iim::cards::markdown

#include "fhir/json_text.hpp"

#include <algorithm>
#include <cstring>

#include <simdjson.h>

namespace iim::fhir {
namespace {

constexpr std::size_t unicode_escape = 6;  // \uXXXX

/// Slow: for error messages only.
std::size_t first_bad_utf8(std::string_view body) noexcept {
    std::size_t at = 0;
    while (at < body.size()) {
        const auto lead = static_cast<unsigned char>(body[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string_view one = body.substr(at, length);
        if (!simdjson::validate_utf8(one.data(), one.size())) return at;
        at += length;
    }
    return at;
}

/// The half of a surrogate pair that a `\uXXXX` escape names by its second hex digit: 1, 2, or 0 for none.
int surrogate_half(std::string_view escape) noexcept {
    if (escape.size() < unicode_escape || escape[1] != 'u' || (escape[2] != 'd' && escape[2] != 'D'))
        return 0;
    const char digit = escape[3];
    if (digit == '8' || digit == '9' || digit == 'a' || digit == 'A' || digit == 'b' || digit == 'B')
        return 1;
    return (digit >= 'c' && digit <= 'f') || (digit >= 'C' && digit <= 'F') ? 2 : 0;
}

/// A backslash is legal in JSON only inside a string, so escapes can be walked without knowing the grammar.
/// A first half without its second is left to the parser, which refuses it.
std::optional<std::size_t> lone_second_half(std::string_view body) noexcept {
    std::size_t at = body.find('\\');
    while (at != std::string_view::npos) {
        const int half = surrogate_half(body.substr(at));
        if (half == 2) return at;
        const bool pair = half == 1 && surrogate_half(body.substr(at + unicode_escape)) == 2
                          && body[at + unicode_escape] == '\\';
        at = body.find('\\', at + (pair ? 2 * unicode_escape : 2));
    }
    return {};
}

}  // namespace

std::optional<TextFault> text_fault(std::string_view body) noexcept {
    if (const auto nul = body.find('\0'); nul != std::string_view::npos)
        return TextFault{JsonError::embedded_nul, nul};
    if (!simdjson::validate_utf8(body.data(), body.size()))
        return TextFault{JsonError::bad_utf8, first_bad_utf8(body)};
    if (const auto escape = lone_second_half(body)) return TextFault{JsonError::bad_utf8, *escape};
    return {};
}

}  // namespace iim::fhir

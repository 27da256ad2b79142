#include "fhir/quantity_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

namespace iim::fhir {
namespace {

struct Bound {
    std::string_view text;
    char comparator;
};

/// Longest first where one holds another.
constexpr Bound bounds[] = {
    {"<=", '<'},
    {">=", '>'},
    {"<", '<'},
    {">", '>'},
    {"\u2264", '<'},
    {"\u2265", '>'},
};

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

char take_bound(std::string_view& text) noexcept {
    for (const Bound& one : bounds) {
        if (!text.starts_with(one.text)) continue;
        text = trimmed(text.substr(one.text.size()));
        return one.comparator;
    }
    return {};
}

/// "2.83" and "2,83". Three digits after the mark may be thousands; only after a nought they cannot.
std::optional<double> number(std::string_view text) noexcept {
    constexpr std::size_t longest = 18, of_thousands = 3;
    constexpr std::string_view marks = ".,";
    if (text.empty() || text.size() > longest || marks.find(text.front()) != std::string_view::npos)
        return {};
    std::array<char, longest> digits{};
    std::copy(text.begin(), text.end(), digits.begin());
    if (const std::size_t mark = text.find_first_of(marks); mark != std::string_view::npos) {
        const std::string_view after = text.substr(mark + 1);
        const bool two_ways = after.size() == of_thousands && text.substr(0, mark) != "0";
        if (after.empty() || two_ways || after.find_first_of(marks) != std::string_view::npos) return {};
        digits.at(mark) = '.';
    }
    double value = 0;
    const char* const end = digits.data() + text.size();
    const auto read = std::from_chars(digits.data(), end, value, std::chars_format::fixed);
    return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

}  // namespace

Quantity quantity_in_words(std::string_view text) noexcept {
    Quantity read;
    text = trimmed(text);
    read.comparator = take_bound(text);
    const std::size_t end = std::min(text.find_first_not_of("0123456789.,"), text.size());
    read.value = number(text.substr(0, end));
    if (!read.value) return {};
    read.unit = read.printed = trimmed(text.substr(end));
    return read;
}

}  // namespace iim::fhir

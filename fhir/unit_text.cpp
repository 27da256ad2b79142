#include "fhir/unit_text.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

/// A sign beyond ASCII that stands in printed units. A raised digit after a digit is an exponent (10⁹); after
/// a letter it belongs to the letter (m²).
struct Sign {
    std::string_view utf8;
    char plain;
    bool raised = false;
};

constexpr Sign signs[] = {
    {"\u00B5", 'u'},
    {"\u03BC", 'u'},
    {"\u00D7", 'x'},
    {"\u00A0", ' '},
    {"\u2009", ' '},
    {"\u202F", ' '},
    {"\u2070", '0', true},
    {"\u00B9", '1', true},
    {"\u00B2", '2', true},
    {"\u00B3", '3', true},
    {"\u2074", '4', true},
    {"\u2075", '5', true},
    {"\u2076", '6', true},
    {"\u2077", '7', true},
    {"\u2078", '8', true},
    {"\u2079", '9', true},
};

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

}  // namespace

bool UnitText::push(char c) noexcept {
    if (size_ == letters_.size()) return false;
    letters_[size_++] = c;
    return true;
}

bool UnitText::ends_with_digit() const noexcept {
    return size_ > 0 && is_digit(letters_[size_ - 1]);
}

std::optional<UnitText> UnitText::plain(std::string_view text) noexcept {
    UnitText unit;
    bool raised = false;  // the sign before
    while (!text.empty()) {
        const auto* const sign = std::find_if(std::begin(signs), std::end(signs), [&](const Sign& one) {
            return text.starts_with(one.utf8);
        });
        const bool special = sign != std::end(signs);
        const char c = special ? sign->plain : text.front();
        const bool exponent = special && sign->raised && !raised && unit.ends_with_digit();
        if (exponent && !unit.push('^')) return {};
        if (c != ' ' && !unit.push(c)) return {};
        raised = special && sign->raised;
        text.remove_prefix(special ? sign->utf8.size() : 1);
    }
    return unit;
}

UnitText UnitText::lower() const noexcept {
    UnitText copy = *this;
    for (std::size_t i = 0; i < size_; ++i)
        if (char& c = copy.letters_[i]; c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return copy;
}

bool UnitText::has_lower_case() const noexcept {
    return std::any_of(view().begin(), view().end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace iim::fhir

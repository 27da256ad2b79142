#include "fhir/unit_text.hpp"

#include <algorithm>
#include <utility>

namespace iim::fhir {
namespace {

/// Signs beyond ASCII that stand in printed units; two bytes each in UTF-8.
constexpr std::array<std::pair<std::string_view, char>, 4> signs{{
    {"\u00B5", 'u'},
    {"\u03BC", 'u'},
    {"\u00B2", '2'},
    {"\u00B3", '3'},
}};

}  // namespace

bool UnitText::push(char c) noexcept {
    if (size_ == letters_.size()) return false;
    letters_[size_++] = c;
    return true;
}

std::optional<UnitText> UnitText::plain(std::string_view text) noexcept {
    UnitText unit;
    while (!text.empty()) {
        const auto sign = std::find_if(signs.begin(), signs.end(), [&](const auto& one) {
            return text.starts_with(one.first);
        });
        const bool special = sign != signs.end();
        const char c = special ? sign->second : text.front();
        if (c != ' ' && !unit.push(c)) return {};
        text.remove_prefix(special ? sign->first.size() : 1);
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

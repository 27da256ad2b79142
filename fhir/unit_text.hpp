#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace iim::fhir {

/// A unit as people and machines spell it, without spaces and with ASCII letters only: µ is u, × is x, m² is
/// m2 and 10⁹ is 10^9. No allocation.
class UnitText {
public:
    /// Nothing when the text is longer than any unit on the lists.
    static std::optional<UnitText> plain(std::string_view text) noexcept;

    std::string_view view() const noexcept { return {letters_.data(), size_}; }
    UnitText lower() const noexcept;
    bool has_lower_case() const noexcept;

private:
    bool push(char c) noexcept;
    bool ends_with_digit() const noexcept;
    std::array<char, 48> letters_{};
    std::size_t size_ = 0;
};

}  // namespace iim::fhir

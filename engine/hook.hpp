#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace iim::engine {

/// The moments of care at which an EHR asks (RULES 4.2, checklist §14). A bit each.
enum class Hook : std::uint16_t {
    patient_view = 1,
    order_select = 2,
    order_sign = 4,
    order_dispatch = 8,
    medication_refill = 16,
    encounter_start = 32,
    encounter_discharge = 64,
    problem_list_item_create = 128,
    allergyintolerance_create = 256,
};

/// A set of hooks.
struct Hooks {
    std::uint16_t bits = 0;
    constexpr Hooks() = default;
    constexpr Hooks(Hook one) noexcept
        : bits(static_cast<std::uint16_t>(one)) {}  // NOLINT: one hook is a set of one
    constexpr Hooks operator|(Hooks other) const noexcept {
        Hooks both;
        both.bits = static_cast<std::uint16_t>(bits | other.bits);
        return both;
    }
    constexpr bool has(Hook one) const noexcept { return (bits & static_cast<std::uint16_t>(one)) != 0; }
};
constexpr Hooks operator|(Hook a, Hook b) noexcept {
    return Hooks(a) | Hooks(b);
}

/// "order-sign"
std::string_view to_string(Hook) noexcept;
std::optional<Hook> parse_hook(std::string_view name) noexcept;

/// True for hooks whose context carries draft orders.
constexpr bool is_order_hook(Hook hook) noexcept {
    return hook == Hook::order_select || hook == Hook::order_sign;
}

}  // namespace iim::engine

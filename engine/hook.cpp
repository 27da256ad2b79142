#include "engine/hook.hpp"

#include <array>
#include <utility>

namespace iim::engine {
namespace {

constexpr std::array<std::pair<Hook, std::string_view>, 9> names{{
    {Hook::patient_view, "patient-view"},
    {Hook::order_select, "order-select"},
    {Hook::order_sign, "order-sign"},
    {Hook::order_dispatch, "order-dispatch"},
    {Hook::medication_refill, "medication-refill"},
    {Hook::encounter_start, "encounter-start"},
    {Hook::encounter_discharge, "encounter-discharge"},
    {Hook::problem_list_item_create, "problem-list-item-create"},
    {Hook::allergyintolerance_create, "allergyintolerance-create"},
}};

}  // namespace

std::string_view to_string(Hook hook) noexcept {
    for (const auto& [each, name] : names)
        if (each == hook) return name;
    return "unknown";
}

std::optional<Hook> parse_hook(std::string_view name) noexcept {
    for (const auto& [each, text] : names)
        if (text == name) return each;
    return {};
}

}  // namespace iim::engine

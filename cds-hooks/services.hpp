#pragma once

#include "engine/hook.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace iim::service {

/// One service of the discovery document: one id per hook (DSC-12).
struct ServiceEntry {
    engine::Hook hook;
    std::string_view id;  ///< last path segment of its URL
    std::string_view title, description;
};

namespace about {
using engine::Hook;
inline constexpr std::string_view patient_view =
    "Looks at the record of a patient with an idiopathic inflammatory myopathy and says what deserves "
    "attention now: corticosteroids without a steroid-sparing drug, missing prophylaxis, missing tests. "
    "Silent for other patients.";
inline constexpr std::string_view order_select =
    "Looks at the drug being chosen and warns early, while the order is easy to change: thiopurine "
    "without TPMT result, methotrexate written daily, interactions. The rest comes at signing.";
inline constexpr std::string_view order_sign =
    "Checks all drafted orders together with the record before they are signed: dose and schedule, "
    "steroid-sparing treatment, Pneumocystis prophylaxis, tests that must come first, interactions. "
    "Offers ready-made orders.";
inline constexpr ServiceEntry view{
    Hook::patient_view, "iim-patient-view", "Myositis: treatment overview", patient_view};
inline constexpr ServiceEntry select{
    Hook::order_select, "iim-order-select", "Myositis: advice while choosing a drug", order_select};
inline constexpr ServiceEntry sign{
    Hook::order_sign, "iim-order-sign", "Myositis: check before signing", order_sign};
}  // namespace about

inline constexpr std::array services{about::view, about::select, about::sign};

inline std::optional<ServiceEntry> find_service(std::string_view id) noexcept {
    for (const ServiceEntry& one : services)
        if (one.id == id) return one;
    return {};
}

}  // namespace iim::service

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
    std::string_view hook_version = "1.0";  ///< of the hook's definition in the CDS Hooks Library
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
inline constexpr std::string_view medication_refill =
    "Checks a refill against the record: dose and schedule, interactions, overdue monitoring, prophylaxis, "
    "treatment that should be tapered. Written for the prescriber who reviews it later.";
inline constexpr std::string_view encounter_discharge =
    "Looks at the treatment a patient goes home with: steroid-sparing drug, Pneumocystis and bone "
    "protection, "
    "folic acid, taper plan, interactions.";
inline constexpr std::string_view order_dispatch =
    "Checks an infusion when it is sent to whoever gives it: immunoglobulin, rituximab, cyclophosphamide. "
    "The "
    "order must be in the prefetch, since this hook sends its reference only.";
inline constexpr std::string_view encounter_start =
    "The treatment overview at an admission: the same advice as when the chart is opened.";
inline constexpr std::string_view problem_list =
    "When a myositis is added to the problem list: the treatment pathway, cancer screening, vaccines and "
    "supportive care. Silent for other problems.";
inline constexpr std::string_view allergy_list =
    "Takes the hook so that a site can connect it; no rule speaks at this moment yet. An allergy counts as "
    "soon as it is in the record: every later check reads it.";
inline constexpr ServiceEntry view{
    Hook::patient_view, "iim-patient-view", "Myositis: treatment overview", patient_view};
inline constexpr ServiceEntry select{
    Hook::order_select, "iim-order-select", "Myositis: advice while choosing a drug", order_select};
inline constexpr ServiceEntry sign{
    Hook::order_sign, "iim-order-sign", "Myositis: check before signing", order_sign};
inline constexpr ServiceEntry refill{
    Hook::medication_refill,
    "iim-medication-refill",
    "Myositis: check of a refill",
    medication_refill,
    "0.1.0"};
inline constexpr ServiceEntry discharge{
    Hook::encounter_discharge,
    "iim-encounter-discharge",
    "Myositis: check before discharge",
    encounter_discharge};
inline constexpr ServiceEntry dispatch{
    Hook::order_dispatch, "iim-order-dispatch", "Myositis: check before an infusion", order_dispatch, "1.1"};
inline constexpr ServiceEntry admission{
    Hook::encounter_start, "iim-encounter-start", "Myositis: overview at admission", encounter_start};
inline constexpr ServiceEntry problem{
    Hook::problem_list_item_create,
    "iim-problem-list-item-create",
    "Myositis: a new diagnosis",
    problem_list,
    "0.1.0"};
inline constexpr ServiceEntry allergy{
    Hook::allergyintolerance_create,
    "iim-allergyintolerance-create",
    "Myositis: a new allergy",
    allergy_list,
    "0.1.0"};
}  // namespace about

inline constexpr std::array services{
    about::view,
    about::select,
    about::sign,
    about::refill,
    about::discharge,
    about::dispatch,
    about::admission,
    about::problem,
    about::allergy};

inline std::optional<ServiceEntry> find_service(std::string_view id) noexcept {
    for (const ServiceEntry& one : services)
        if (one.id == id) return one;
    return {};
}

}  // namespace iim::service

#pragma once

#include "engine/hook.hpp"
#include "engine/rule.hpp"

#include <array>
#include <string>
#include <string_view>

namespace iim::service::cli {

/// A moment at which rules are asked, in a reader's words.
struct Occasion {
    engine::Hook hook;
    std::string_view when;
};

inline constexpr std::array occasions{
    Occasion{engine::Hook::patient_view, "the chart is opened"},
    Occasion{engine::Hook::order_select, "a drug is chosen"},
    Occasion{engine::Hook::order_sign, "orders are signed"},
    Occasion{engine::Hook::order_dispatch, "an order is sent to who carries it out"},
    Occasion{engine::Hook::medication_refill, "a refill is asked for"},
    Occasion{engine::Hook::encounter_start, "an encounter starts"},
    Occasion{engine::Hook::encounter_discharge, "the patient is discharged"},
    Occasion{engine::Hook::problem_list_item_create, "a problem is added"},
    Occasion{engine::Hook::allergyintolerance_create, "an allergy is added"},
};

/// Whether a rule is asked at a hook: an admission is judged as the opening of the chart (RULES 4.2).
inline bool is_asked(const engine::Rule& rule, engine::Hook hook) noexcept {
    const bool admission = hook == engine::Hook::encounter_start;
    return rule.hooks.has(hook) || (admission && rule.hooks.has(engine::Hook::patient_view));
}

/// A threshold or switch as a reader needs it: the value without a configuration, and what a site may set.
struct ParameterWords {
    std::string value, unit, allowed;
};
ParameterWords words_of(std::string_view parameter);

/// One rule for a pharmacist: when it is asked, of whom, with which thresholds, on which evidence.
std::string text_of(const engine::Rule& rule);
std::string markdown_of(const engine::Rule& rule);

}  // namespace iim::service::cli

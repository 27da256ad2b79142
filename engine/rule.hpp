#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "engine/hook.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace iim::engine {

enum class Priority { p0, p1, p2 };
std::string_view to_string(Priority) noexcept;

/// Groups of rules that are one clinical problem: one card each (RULES 4.4).
enum class Group {
    none,
    steroid_start,
    steroid_dose,
    steroid_taper,
    thiopurine,
    mtx_screen,
    mtx_risk,
    mtx_dose,
    pregnancy,
    pjp,
    ivig,
    rituximab,
    cni,
    bone,
    vaccine,
    monitoring,
    subtype
};

/// A published source a rule rests on; the key is RULES section 0's, the url its DOI page.
struct Evidence {
    std::string_view key, title, url;  ///< url may be empty
};

/// One clinical rule: what it is, why it exists, and how it looks at the patient. Static; never changes.
struct Rule {
    std::string_view number;   ///< "R01"
    std::string_view id;       ///< "steroid-monotherapy"; topic code, audit, configuration
    std::string_view title;    ///< what a pharmacist calls it
    std::string_view version;  ///< of the rule's logic and words, semver
    Priority priority = Priority::p0;
    int weight = 0;  ///< harm, 1–100 (RULES 4.3)
    Hooks hooks;
    bool may_be_critical = false;                      ///< RULES 4.1
    Indicator patient_view_cap = Indicator::critical;  ///< never above this at patient-view
    bool any_indication = false;                       ///< runs without IIM (ruling 3)
    bool Policy::*any_indication_policy = nullptr;     ///< the site's word on that, when it has one
    Group group = Group::none;
    int rank = 0;          ///< place in the written order of its group; the first leads ties
    std::string_view why;  ///< the harm it prevents, one sentence
    std::span<const std::string_view> override_codes;  ///< RULES 4.5
    std::span<const Evidence> evidence;
    std::span<const std::string_view> parameters;  ///< names in the policy registry
    std::string_view reviewed;  ///< "not yet reviewed by a clinician", or date and reviewer
    void (*check)(const Patient&, Findings&) = nullptr;
};

/// "a b c" as a list of three words, for override codes and parameter names. Another count does not compile.
template <std::size_t N>
consteval std::array<std::string_view, N> word_list(std::string_view words) {
    std::array<std::string_view, N> list{};
    for (std::string_view& word : list) {
        word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        if (word.empty()) throw "fewer words than announced";
    }
    if (!words.empty()) throw "more words than announced";
    return list;
}

/// Every rule, in the order of their numbers. The list is generated: `rules/x_y.cpp` defines `const Rule
/// x_y`.
std::span<const Rule* const> all_rules() noexcept;

/// The published sources by key: evidence("BSR22"), evidence("seed 001"). The constants that rules name
/// stand in evidence.hpp. Throws std::logic_error on an unknown key.
const Evidence& evidence(std::string_view key);

}  // namespace iim::engine

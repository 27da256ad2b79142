#include "cards/overrides.hpp"

#include "engine/rule.hpp"

#include <algorithm>
#include <array>

namespace iim::cards {
namespace {

constexpr std::array<OverrideReason, 15> reasons{{
    {"already-addressed", "Already addressed (done or ordered elsewhere)"},
    {"result-pending", "Test taken, result pending"},
    {"started-elsewhere", "Treatment prescribed by another service"},
    {"specialist-plan", "Specialist has advised this plan"},
    {"contraindicated", "Suggested treatment contraindicated or not tolerated"},
    {"patient-declined", "Patient declined after discussion"},
    {"benefit-outweighs-risk", "Benefit judged to outweigh risk; will monitor"},
    {"other-indication", "Drug is for a different indication"},
    {"not-iim", "Diagnosis is not IIM / record is wrong"},
    {"dose-intentional", "Dose or schedule is intended"},
    {"oncology-protocol", "Oncology protocol"},
    {"palliative", "Palliative or end-of-life care"},
    {"active-infection", "Defer because of active infection or malignancy work-up"},
    {"data-incorrect", "Data used are wrong or out of date"},
    {"will-do-later", "Will be done at the next visit"},
}};

constexpr std::array<std::string_view, 6> default_set{
    "already-addressed",
    "specialist-plan",
    "contraindicated",
    "patient-declined",
    "will-do-later",
    "data-incorrect"};

}  // namespace

std::span<const OverrideReason> override_reasons() noexcept {
    return reasons;
}

namespace {

std::vector<Coding> codings(std::span<const std::string_view> codes) {
    if (codes.empty()) codes = default_set;
    std::vector<Coding> offered;
    offered.reserve(codes.size());
    for (const std::string_view code : codes) {
        const auto* const reason = std::ranges::find(reasons, code, &OverrideReason::code);
        if (reason == reasons.end()) continue;
        offered.push_back({std::string(override_system), std::string(code), std::string(reason->display)});
    }
    return offered;
}

}  // namespace

std::vector<Coding> overrides_of(const engine::Rule& rule) {
    return codings(rule.override_codes);
}

std::vector<Coding> overrides_of(const engine::Finding& finding) {
    return codings(finding.override_codes.empty() ? finding.rule->override_codes : finding.override_codes);
}

}  // namespace iim::cards

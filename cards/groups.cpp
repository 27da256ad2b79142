#include "cards/groups.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace iim::cards {
namespace {

using engine::Finding;
using engine::Group;

void keep_most_urgent(const Finding*& kept, const Finding& finding) noexcept {
    if (!kept || finding.indicator > kept->indicator) kept = &finding;
}

bool is_rule(const Finding& finding, std::string_view number) noexcept {
    return finding.rule->number == number;
}

constexpr std::array<std::string_view, 4> taper_reminders{"R35", "R36", "R37", "R47"};
constexpr int after_all = 90;  ///< behind every rank that a group's written order uses

}  // namespace

bool merges(Group group) noexcept {
    return group != Group::none && group != Group::pregnancy && group != Group::vaccine;
}

bool merges_across_orders(Group group) noexcept {
    return group != Group::mtx_dose && group != Group::steroid_dose;
}

Fired::Fired(std::span<const Finding> findings) noexcept {
    for (const Finding& each : findings) {
        if (!each.rule) continue;
        if (is_rule(each, "R01")) keep_most_urgent(monotherapy_, each);
        if (is_rule(each, "R11")) keep_most_urgent(dose_limit_, each);
        if (is_rule(each, "R38")) keep_most_urgent(abrupt_stop_, each);
        if (is_rule(each, "R44")) keep_most_urgent(severe_, each);
    }
}

Place Fired::place_of(const Finding& finding) const noexcept {
    if (is_rule(finding, "R34") && finding.about && finding.about->in_context) return {Group::bone, 0};
    if (is_rule(finding, "R01") || is_rule(finding, "R35") || is_rule(finding, "R39"))
        return steroid_place(finding);
    return {finding.rule->group, finding.rule->rank};
}

Place Fired::steroid_place(const Finding& finding) const noexcept {
    const int rank = is_rule(finding, "R01") ? 1 : is_rule(finding, "R35") ? 2 : 3;
    if (monotherapy_) {
        const bool severe_leads = severe_ && severe_->indicator >= monotherapy_->indicator;
        return severe_leads ? Place{Group::subtype, after_all + rank} : Place{Group::steroid_start, rank};
    }
    if (is_rule(finding, "R35")) return {Group::steroid_taper, 4};  // R38, R37, R36, R35, R47
    if (dose_limit_) return {Group::steroid_dose, 2};
    return {Group::steroid_taper, after_all};
}

bool Fired::silences(const Finding& finding) const noexcept {
    return abrupt_stop_ && finding.indicator <= abrupt_stop_->indicator
           && std::ranges::find(taper_reminders, finding.rule->number) != taper_reminders.end();
}

}  // namespace iim::cards

#include "cards/order.hpp"

#include "engine/rule.hpp"

#include <algorithm>
#include <compare>
#include <string_view>
#include <tuple>
#include <utility>

namespace iim::cards {
namespace {

using engine::Finding;

std::pair<std::string_view, std::string_view> subject(const Finding& finding) noexcept {
    if (!finding.about) return {};
    return {finding.about->source.type, finding.about->source.id};
}

int weight(const Finding& finding) noexcept {
    return finding.rule->weight + finding.extra_weight;
}

/// RULES 4.2: patient-view has one summary card, the pathway.
bool is_summary(const Problem& problem) noexcept {
    return std::ranges::any_of(problem.findings, [](const Finding* each) {
        return each->rule->id == "treatment-pathway";
    });
}

}  // namespace

std::strong_ordering compare(const Finding& a, const Finding& b) noexcept {
    const auto first = std::tuple(b.indicator, a.rule->priority, weight(b), a.rule->number);
    const auto second = std::tuple(a.indicator, b.rule->priority, weight(a), b.rule->number);
    if (const auto by_rule = first <=> second; std::is_neq(by_rule)) return by_rule;
    if (const auto by_subject = subject(a) <=> subject(b); std::is_neq(by_subject)) return by_subject;
    return std::tie(a.trigger, a.summary) <=> std::tie(b.trigger, b.summary);
}

std::size_t card_limit(engine::Hook hook, const engine::Policy& policy) noexcept {
    constexpr double others = 2;  // RULES 4.2: problem-list-item-create
    const double limit = [&] {
        switch (hook) {
        case engine::Hook::patient_view:
        case engine::Hook::encounter_start: return policy.cards_max_patient_view;
        case engine::Hook::order_select: return policy.cards_max_order_select;
        case engine::Hook::order_sign: return policy.cards_max_order_sign;
        case engine::Hook::order_dispatch: return policy.cards_max_dispatch;
        case engine::Hook::medication_refill: return policy.cards_max_refill;
        case engine::Hook::encounter_discharge: return policy.cards_max_discharge;
        case engine::Hook::problem_list_item_create:
        case engine::Hook::allergyintolerance_create: return others;
        }
        return others;
    }();
    return static_cast<std::size_t>(std::max(limit, 1.0));
}

Shown apply_limit(std::vector<Problem> problems, std::size_t limit, std::size_t extra_cards) {
    Shown shown;
    if (problems.size() + extra_cards <= limit) {
        shown.cards = std::move(problems);
        return shown;
    }
    const auto kept_anyway = [](const Problem& each) {
        return each.leader().indicator == engine::Indicator::critical || is_summary(each);
    };
    const auto fixed = static_cast<std::size_t>(std::ranges::count_if(problems, kept_anyway));
    const std::size_t room = std::max<std::size_t>(limit, 2) - 1;  // one place is the more-findings card's
    std::size_t free = room > fixed ? room - fixed : 0;
    for (Problem& each : problems) {
        const bool keep = kept_anyway(each) || (free > 0 && free--);
        (keep ? shown.cards : shown.more).push_back(std::move(each));
    }
    return shown;
}

}  // namespace iim::cards

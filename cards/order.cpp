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

bool is_summary(const Problem& problem) noexcept {
    return std::ranges::any_of(problem.findings, [](const Finding* each) {
        return each->rule->id == "treatment-pathway";
    });
}

/// RULES 4.2: at patient-view, and at an admission like there, the pathway is "one summary card". At another
/// hook it goes before what is no more urgent, not before a warning (4.3).
bool has_summary_card(engine::Hook hook) noexcept {
    return hook == engine::Hook::patient_view || hook == engine::Hook::encounter_start;
}

bool is_critical(const Problem& problem) noexcept {
    return problem.leader().indicator == engine::Indicator::critical;
}

/// What the pathway summary lists among its open items, and no more than informs: a line elsewhere would say
/// it twice.
bool is_listed_in(const Problem& summary, const Problem& problem) {
    return std::ranges::all_of(problem.findings, [&](const Finding* each) {
        if (each->indicator != engine::Indicator::info) return false;
        const auto& lines = summary.leader().consider;
        return std::ranges::any_of(lines, [&](const std::string& line) {
            return line.find(each->summary) != line.npos;
        });
    });
}

/// Leaves out, the last first, what the summary lists, until the rest fits; says whether it does.
bool fits_without_listed(std::vector<Problem>& problems, std::size_t places) {
    const auto found = std::ranges::find_if(problems, is_summary);
    if (found == problems.end()) return false;
    const Problem summary = *found;
    std::vector<Problem> left = problems;
    for (std::size_t at = left.size(); at-- > 0 && left.size() > places;)
        if (!is_summary(left[at]) && is_listed_in(summary, left[at]))
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
    if (left.size() > places) return false;
    problems = std::move(left);
    return true;
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

Shown apply_limit(
    std::vector<Problem> problems, engine::Hook hook, std::size_t limit, std::size_t extra_cards
) {
    Shown shown;
    const std::size_t places = limit > extra_cards ? limit - extra_cards : 0;
    if (problems.size() <= places || fits_without_listed(problems, places)) {
        shown.cards = std::move(problems);
        return shown;
    }
    const auto first = std::ranges::find_if_not(problems, is_critical);
    const bool all_alike = first != problems.end() && first->leader().indicator == engine::Indicator::info;
    const bool keeps_summary = has_summary_card(hook) || all_alike;
    const auto kept_anyway = [keeps_summary](const Problem& each) {
        return is_critical(each) || (keeps_summary && is_summary(each));
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

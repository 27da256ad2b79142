#include "cards/bundle.hpp"

#include "cards/groups.hpp"
#include "cards/order.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <list>
#include <map>
#include <utility>

namespace iim::cards {
namespace {

using engine::Finding;
using engine::Group;
using engine::Order;

struct Item {
    const Finding* finding;
    Place place;
};

/// Leaders before those they lead: indicator, then findings that are more than a data gap, then the written
/// order of the group.
bool leads(const Item& a, const Item& b) noexcept {
    const Finding& x = *a.finding;
    const Finding& y = *b.finding;
    if (x.indicator != y.indicator) return x.indicator > y.indicator;
    if (x.data_gap != y.data_gap) return y.data_gap;
    if (a.place.rank != b.place.rank) return a.place.rank < b.place.rank;
    return std::is_lt(compare(x, y));
}

/// RULES 4.4: a contraindicated partner and a poor metaboliser are two problems.
bool stay_apart(const Finding& a, const Finding& b) noexcept {
    const auto both = [&](std::string_view x, std::string_view y) {
        return a.rule->number == x && b.rule->number == y;
    };
    const bool critical =
        a.indicator == engine::Indicator::critical && b.indicator == engine::Indicator::critical;
    return critical && (both("R07", "R08") || both("R08", "R07"));
}

/// RULES R60: another P0 card of the same order that says itself what it could not check.
bool states_gap(const Problem& problem) noexcept {
    return problem.leader().rule->priority == engine::Priority::p0
           && std::ranges::any_of(problem.findings, [](const Finding* each) {
                  return each->data_gap || !each->not_checked.empty();
              });
}

class Bundler {
public:
    /// False when the finding may belong to a card of its group that is about another order: it waits until
    /// those of the same order are in.
    bool add(const Item& item) {
        Problem* const home = find(item);
        if (!home && across_orders(item)) return false;
        enter(item, home ? *home : problems_.emplace_back());
        return true;
    }
    void add_waiting(const Item& item) {
        Problem* const home = find(item);
        Problem* const other = home ? home : across_orders(item);
        enter(item, other ? *other : problems_.emplace_back());
    }
    std::vector<Problem> take() {
        return {std::move_iterator(problems_.begin()), std::move_iterator(problems_.end())};
    }

private:
    using About = std::pair<const void*, const Order*>;  ///< rule and order
    using Subject = std::pair<Group, const Order*>;

    /// The card about the same order that this finding belongs to.
    Problem* find(const Item& item) {
        const Finding& finding = *item.finding;
        if (const auto same = by_rule_.find({finding.rule, finding.about}); same != by_rule_.end())
            return same->second;
        if (finding.data_gap && finding.about)
            if (Problem* const other = gap_home(finding)) return other;
        if (!merges(item.place.group)) return nullptr;
        const auto same_order = by_subject_.find({item.place.group, finding.about});
        const bool found = same_order != by_subject_.end() && accepts(*same_order->second, finding);
        return found ? same_order->second : nullptr;
    }

    /// The leading card of the group, whatever order it is about.
    Problem* across_orders(const Item& item) {
        const Group group = item.place.group;
        Problem* const first = first_of_[static_cast<std::size_t>(group)];
        const bool allowed = first && merges(group) && merges_across_orders(group);
        return allowed && accepts(*first, *item.finding) ? first : nullptr;
    }

    /// Alternatives for one order are no alternatives for another: two cards. Checklists share one (4.4).
    static bool accepts(const Problem& problem, const Finding& finding) noexcept {
        return std::ranges::none_of(problem.findings, [&](const Finding* each) {
            const bool alternatives = each->at_most_one || finding.at_most_one;
            return (each->rule == finding.rule && alternatives) || stay_apart(*each, finding);
        });
    }

    Problem* gap_home(const Finding& finding) {
        const auto [begin, end] = by_order_.equal_range(finding.about);
        const auto found =
            std::find_if(begin, end, [](const auto& each) { return states_gap(*each.second); });
        return found == end ? nullptr : found->second;
    }

    void enter(const Item& item, Problem& problem) {
        const Finding& finding = *item.finding;
        problem.findings.push_back(&finding);
        by_rule_.try_emplace({finding.rule, finding.about}, &problem);
        by_subject_.try_emplace({item.place.group, finding.about}, &problem);
        if (problem.findings.size() == 1) by_order_.emplace(finding.about, &problem);
        Problem*& first = first_of_[static_cast<std::size_t>(item.place.group)];
        if (!first) first = &problem;
    }

    std::list<Problem> problems_;
    std::map<About, Problem*> by_rule_;
    std::map<Subject, Problem*> by_subject_;
    std::multimap<const Order*, Problem*> by_order_;
    std::array<Problem*, group_count> first_of_{};
};

}  // namespace

std::vector<Problem> bundle(std::span<const Finding> findings) {
    const Fired fired(findings);
    std::vector<Item> items;
    items.reserve(findings.size());
    for (const Finding& each : findings)
        if (each.rule && !fired.silences(each)) items.push_back({&each, fired.place_of(each)});
    std::ranges::stable_sort(items, leads);
    Bundler bundler;
    std::vector<Item> waiting;
    for (const Item& each : items)
        if (!bundler.add(each)) waiting.push_back(each);
    for (const Item& each : waiting) bundler.add_waiting(each);
    std::vector<Problem> problems = bundler.take();
    std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
        return std::is_lt(compare(a.leader(), b.leader()));
    });
    return problems;
}

}  // namespace iim::cards

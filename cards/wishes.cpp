#include "cards/wishes.hpp"

#include "cards/text.hpp"
#include "engine/facts/simulate.hpp"
#include "engine/options/words.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::ChangeOrder;
using engine::Finding;
using engine::Suggestion;
using engine::TestProposal;

/// A critical card is about its danger first. A schedule that a merged rule plans for the same order would
/// leave it as dangerous as it is, and among alternatives it would be taken instead of the way out.
bool leaves_the_danger(const Problem& problem, const Finding& finding, const Suggestion& wanted) {
    const Finding& leader = problem.leader();
    return &finding != &leader && leader.indicator == engine::Indicator::critical && leader.about
           && std::ranges::any_of(wanted.actions, [&](const engine::Action& action) {
                  const auto* const taper = std::get_if<engine::TaperProposal>(&action);
                  return taper && (!taper->order || taper->order == leader.about);
              });
}

/// True when it changes what is given of `order`; a note does not.
bool corrects(const Suggestion& wanted, const engine::Order* order) {
    return std::ranges::any_of(wanted.actions, [&](const engine::Action& action) {
        const auto* const change = std::get_if<ChangeOrder>(&action);
        return change && change->order == order && (change->dose || change->timing || change->days);
    });
}

/// Only a note on an order that another finding of the card corrects: of the two at most one could be taken.
bool is_note_beside_correction(const Problem& problem, const Finding& finding, const Suggestion& wanted) {
    const auto* const note =
        wanted.actions.size() == 1 ? std::get_if<ChangeOrder>(&wanted.actions.front()) : nullptr;
    if (!note || note->move_days != 0 || corrects(wanted, note->order)) return false;
    return std::ranges::any_of(problem.findings, [&](const Finding* other) {
        return other != &finding && std::ranges::any_of(other->suggestions, [&](const Suggestion& each) {
                   return corrects(each, note->order);
               });
    });
}

/// True when it asks for tests and referrals and for nothing else.
bool only_tests(const Suggestion& suggestion) {
    return !suggestion.actions.empty()
           && std::ranges::all_of(suggestion.actions, [](const engine::Action& action) {
                  return std::holds_alternative<TestProposal>(action);
              });
}

bool asks_for(const Suggestion& suggestion, engine::Concept test) {
    return std::ranges::any_of(suggestion.actions, [&](const engine::Action& action) {
        const auto* const one = std::get_if<TestProposal>(&action);
        return one && one->what == test;
    });
}

bool changes(const Suggestion& suggestion, const engine::Order* order) {
    return order && std::ranges::any_of(suggestion.actions, [&](const engine::Action& action) {
               const auto* const change = std::get_if<ChangeOrder>(&action);
               return change && change->order == order;
           });
}

class Writer {
public:
    Writer(const Problem& problem, const engine::Patient& patient, std::list<Suggestion>& written)
        : problem_(problem), patient_(patient), written_(written) {}

    Wishes write() {
        collect();
        if (is_checklist(problem_.leader())) {
            Wishes list = as_checklist();
            if (!is_choice(list.all)) return list;
        }
        if (is_choice(made_.all)) as_choice();
        return std::move(made_);
    }

private:
    static bool is_checklist(const Finding& finding) {
        return !finding.at_most_one && !finding.suggestions.empty();
    }

    void collect() {
        for (const Finding* const finding : problem_.findings)
            for (const Suggestion& wanted : finding->suggestions) {
                const bool later = leaves_the_danger(problem_, *finding, wanted)
                                   || is_note_beside_correction(problem_, *finding, wanted);
                if (!later)
                    made_.all.push_back({finding, &wanted});
                else
                    made_.notes.push_back(fmt::format("Offered later: {}", shorten(wanted.label, label_limit))
                    );
            }
    }

    Wishes as_checklist() const {
        Wishes list{{}, made_.notes};
        for (const Wish& each : made_.all) {
            const bool alternative = each.finding->at_most_one && each.wanted != first_choice(*each.finding);
            if (!alternative)
                list.all.push_back({each.finding, without_star(each)});
            else
                list.notes.push_back(fmt::format("Another way: {}", shorten(each.wanted->label, label_limit))
                );
        }
        return list;
    }

    /// What a merged rule prefers is no headline of another problem's card.
    const Suggestion* without_star(const Wish& wish) const {
        const bool starred = wish.wanted->recommended && wish.finding != &problem_.leader();
        if (!starred) return wish.wanted;
        Suggestion plain = *wish.wanted;
        plain.recommended = false;
        return &written_.emplace_back(std::move(plain));
    }

    const Suggestion* first_choice(const Finding& finding) const {
        const Suggestion* first = nullptr;
        for (const Wish& each : made_.all)
            if (each.finding == &finding && (!first || (each.wanted->recommended && !first->recommended)))
                first = each.wanted;
        return first;
    }

    void as_choice() {
        const bool leader_chooses = std::ranges::any_of(made_.all, [&](const Wish& each) {
            return each.finding == &problem_.leader() && each.finding->at_most_one;
        });
        if (leader_chooses)
            for (Wish& each : made_.all) each.wanted = without_star(each);
        for (const Finding* const finding : problem_.findings)
            if (!finding->at_most_one) join_tests(*finding);
        for (Wish& each : made_.all)
            if (each.finding->at_most_one) add_tests_of_others(each);
    }

    /// The tests of a checklist that joined a choice must not exclude each other.
    void join_tests(const Finding& finding) {
        const auto is_test = [&](const Wish& each) {
            return each.finding == &finding && only_tests(*each.wanted);
        };
        if (std::ranges::count_if(made_.all, is_test) < 2) return;
        Suggestion together;
        std::vector<std::string> names;
        for (const Wish& each : made_.all)
            if (is_test(each))
                for (const engine::Action& action : each.wanted->actions) {
                    names.emplace_back(patient_.name(std::get<TestProposal>(action).what));
                    together.actions.push_back(action);
                }
        together.label = "Order " + engine::words::all_of(names);
        const auto first = std::ranges::find_if(made_.all, is_test);
        first->wanted = &written_.emplace_back(std::move(together));
        made_.all.erase(std::remove_if(first + 1, made_.all.end(), is_test), made_.all.end());
    }

    /// A dose is corrected together with the tests that another rule of the card misses for the same order.
    void add_tests_of_others(Wish& wish) {
        Suggestion whole = *wish.wanted;
        std::vector<std::string> names;
        for (const Wish& other : made_.all) {
            const bool of_order = !other.finding->at_most_one && changes(whole, other.finding->about);
            if (!of_order || !only_tests(*other.wanted)) continue;
            for (const engine::Action& action : other.wanted->actions) {
                const engine::Concept test = std::get<TestProposal>(action).what;
                if (asks_for(whole, test)) continue;
                whole.actions.push_back(action);
                names.emplace_back(patient_.name(test));
            }
        }
        if (names.empty()) return;
        whole.label += ", and order " + engine::words::all_of(names);
        wish.wanted = &written_.emplace_back(std::move(whole));
    }

    const Problem& problem_;
    const engine::Patient& patient_;
    std::list<Suggestion>& written_;
    Wishes made_;
};

}  // namespace

std::set<const engine::Order*> orders_taken_out(const Suggestion& suggestion) {
    std::set<const engine::Order*> orders;
    for (const engine::Action& action : suggestion.actions)
        if (const engine::Order* const order = engine::taken_out(action)) orders.insert(order);
    return orders;
}

bool is_choice(const std::vector<Wish>& wishes) {
    const bool beside_a_checklist =
        std::ranges::any_of(wishes, [](const Wish& each) { return !each.finding->at_most_one; });
    const auto alternatives = std::ranges::count_if(wishes, [&](const Wish& each) {
        return each.finding->at_most_one && !(beside_a_checklist && only_tests(*each.wanted));
    });
    if (alternatives > 1) return true;
    std::set<const engine::Order*> touched;
    for (const Wish& each : wishes)
        for (const engine::Order* const order : orders_taken_out(*each.wanted))
            if (!touched.insert(order).second) return true;
    return false;
}

Wishes wishes_of(const Problem& problem, const engine::Patient& patient, std::list<Suggestion>& written) {
    return Writer(problem, patient, written).write();
}

}  // namespace iim::cards

#include "cards/candidates.hpp"

#include "cards/actions.hpp"
#include "cards/text.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/words.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::Finding;

/// Writes the actions of `one`; the answer is the first reason why one of them cannot be offered, else empty.
std::string write_actions(Candidate& one, const engine::Patient& patient) {
    std::string reason;
    for (const engine::Action& action : one.wanted->actions) {
        MadeAction made = make_action(action, patient);
        if (made.action) one.actions.push_back(std::move(*made.action));
        if (reason.empty()) reason = std::move(made.reason);
    }
    return reason;
}

/// What the rules say of a written suggestion.
engine::Opinion opinion_of(const Candidate& one, const Review& review) {
    return review({one.wanted, orders_of(one)});
}

/// A critical card is about its danger first. A schedule that a merged rule plans for the same order would
/// leave it as dangerous as it is, and among alternatives it would be taken instead of the way out.
bool leaves_the_danger(const Problem& problem, const Finding& finding, const engine::Suggestion& wanted) {
    const Finding& leader = problem.leader();
    return &finding != &leader && leader.indicator == engine::Indicator::critical && leader.about
           && std::ranges::any_of(wanted.actions, [&](const engine::Action& action) {
                  const auto* const taper = std::get_if<engine::TaperProposal>(&action);
                  return taper && (!taper->order || taper->order == leader.about);
              });
}

/// True when it only removes drafts and asks for tests.
bool prescribes_nothing(const engine::Suggestion& suggestion) {
    return std::ranges::all_of(suggestion.actions, [](const engine::Action& action) {
        return std::holds_alternative<engine::RemoveOrder>(action)
               || std::holds_alternative<engine::TestProposal>(action);
    });
}

std::set<engine::Concept> tests_of(const engine::Suggestion& suggestion) {
    std::set<engine::Concept> tests;
    for (const engine::Action& action : suggestion.actions)
        if (const auto* const test = std::get_if<engine::TestProposal>(&action)) tests.insert(test->what);
    return tests;
}

/// True when it asks for tests and referrals and for nothing else.
bool only_tests(const engine::Suggestion& suggestion) {
    return !suggestion.actions.empty()
           && std::ranges::all_of(suggestion.actions, [](const engine::Action& action) {
                  return std::holds_alternative<engine::TestProposal>(action);
              });
}

/// True when two suggestions of the card remove or change the same draft.
bool touches_an_order_twice(const Problem& problem) {
    std::set<const engine::Order*> touched;
    for (const Finding* const finding : problem.findings)
        for (const engine::Suggestion& suggestion : finding->suggestions)
            for (const engine::Order* const order : orders_taken_out(suggestion))
                if (!touched.insert(order).second) return true;
    return false;
}

}  // namespace

std::vector<std::string_view> orders_of(const Candidate& one) {
    std::vector<std::string_view> orders;
    for (std::size_t at = 0; at < one.actions.size(); ++at) {
        const engine::Action& wanted = one.wanted->actions[at];
        const bool drug = !std::holds_alternative<engine::TestProposal>(wanted)
                          && !std::holds_alternative<engine::TaskProposal>(wanted);
        orders.push_back(drug ? std::string_view(one.actions[at].resource) : std::string_view());
    }
    return orders;
}

std::set<const engine::Order*> orders_taken_out(const engine::Suggestion& suggestion) {
    std::set<const engine::Order*> orders;
    for (const engine::Action& action : suggestion.actions)
        if (const engine::Order* const order = engine::taken_out(action)) orders.insert(order);
    return orders;
}

bool is_choice(const Problem& problem) {
    return touches_an_order_twice(problem) || std::ranges::any_of(problem.findings, [](const Finding* each) {
               return each->at_most_one && !each->suggestions.empty();
           });
}

void note(Offer& offer, std::string text) {
    if (std::ranges::find(offer.not_offered, text) == offer.not_offered.end())
        offer.not_offered.push_back(std::move(text));
}

void Candidates::add(const Problem& problem, Offer& offer) {
    const std::size_t before = all.size();
    const Candidate empty{.card = cards_++, .choice = is_choice(problem)};
    bool refused = false;
    for (const Finding* const finding : problem.findings)
        for (const engine::Suggestion* const wanted : wishes_of(*finding, empty.choice)) {
            if (leaves_the_danger(problem, *finding, *wanted)) {
                note(offer, fmt::format("Offered later: {}", shorten(wanted->label, label_limit)));
                continue;
            }
            Candidate one = empty;
            one.finding = finding;
            one.wanted = wanted;
            if (!is_repeated_removal(one)) refused = add(std::move(one), offer) || refused;
        }
    if (refused && all.size() == before) ask_specialist(problem, empty);
}

/// Of a choice one is taken. The tests of a checklist that joined it must not exclude each other: they become
/// one.
std::vector<const engine::Suggestion*> Candidates::wishes_of(const Finding& finding, bool choice) {
    std::vector<const engine::Suggestion*> wishes;
    engine::Suggestion together;
    std::vector<std::string> names;
    const bool joins =
        choice && !finding.at_most_one && std::ranges::count_if(finding.suggestions, only_tests) > 1;
    for (const engine::Suggestion& each : finding.suggestions) {
        if (!joins || !only_tests(each)) {
            wishes.push_back(&each);
            continue;
        }
        if (together.actions.empty()) wishes.push_back(nullptr);  // they stand where the first one stood
        for (const engine::Action& action : each.actions) {
            names.emplace_back(patient_.name(std::get<engine::TestProposal>(action).what));
            together.actions.push_back(action);
        }
    }
    if (!joins) return wishes;
    together.label = "Order " + engine::words::all_of(names);
    *std::ranges::find(wishes, nullptr) = &written_here_.emplace_back(std::move(together));
    return wishes;
}

/// Two rules of a card may both want the order gone, each in its own words.
bool Candidates::is_repeated_removal(const Candidate& one) const {
    const auto gone = orders_taken_out(*one.wanted);
    if (gone.empty() || !prescribes_nothing(*one.wanted)) return false;
    return std::ranges::any_of(all, [&](const Candidate& each) {
        return each.card == one.card && prescribes_nothing(*each.wanted)
               && orders_taken_out(*each.wanted) == gone && tests_of(*each.wanted) == tests_of(*one.wanted);
    });
}

/// True when the self-check refused it.
bool Candidates::add(Candidate one, Offer& offer) {
    std::string reason = write_actions(one, patient_);
    const bool written = reason.empty();
    if (written) {
        engine::Opinion opinion = opinion_of(one, review_);
        if (opinion.verdict == engine::Opinion::Verdict::caution)
            one.caution = std::move(opinion.because);
        else if (opinion.verdict == engine::Opinion::Verdict::refused)
            reason = std::move(opinion.because);
    }
    if (reason.empty()) {
        all.push_back(std::move(one));
        return false;
    }
    note(offer, fmt::format("Not offered: {} ({})", shorten(one.wanted->label, label_limit), reason));
    return written;
}

/// RULES 6.1: all options dropped.
void Candidates::ask_specialist(const Problem& problem, const Candidate& like) {
    auto referral =
        engine::pathway::specialist(patient_, "Ask a specialist for advice", problem.leader().summary);
    if (!referral) return;
    Candidate one = like;
    one.finding = &problem.leader();
    one.wanted = &written_here_.emplace_back(std::move(*referral));
    if (write_actions(one, patient_).empty()) all.push_back(std::move(one));
}

}  // namespace iim::cards

#include "cards/candidates.hpp"

#include "cards/actions.hpp"
#include "cards/text.hpp"
#include "cards/wishes.hpp"
#include "engine/options/pathways.hpp"

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

void note(Offer& offer, std::string text) {
    if (std::ranges::find(offer.not_offered, text) == offer.not_offered.end())
        offer.not_offered.push_back(std::move(text));
}

void Candidates::add(const Problem& problem, Offer& offer) {
    const std::size_t before = all.size();
    Wishes wishes = wishes_of(problem, patient_, written_here_);
    for (std::string& each : wishes.notes) note(offer, std::move(each));
    Candidate empty{.card = cards_++};
    bool refused = false;
    for (const Wish& wish : wishes.all) {
        Candidate one = empty;
        one.finding = wish.finding;
        one.wanted = wish.wanted;
        if (!is_repeated_removal(one)) refused = add(std::move(one), offer) || refused;
    }
    if (refused && all.size() == before) ask_specialist(problem, empty);
    set_choice(before, offer);
}

/// What could not be offered excludes nothing.
void Candidates::set_choice(std::size_t first, Offer& offer) {
    const auto of_card = std::span(all).subspan(first);
    std::vector<Wish> left;
    for (const Candidate& each : of_card) left.push_back({each.finding, each.wanted});
    offer.at_most_one = is_choice(left);
    for (Candidate& each : of_card) each.choice = offer.at_most_one;
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

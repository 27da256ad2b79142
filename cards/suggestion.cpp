#include "cards/suggestion.hpp"

#include "cards/actions.hpp"
#include "cards/claims.hpp"
#include "cards/text.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::Finding;

void note(Offer& offer, std::string text) {
    if (std::ranges::find(offer.not_offered, text) == offer.not_offered.end())
        offer.not_offered.push_back(std::move(text));
}

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

/// The suggestions of one card that can be written in full; why another cannot goes into `offer`.
std::vector<Candidate> candidates_of(const Problem& problem, const engine::Patient& patient, Offer& offer) {
    std::vector<Candidate> all;
    for (const Finding* const finding : problem.findings)
        for (const engine::Suggestion& wanted : finding->suggestions) {
            Candidate one{finding, &wanted, {}};
            const std::string reason = write_actions(one, patient);
            if (reason.empty())
                all.push_back(std::move(one));
            else
                note(offer, fmt::format("Not offered: {} ({})", shorten(wanted.label, label_limit), reason));
        }
    return all;
}

/// Writes the suggestions of one card.
class Offering {
public:
    Offering(const Problem& problem, const Claims& claims, const engine::Patient& patient, Offer& offer)
        : problem_(problem), claims_(claims), patient_(patient), offer_(offer) {
        // Alternatives of one rule make the whole card a choice: two of them at once may harm.
        offer_.at_most_one = std::ranges::any_of(problem.findings, [](const Finding* each) {
            return each->at_most_one && !each->suggestions.empty();
        });
    }

    void add(Candidate candidate, const UuidSource& uuid) {
        const Finding& finding = *candidate.finding;
        Suggestion made;
        made.label = shorten(candidate.wanted->label, label_limit);
        for (std::size_t at = 0; at < candidate.actions.size(); ++at) {
            const engine::Action& wanted = candidate.wanted->actions[at];
            if (is_repeated(finding, wanted)) {
                note_elsewhere(wanted);
                if (std::holds_alternative<engine::DrugProposal>(wanted)) return;
                continue;
            }
            made.actions.push_back(std::move(candidate.actions[at]));
        }
        const bool emptied = made.actions.empty() && !candidate.actions.empty();
        if (made.label.empty() && !made.actions.empty()) made.label = made.actions.front().description;
        if (emptied || made.label.empty()) return;
        for (const engine::Action& each : candidate.wanted->actions)
            if (creates(each)) created_.insert(creation(each));
        made.uuid = uuid();
        made.recommended = candidate.wanted->recommended && may_recommend(*candidate.wanted);
        offer_.suggestions.push_back(std::move(made));
    }

    /// Alternatives have one favourite at most (checklist SUG-3): the leader's.
    void keep_one_favourite() {
        if (!offer_.at_most_one) return;
        bool taken = false;
        for (Suggestion& each : offer_.suggestions) {
            each.recommended = each.recommended && !taken;
            taken = taken || each.recommended;
        }
    }

private:
    /// True when another card creates it, or this checklist already does. Alternatives may share tests,
    /// whoever asks for them: only one alternative is taken.
    bool is_repeated(const Finding& finding, const engine::Action& action) const {
        if (!creates(action)) return false;
        const Finding* const owner = claims_.owner(action);
        if (!is_here(owner)) return true;
        if (!offer_.at_most_one) return created_.contains(creation(action));
        return owner != &finding && std::holds_alternative<engine::DrugProposal>(action);
    }

    bool is_here(const Finding* owner) const {
        return std::ranges::find(problem_.findings, owner) != problem_.findings.end();
    }

    void note_elsewhere(const engine::Action& action) {
        if (is_here(claims_.owner(action))) return;
        note(offer_, fmt::format("Offered on another card: {}", patient_.name(creation(action).second)));
    }

    /// RULES 6.4: while allergies are unknown no drug is recommended.
    bool may_recommend(const engine::Suggestion& wanted) const {
        return !prescribes(wanted) || patient_.sources().allergies != engine::Availability::unavailable;
    }

    const Problem& problem_;
    const Claims& claims_;
    const engine::Patient& patient_;
    Offer& offer_;
    std::set<Creation> created_;
};

}  // namespace

std::vector<Offer> offers(
    std::span<const Problem> problems, const engine::Patient& patient, const UuidSource& uuid
) {
    std::vector<Offer> all(problems.size());
    std::vector<Candidate> candidates;
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < problems.size(); ++at) {
        std::ranges::move(candidates_of(problems[at], patient, all[at]), std::back_inserter(candidates));
        ends.push_back(candidates.size());
    }
    const Claims claims(candidates);
    auto next = candidates.begin();
    for (std::size_t at = 0; at < problems.size(); ++at) {
        Offering offering(problems[at], claims, patient, all[at]);
        const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(ends[at]);
        for (; next != end; ++next) offering.add(std::move(*next), uuid);
        offering.keep_one_favourite();
    }
    return all;
}

}  // namespace iim::cards

#include "cards/suggestion.hpp"

#include "cards/actions.hpp"
#include "cards/claims.hpp"
#include "cards/text.hpp"
#include "engine/options/pathways.hpp"

#include <algorithm>
#include <list>
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

/// What the rules say of a written suggestion.
engine::Opinion opinion_of(const Candidate& one, const Review& review) {
    engine::Accepted accepted{one.wanted, {}};
    for (std::size_t at = 0; at < one.actions.size(); ++at) {
        const bool test = std::holds_alternative<engine::TestProposal>(one.wanted->actions[at]);
        accepted.orders.push_back(test ? std::string_view() : std::string_view(one.actions[at].resource));
    }
    return review(accepted);
}

/// Collects the suggestions that may be offered.
class Candidates {
public:
    Candidates(const engine::Patient& patient, const Review& review) : patient_(patient), review_(review) {}

    /// Those of one card; why another is not offered goes into `offer`.
    void add(const Problem& problem, Offer& offer) {
        const std::size_t before = all.size();
        bool refused = false;
        for (const Finding* const finding : problem.findings)
            for (const engine::Suggestion& wanted : finding->suggestions) {
                if (leaves_the_danger(problem, *finding, wanted))
                    note(offer, fmt::format("Offered later: {}", shorten(wanted.label, label_limit)));
                else
                    refused = add({finding, &wanted, {}}, offer) || refused;
            }
        if (refused && all.size() == before) ask_specialist(problem);
    }

    std::vector<Candidate> all;

private:
    /// A critical card is about its danger first. A schedule that a merged rule plans for the same order
    /// would leave it as dangerous as it is, and among alternatives it would be taken instead of the way out.
    static bool leaves_the_danger(
        const Problem& problem, const Finding& finding, const engine::Suggestion& wanted
    ) {
        const Finding& leader = problem.leader();
        return &finding != &leader && leader.indicator == engine::Indicator::critical && leader.about
               && std::ranges::any_of(wanted.actions, [&](const engine::Action& action) {
                      const auto* const taper = std::get_if<engine::TaperProposal>(&action);
                      return taper && (!taper->order || taper->order == leader.about);
                  });
    }

    /// True when the self-check refused it.
    bool add(Candidate one, Offer& offer) {
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
    void ask_specialist(const Problem& problem) {
        auto referral =
            engine::pathway::specialist(patient_, "Ask a specialist for advice", problem.leader().summary);
        if (!referral) return;
        const engine::Suggestion& kept = referrals_.emplace_back(std::move(*referral));
        Candidate one{&problem.leader(), &kept, {}};
        if (write_actions(one, patient_).empty()) all.push_back(std::move(one));
    }

    const engine::Patient& patient_;
    const Review& review_;
    std::list<engine::Suggestion> referrals_;  ///< candidates point to them
};

std::set<const engine::Order*> orders_taken_out(const engine::Suggestion& suggestion) {
    std::set<const engine::Order*> orders;
    for (const engine::Action& action : suggestion.actions)
        if (const engine::Order* const order = engine::taken_out(action)) orders.insert(order);
    return orders;
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

/// Writes the suggestions of one card.
class Offering {
public:
    Offering(const Problem& problem, const Claims& claims, const engine::Patient& patient, Offer& offer)
        : problem_(problem), claims_(claims), patient_(patient), offer_(offer) {
        // Alternatives of one rule make the whole card a choice: two of them at once may harm. So do two
        // suggestions about one draft: it cannot be both removed and rewritten (RULES 6.3.4).
        offer_.at_most_one =
            touches_an_order_twice(problem) || std::ranges::any_of(problem.findings, [](const Finding* each) {
                return each->at_most_one && !each->suggestions.empty();
            });
    }

    void add(Candidate candidate, const UuidSource& uuid) {
        const Finding& finding = *candidate.finding;
        Suggestion made;
        made.label = label_of(candidate);
        for (std::size_t at = 0; at < candidate.actions.size(); ++at) {
            const engine::Action& wanted = candidate.wanted->actions[at];
            if (is_repeated(finding, wanted)) {
                note_elsewhere(wanted);
                if (starts_drug(wanted)) return;
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
        made.recommended = candidate.wanted->recommended && may_recommend(candidate);
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
        return owner != &finding && starts_drug(action);
    }

    bool is_here(const Finding* owner) const {
        return std::ranges::find(problem_.findings, owner) != problem_.findings.end();
    }

    void note_elsewhere(const engine::Action& action) {
        if (is_here(claims_.owner(action))) return;
        note(offer_, fmt::format("Offered on another card: {}", patient_.name(creation(action).second)));
    }

    /// RULES 6.4: while allergies are unknown no drug is recommended.
    bool may_recommend(const Candidate& one) const {
        if (!one.caution.empty()) return false;
        return !prescribes(*one.wanted) || patient_.sources().allergies != engine::Availability::unavailable;
    }

    static std::string label_of(const Candidate& one) {
        if (one.caution.empty()) return shorten(one.wanted->label, label_limit);
        return shorten(fmt::format("{} \u2013 {}", one.wanted->label, one.caution), label_limit);
    }

    const Problem& problem_;
    const Claims& claims_;
    const engine::Patient& patient_;
    Offer& offer_;
    std::set<Creation> created_;
};

}  // namespace

std::vector<Offer> offers(
    std::span<const Problem> problems,
    const engine::Patient& patient,
    const Review& review,
    const UuidSource& uuid
) {
    std::vector<Offer> all(problems.size());
    Candidates candidates(patient, review);
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < problems.size(); ++at) {
        candidates.add(problems[at], all[at]);
        ends.push_back(candidates.all.size());
    }
    const Claims claims(candidates.all);
    auto next = candidates.all.begin();
    for (std::size_t at = 0; at < problems.size(); ++at) {
        Offering offering(problems[at], claims, patient, all[at]);
        const auto end = candidates.all.begin() + static_cast<std::ptrdiff_t>(ends[at]);
        for (; next != end; ++next) offering.add(std::move(*next), uuid);
        offering.keep_one_favourite();
    }
    return all;
}

}  // namespace iim::cards

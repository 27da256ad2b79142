#include "cards/suggestion.hpp"

#include "cards/actions.hpp"
#include "cards/candidates.hpp"
#include "cards/claims.hpp"
#include "cards/favourites.hpp"
#include "cards/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using Verdict = Claims::Verdict;

/// Writes the suggestions of one card.
class Offering {
public:
    Offering(const Claims& claims, const engine::Patient& patient, const UuidSource& uuid, Offer& offer)
        : claims_(claims), patient_(patient), uuid_(uuid), offer_(offer) {}

    /// Takes the actions of `candidate`.
    void add(Candidate& candidate) {
        Parts parts;
        for (std::size_t at = 0; at < candidate.actions.size(); ++at)
            if (!take(candidate, at, parts)) return;
        const bool emptied = parts.made.actions.empty() && !candidate.actions.empty();
        if (!emptied) finish(parts.made, label_of(candidate, parts), candidate);
        if (parts.once.actions.empty()) return;
        const bool whole = emptied && !parts.elsewhere;
        const std::string what = whole ? label_of(candidate, parts) : names_of(parts.once);
        finish(parts.once, with_words(what, "unless ordered with another suggestion"), candidate);
    }

private:
    /// What is made of a suggestion.
    struct Parts {
        Suggestion made, once;   ///< `once`: what a drug of another card brings too
        bool elsewhere = false;  ///< another card offers some of it
        bool also = false;       ///< an alternative of which a drug of another card brings some too
    };

    /// False when the suggestion would lose its drug.
    bool take(Candidate& candidate, std::size_t at, Parts& parts) {
        const engine::Action& wanted = candidate.wanted->actions[at];
        const Verdict verdict = claims_.verdict(candidate, wanted);
        if (verdict == Verdict::elsewhere) {
            parts.elsewhere = true;
            note(offer_, fmt::format("Offered on another card: {}", name_of(wanted)));
        }
        if (verdict != Verdict::here) return !starts_drug(wanted);
        with_reasons(candidate, at);
        const bool shared = is_shared(candidate, wanted);
        // The label names all that one click orders, so only a request of its own is told apart.
        const bool apart = shared && !candidate.choice && candidate.wanted->actions.size() == 1;
        parts.also = parts.also || (shared && !apart);
        Suggestion& into = apart ? parts.once : parts.made;
        into.actions.push_back(std::move(candidate.actions[at]));
        return true;
    }

    void finish(Suggestion& made, std::string label, const Candidate& candidate) {
        made.label = std::move(label);
        if (made.label.empty() && !made.actions.empty()) made.label = made.actions.front().description;
        if (made.label.empty()) return;
        made.uuid = uuid_();
        made.recommended = candidate.recommended;
        offer_.suggestions.push_back(std::move(made));
    }

    /// A request takes over the times and questions of those that gave way to it.
    void with_reasons(Candidate& candidate, std::size_t at) const {
        const auto* const test = std::get_if<engine::TestProposal>(&candidate.wanted->actions[at]);
        if (!test) return;
        const bool referral = patient_.name(test->what).starts_with("referral");
        const engine::TestProposal one = claims_.with_reasons(candidate, *test, referral);
        if (one.urgent == test->urgent && one.when == test->when) return;
        MadeAction made = make_action(one, patient_);
        if (made.action) candidate.actions[at] = std::move(*made.action);
    }

    /// Said in the detail, and in the label: in a checklist such requests become a suggestion of their own.
    /// An alternative is not divided: taking one half would lose the other.
    bool is_shared(const Candidate& candidate, const engine::Action& wanted) {
        if (!claims_.comes_with_a_drug(candidate, wanted)) return false;
        note(
            offer_,
            fmt::format("Order once: {} also comes with a drug that another card offers", name_of(wanted))
        );
        return true;
    }

    static std::string with_words(std::string_view label, std::string_view words) {
        constexpr std::size_t room = 50;
        return fmt::format("{} \u2013 {}", shorten(label, label_limit - room), words);
    }

    std::string_view name_of(const engine::Action& action) const {
        return patient_.name(creation(action).second);
    }

    /// The requests themselves: "Draft request: creatinine, in 2 weeks; Draft request: ALT".
    static std::string names_of(const Suggestion& made) {
        std::string names;
        for (const Action& each : made.actions)
            names.append(names.empty() ? "" : "; ").append(each.description);
        return names;
    }

    static std::string label_of(const Candidate& one, const Parts& parts) {
        std::string label = one.wanted->label;
        if (label.empty()) return label;
        if (!one.caution.empty()) label += fmt::format(" \u2013 {}", one.caution);
        if (!one.beside.empty())
            label += fmt::format(" \u2013 with another card's suggestion: {}", one.beside);
        if (parts.elsewhere) label += " (the rest is on another card)";
        if (parts.also) return with_words(label, "what another suggestion orders too is needed once");
        return shorten(label, label_limit);
    }

    const Claims& claims_;
    const engine::Patient& patient_;
    const UuidSource& uuid_;
    Offer& offer_;
};

/// Changes of one draft are alternatives also where two cards offer them (RULES 6.3.4): the second would
/// write over the first, or change what the first removed. Cards cannot exclude each other, so their words
/// do.
void tell_other_changes(
    std::span<const Candidate> all, const engine::Patient& patient, std::vector<Offer>& offers
) {
    std::map<const engine::Order*, std::set<std::size_t>> cards;
    std::set<const engine::Order*> changed;
    for (const Candidate& each : all)
        for (const engine::Action& action : each.wanted->actions)
            if (const engine::Order* const order = engine::taken_out(action)) {
                cards[order].insert(each.card);
                if (!std::holds_alternative<engine::RemoveOrder>(action)) changed.insert(order);
            }
    for (const auto& [order, where] : cards)
        if (where.size() > 1 && changed.contains(order))
            for (const std::size_t card : where)
                note(
                    offers[card],
                    fmt::format(
                        "Another card changes {} too: take one change only", order_name(*order, patient)
                    )
                );
}

const Action* about_a_draft(const Suggestion& one) {
    const auto found =
        std::ranges::find_if(one.actions, [](const Action& each) { return !each.subject.empty(); });
    return found == one.actions.end() ? nullptr : &*found;
}

/// Adds words(action) to the labels that stand on more than one suggestion.
template <class Words>
void add_where_same(std::vector<Suggestion>& suggestions, Words words) {
    std::map<std::string, int> times;
    for (const Suggestion& each : suggestions) ++times[each.label];
    for (Suggestion& each : suggestions)
        if (const Action* const draft = about_a_draft(each); draft && times[each.label] > 1)
            each.label = shorten(each.label, label_limit) + words(*draft);
}

/// Two drafts of one drug: most clients show nothing but the label, so it says which is meant.
void tell_drafts_apart(std::vector<Suggestion>& suggestions) {
    add_where_same(suggestions, [](const Action& draft) { return " \u2013 " + shorten(draft.subject, 80); });
    add_where_same(suggestions, [](const Action& draft) { return fmt::format(" ({})", draft.resource_id); });
}

}  // namespace

std::vector<Offer> offers(
    std::span<const Problem> problems,
    const engine::Patient& patient,
    const Review& review,
    const UuidSource& uuid
) {
    std::vector<Offer> all(problems.size());
    Candidates candidates(patient, review);
    for (std::size_t at = 0; at < problems.size(); ++at) candidates.add(problems[at], all[at]);
    const Claims claims(candidates.all);
    choose_favourites(candidates.all, claims, all, patient, review);
    for (Candidate& each : candidates.all) Offering(claims, patient, uuid, all[each.card]).add(each);
    tell_other_changes(candidates.all, patient, all);
    for (Offer& each : all) tell_drafts_apart(each.suggestions);
    return all;
}

}  // namespace iim::cards

#include "cards/favourites.hpp"

#include "cards/text.hpp"
#include "cards/wishes.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

bool changes_nothing(const engine::Suggestion& suggestion) {
    return !prescribes(suggestion)
           && std::ranges::none_of(suggestion.actions, [](const engine::Action& action) {
                  return engine::taken_out(action) != nullptr;
              });
}

bool is_whole(const Candidate& one, const Claims& claims) {
    return std::ranges::all_of(one.wanted->actions, [&](const engine::Action& action) {
        return claims.verdict(one, action) == Claims::Verdict::here;
    });
}

bool may_be_favourite(const Candidate& one, const Claims& claims, const engine::Patient& patient) {
    if (!one.wanted->recommended || !one.caution.empty() || !is_whole(one, claims)) return false;
    if (one.choice && !one.finding->at_most_one && changes_nothing(*one.wanted)) return false;
    return !prescribes(*one.wanted) || patient.sources().allergies != engine::Availability::unavailable;
}

constexpr std::string_view same_order = "another card changes the same order";

/// What would be ordered if every favourite so far were taken.
class Together {
public:
    explicit Together(const Review& review) : review_(review) {}

    /// What the rules say if `one` is taken too. Unless they refuse that, it is.
    engine::Opinion take(const Candidate& one) {
        using Verdict = engine::Opinion::Verdict;
        if (!engine::SelfCheck::concerns(*one.wanted)) return {};
        const std::set<const engine::Order*> touched = orders_taken_out(*one.wanted);
        if (std::ranges::any_of(touched, [&](const auto* order) { return touched_.contains(order); }))
            return {Verdict::refused, std::string(same_order)};
        engine::Suggestion both = all_;
        std::vector<std::string_view> orders = orders_;
        std::ranges::copy(one.wanted->actions, std::back_inserter(both.actions));
        std::ranges::copy(orders_of(one), std::back_inserter(orders));
        engine::Opinion opinion;
        if (!all_.actions.empty()) opinion = review_({&both, orders});
        if (opinion.verdict == Verdict::refused) return opinion;
        touched_.insert(touched.begin(), touched.end());
        all_ = std::move(both);
        orders_ = std::move(orders);
        return opinion;
    }

private:
    const Review& review_;
    engine::Suggestion all_;
    std::vector<std::string_view> orders_;
    std::set<const engine::Order*> touched_;
};

bool starts_drug(const engine::Suggestion& suggestion) {
    return std::ranges::any_of(suggestion.actions, [](const engine::Action& action) {
        return std::holds_alternative<engine::DrugProposal>(action);
    });
}

/// Tells of each favourite what would be critical beside a drug that another card offers as well (R01 offers
/// methotrexate, R03 recommends TMP-SMX). Favourites were judged together.
void tell_clashes(std::vector<Candidate>& all, const Review& review) {
    constexpr int most_pairs = 8;
    int pairs = 0;
    for (Candidate& one : all) {
        if (!one.recommended || !starts_drug(*one.wanted)) continue;
        for (const Candidate& other : all) {
            const bool apart = other.card != one.card && !other.recommended && starts_drug(*other.wanted);
            if (!apart || !one.beside.empty() || !other.beside.empty() || ++pairs > most_pairs) continue;
            Together together(review);
            together.take(one);
            const engine::Opinion opinion = together.take(other);
            if (opinion.verdict == engine::Opinion::Verdict::refused
                && opinion.because != engine::SelfCheck::too_many)
                one.beside = opinion.because;
        }
    }
}

std::string with_others(const Candidate& one, const engine::Opinion& opinion) {
    return fmt::format(
        "Together with what another card recommends: {} ({})",
        shorten(one.wanted->label, label_limit),
        opinion.because
    );
}

}  // namespace

void choose_favourites(
    std::vector<Candidate>& all,
    const Claims& claims,
    std::span<Offer> offers,
    const engine::Patient& patient,
    const Review& review
) {
    Together together(review);
    std::set<std::size_t> decided;  // choices that have their favourite
    for (Candidate& each : all) {
        if (!may_be_favourite(each, claims, patient)) continue;
        if (each.choice && decided.contains(each.card)) continue;
        const engine::Opinion opinion = together.take(each);
        each.recommended = opinion.verdict != engine::Opinion::Verdict::refused;
        if (each.recommended) decided.insert(each.card);
        if (opinion.verdict == engine::Opinion::Verdict::fine) continue;
        note(offers[each.card], with_others(each, opinion));
        if (opinion.because != same_order) each.beside = opinion.because;
    }
    tell_clashes(all, review);
}

}  // namespace iim::cards

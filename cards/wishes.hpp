#pragma once

#include "cards/bundle.hpp"
#include "engine/facts/patient.hpp"

#include <list>
#include <set>
#include <string>
#include <vector>

namespace iim::cards {

/// The orders that it removes or rewrites.
std::set<const engine::Order*> orders_taken_out(const engine::Suggestion& suggestion);

/// A suggestion of one of the card's rules; both live as long as the problem and `written`.
struct Wish {
    const engine::Finding* finding = nullptr;
    const engine::Suggestion* wanted = nullptr;
};

/// What a card asks for.
struct Wishes {
    std::vector<Wish> all;
    std::vector<std::string> notes;  ///< what of its rules' suggestions is not among them, and why
};

/// True when the suggestions exclude each other (RULES 4.6): two alternatives of a rule, of which both at
/// once may harm, or two suggestions about one draft, which cannot be both removed and rewritten (6.3.4). A
/// referral instead of a drug does no harm beside it: where a checklist joined it locks nothing away.
bool is_choice(const std::vector<Wish>& wishes);

/// The suggestions of all rules of a card as one list. A client can take any of a checklist or one of a
/// choice, so a card is one of both:
///
/// - Where a checklist leads, a merged rule with alternatives brings its first choice only: the list stays
///   one of which everything can be taken. The others are named.
/// - In a choice the tests of a checklist are one suggestion, and a change of the order that they are about
///   brings them along (6.1): one click is the whole correction.
/// - A critical card does not offer a schedule that leaves its danger.
///
/// What is written for this is kept in `written`.
Wishes wishes_of(
    const Problem& problem, const engine::Patient& patient, std::list<engine::Suggestion>& written
);

}  // namespace iim::cards

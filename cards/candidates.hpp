#pragma once

#include "cards/suggestion.hpp"

#include <cstddef>
#include <list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::cards {

/// A suggestion whose every action could be written; `actions` stand in the order of `wanted->actions`.
struct Candidate {
    const engine::Finding* finding = nullptr;
    const engine::Suggestion* wanted = nullptr;
    std::vector<Action> actions = {};
    std::string caution = {};  ///< a new warning that accepting it would bring (RULES 6.1)
    std::string beside = {};   ///< what it would bring with a suggestion of another card
    std::size_t card = 0;      ///< index of its problem
    bool choice = false;       ///< of its card only one suggestion is taken
    bool recommended = false;  ///< marked as recommended on its card (cards/favourites.hpp)
};

/// The drug orders that its actions write, for the self-check: empty for tests, tasks and removals.
std::vector<std::string_view> orders_of(const Candidate& one);

/// Why a suggestion is not offered, once.
void note(Offer& offer, std::string text);

/// Collects the suggestions that may be offered: those that can be written and that the rules do not refuse.
/// What is left of a card decides whether it is a choice (cards/wishes.hpp).
class Candidates {
public:
    Candidates(const engine::Patient& patient, const Review& review) : patient_(patient), review_(review) {}

    /// Those of the next card; why another is not offered goes into `offer`.
    void add(const Problem& problem, Offer& offer);

    std::vector<Candidate> all;

private:
    bool add(Candidate one, Offer& offer);
    bool is_repeated_removal(const Candidate& one) const;
    void set_choice(std::size_t first, Offer& offer);
    void ask_specialist(const Problem& problem, const Candidate& like);

    const engine::Patient& patient_;
    const Review& review_;
    std::size_t cards_ = 0;
    std::list<engine::Suggestion> written_here_;  ///< candidates point to them
};

}  // namespace iim::cards

#include "cards/claims.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace iim::cards {
namespace {

using engine::DrugProposal;
using engine::TestProposal;

bool is_test(const engine::Action& action) noexcept {
    return std::holds_alternative<TestProposal>(action);
}

/// True when it asks for tests or referrals and does nothing else.
bool stands_alone(const engine::Suggestion& suggestion) noexcept {
    return !suggestion.actions.empty() && std::ranges::all_of(suggestion.actions, is_test);
}

/// The drug that the suggestion is for: what it creates first. Null when that is no drug.
const engine::Action* main_drug(const engine::Suggestion& suggestion) noexcept {
    const auto first = std::ranges::find_if(suggestion.actions, creates);
    return first != suggestion.actions.end() && starts_drug(*first) ? &*first : nullptr;
}

bool asks_for_all_of(const engine::Suggestion& larger, const engine::Suggestion& smaller) {
    return std::ranges::all_of(smaller.actions, [&](const engine::Action& wanted) {
        return std::ranges::any_of(larger.actions, [&](const engine::Action& each) {
            return creation(each) == creation(wanted);
        });
    });
}

bool is_urgent(const engine::Suggestion& suggestion) noexcept {
    return std::ranges::any_of(suggestion.actions, [](const engine::Action& action) {
        const auto* const test = std::get_if<TestProposal>(&action);
        return test && test->urgent;
    });
}

/// A question to a specialist, or the time of a test; a test without a time is for now.
void append_reason(std::vector<std::string>& reasons, std::string_view reason, bool referral) {
    if (reason.empty() && referral) return;
    std::string words(reason.empty() ? "now" : reason);
    if (std::ranges::find(reasons, words) == reasons.end()) reasons.push_back(std::move(words));
}

}  // namespace

bool creates(const engine::Action& action) noexcept {
    return starts_drug(action) || is_test(action);
}

Creation creation(const engine::Action& action) noexcept {
    if (const auto* const drug = std::get_if<DrugProposal>(&action)) return {true, drug->drug};
    if (const auto* const taper = std::get_if<engine::TaperProposal>(&action)) return {true, taper->drug};
    if (const auto* const test = std::get_if<TestProposal>(&action)) return {false, test->what};
    return {};
}

bool starts_drug(const engine::Action& action) noexcept {
    return std::holds_alternative<DrugProposal>(action)
           || std::holds_alternative<engine::TaperProposal>(action);
}

bool prescribes(const engine::Suggestion& suggestion) noexcept {
    return std::ranges::any_of(suggestion.actions, starts_drug);
}

Claims::Claims(std::span<const Candidate> candidates) : candidates_(candidates) {
    for (const Candidate& each : candidates_) claim_drug(each);
    for (std::size_t at = 0; at < candidates_.size(); ++at)
        if (gives_way(at)) repeated_.insert(&candidates_[at]);
    for (const bool choice : {false, true})
        for (const Candidate& each : candidates_)
            if (each.choice == choice) claim_requests(each);
    for (const Candidate& each : candidates_) remember(each);
}

/// A suggestion whose drug another finding prescribes is not offered, so it holds nothing.
void Claims::claim_drug(const Candidate& candidate) {
    const engine::Action* const drug = main_drug(*candidate.wanted);
    if (drug && owners_.try_emplace(creation(*drug), &candidate).first->second->finding != candidate.finding)
        return;
    if (stands_alone(*candidate.wanted)) return;
    for (const engine::Action& action : candidate.wanted->actions)
        if (creates(action) && &action != drug) companions_[creation(action)].insert(candidate.card);
}

/// True when another rule's alternative of the same card asks for as much. Of two that ask for the same the
/// urgent one stays, else the first. What one rule offers as two alternatives is meant so.
bool Claims::gives_way(std::size_t one) const {
    const Candidate& candidate = candidates_[one];
    if (!candidate.choice || !stands_alone(*candidate.wanted)) return false;
    for (std::size_t at = 0; at < candidates_.size(); ++at) {
        const Candidate& other = candidates_[at];
        if (other.card != candidate.card || other.finding == candidate.finding) continue;
        if (!stands_alone(*other.wanted) || !asks_for_all_of(*other.wanted, *candidate.wanted)) continue;
        if (!asks_for_all_of(*candidate.wanted, *other.wanted)) return true;
        const bool more = is_urgent(*other.wanted), less = is_urgent(*candidate.wanted);
        if (more != less ? more : at < one) return true;
    }
    return false;
}

void Claims::claim_requests(const Candidate& candidate) {
    if (!stands_alone(*candidate.wanted) || repeated_.contains(&candidate)) return;
    for (const engine::Action& action : candidate.wanted->actions)
        owners_.try_emplace(creation(action), &candidate);
}

void Claims::remember(const Candidate& given_up) {
    if (!stands_alone(*given_up.wanted)) return;
    for (const engine::Action& action : given_up.wanted->actions)
        if (verdict(given_up, action) != Verdict::here)
            given_up_[creation(action).second].push_back(std::get_if<TestProposal>(&action));
}

Claims::Verdict Claims::verdict(const Candidate& candidate, const engine::Action& action) const {
    if (!creates(action)) return Verdict::here;
    if (repeated_.contains(&candidate)) return Verdict::before;
    const bool alone = stands_alone(*candidate.wanted);
    if (!alone && &action != main_drug(*candidate.wanted)) return Verdict::here;
    const Candidate& owner = *owners_.at(creation(action));
    if (owner.card != candidate.card) return Verdict::elsewhere;
    if (!alone) return owner.finding == candidate.finding ? Verdict::here : Verdict::before;
    return candidate.choice || &owner == &candidate ? Verdict::here : Verdict::before;
}

bool Claims::comes_with_a_drug(const Candidate& candidate, const engine::Action& action) const {
    const auto found = companions_.find(creation(action));
    if (found == companions_.end()) return false;
    const bool alone = stands_alone(*candidate.wanted) || &action == main_drug(*candidate.wanted);
    return alone
           && std::ranges::any_of(found->second, [&](std::size_t card) { return card != candidate.card; });
}

TestProposal Claims::with_reasons(const Candidate& candidate, const TestProposal& test, bool referral) const {
    TestProposal one = test;
    const auto found = given_up_.find(test.what);
    if (found == given_up_.end() || !stands_alone(*candidate.wanted)) return one;
    std::vector<std::string> reasons;
    append_reason(reasons, test.when, referral);
    for (const TestProposal* const other : found->second) {
        one.urgent = one.urgent || other->urgent;
        append_reason(reasons, other->when, referral);
    }
    if (std::erase(reasons, "now") > 0 && !reasons.empty()) reasons.insert(reasons.begin(), "now");
    one.when = fmt::format("{}", fmt::join(reasons, referral ? "; " : " and "));
    return one;
}

}  // namespace iim::cards

#pragma once

#include "cards/candidates.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace iim::cards {

/// What an action creates: is it a drug, and which concept.
using Creation = std::pair<bool, engine::Concept>;
bool creates(const engine::Action& action) noexcept;
Creation creation(const engine::Action& action) noexcept;

/// True when the action starts a drug, or goes on with it by a new schedule.
bool starts_drug(const engine::Action& action) noexcept;
/// True when one of the suggestion's actions does.
bool prescribes(const engine::Suggestion& suggestion) noexcept;

/// Which suggestion may create which resource in one answer (RULES 6.3.6: two rules may not create the same
/// one). A suggestion is a drug or a change with its companions, or a request that stands on its own.
///
/// - The drug that a suggestion is for is offered by the most important card only.
/// - A companion (a test or folic acid that belongs to a drug) stays with its drug whatever other cards say:
/// a
///   drug without its tests would be another treatment (6.1).
/// - A test that stands on its own is offered once. A checklist has it rather than a choice, since there it
///   can be taken whatever else is taken; among equals the more important card. So nothing that is needed can
///   be locked away by another decision.
/// - Of two alternatives of one card that ask for the same tests only one is shown, with both reasons.
/// - A test that stands on its own stays although it is also the companion of a drug: the drug may not be
///   chosen, so the test would not be certain. To have it ordered once, the words say where else it comes.
class Claims {
public:
    explicit Claims(std::span<const Candidate> candidates);

    enum class Verdict {
        here,       ///< this suggestion creates it
        elsewhere,  ///< another card does
        before,     ///< another suggestion of this card does
    };
    Verdict verdict(const Candidate& candidate, const engine::Action& action) const;
    /// True for what stands on its own here and also comes with a drug that another card offers.
    bool comes_with_a_drug(const Candidate& candidate, const engine::Action& action) const;
    /// A request that stands on its own with the urgency, and with the times (of a referral: the questions),
    /// of those that gave way to it; a companion as it is.
    engine::TestProposal with_reasons(
        const Candidate& candidate, const engine::TestProposal& test, bool referral
    ) const;

private:
    bool gives_way(std::size_t one) const;
    void claim_drug(const Candidate& candidate);
    void claim_requests(const Candidate& candidate);
    void remember(const Candidate& given_up);

    std::span<const Candidate> candidates_;
    std::map<Creation, const Candidate*> owners_;           ///< of main drugs and of tests on their own
    std::map<Creation, std::set<std::size_t>> companions_;  ///< on which cards
    std::set<const Candidate*> repeated_;                   ///< the same offer again
    std::map<engine::Concept, std::vector<const engine::TestProposal*>> given_up_;
};

}  // namespace iim::cards

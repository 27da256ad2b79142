#pragma once

#include "engine/facts/simulate.hpp"
#include "engine/judge.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What the rules say of a suggestion before it is shown (RULES 6.1).
struct Opinion {
    enum class Verdict {
        fine,     ///< nothing new, or nothing that the suggestion does not answer itself
        caution,  ///< a new warning: may be offered, not recommended
        refused,  ///< a new critical, or it could not be checked
    };
    Verdict verdict = Verdict::fine;
    std::string because;  ///< what the rule says; empty when fine
};

/// Judges the patient again as if suggestions had been accepted. One for each answer; it checks only so many
/// suggestions, what comes after them is refused.
class SelfCheck {
public:
    /// Of RULES 6.1.
    static std::span<const Rule* const> rules();
    /// `said` are the findings of the answer; all three must outlive this.
    SelfCheck(
        const Patient& patient, std::span<const Finding> said, std::span<const Rule* const> checked = rules()
    )
        : patient_(patient), said_(said), rules_(checked) {}

    /// True when a suggestion orders, changes or removes a drug: others cannot do harm by themselves.
    static bool concerns(const Suggestion& suggestion) noexcept;
    Opinion judge(const Accepted& accepted);

    static constexpr std::size_t most_suggestions = 32;
    static constexpr std::string_view too_many = "too many options to check";

private:
    /// What one judgement said, in words that outlive it.
    struct Statement {
        const Rule* rule;
        Indicator indicator;
        const Order* origin;  ///< null for the patient and for a new order
        bool of_new_order;
        bool of_suggested;  ///< said of an order that the suggestion creates or changes
        std::string summary;
        std::vector<Concept> asks_for;  ///< tests that the finding suggests
    };
    using Statements = std::vector<Statement>;

    /// Nothing when a rule failed on the simulated patient: its silence would look like consent.
    std::optional<Statements> run(Simulation simulation);
    const Statements& before();
    static bool says_no_less(const Statement& one, const Statement& other) noexcept;
    static bool forbids(const Statement& statement) noexcept;
    bool is_new(const Statement& statement, const Statements& after, const Suggestion& suggestion);
    bool ends_a_critical(const Statements& after, const Suggestion& suggestion) const;
    bool is_answered(const Statement& statement, const Accepted& accepted);

    const Patient& patient_;
    std::span<const Finding> said_;
    std::span<const Rule* const> rules_;
    std::optional<Statements> before_;
    std::optional<Statements> without_companions_;  ///< of the suggestion being judged
    fhir::Document scratch_;
    std::size_t judged_ = 0;
};

}  // namespace iim::engine

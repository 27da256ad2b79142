#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// How one agent fits this patient: a row of the option fitness table (RULES 6.1). Reasons that rule it out
/// come first.
class Fitness {
public:
    void avoid(std::string reason);
    void caution(std::string reason);
    /// A caution that is told but takes no recommendation away: mild stomach upset, a reduced dose.
    void mention(std::string reason);

    OptionRow::Verdict verdict() const noexcept { return verdict_; }
    bool offered() const noexcept { return verdict_ != OptionRow::Verdict::avoid; }
    bool fits() const noexcept { return verdict_ == OptionRow::Verdict::fits; }
    /// Nothing against recommending it: at most things to mention.
    bool recommendable() const noexcept { return offered() && !doubtful_; }
    std::string because() const;
    /// The first reason for caution, for a label; empty when there is none.
    std::string first_caution() const;

private:
    OptionRow::Verdict verdict_ = OptionRow::Verdict::fits;
    bool doubtful_ = false;
    std::vector<std::string> avoid_, caution_;
};

Fitness methotrexate_fitness(const Patient& patient);
Fitness azathioprine_fitness(const Patient& patient);
Fitness mycophenolate_fitness(const Patient& patient);
Fitness immunoglobulin_fitness(const Patient& patient);

// Pieces of the table that several agents share.
void weigh_allergy(Fitness& fit, const Patient& patient, ConceptGroup substances);
/// Decisions about the drug that the record already holds (RULES 2.4).
void weigh_earlier_decisions(Fitness& fit, const Patient& patient, ConceptGroup drugs);
/// For drugs that harm the unborn child.
void weigh_pregnancy(Fitness& fit, const Patient& patient);

/// Sources in which a reason against an option might stand but which this call did not bring in full,
/// allergies that no drug could be found for, kidney results that could not be read: with any of them no
/// option is marked recommended (RULES 4.6).
std::vector<std::string> unseen_exclusions(const Patient& patient);

/// The same for pregnancy tests, viral hepatitis, ALT and blood count: on file, but what they say could not
/// be read.
std::vector<std::string> unreadable_exclusions(const Patient& patient);

}  // namespace iim::engine

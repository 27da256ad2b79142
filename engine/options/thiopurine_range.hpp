#pragma once

#include "engine/facts/patient.hpp"

#include <string>
#include <vector>

/// What TPMT and NUDT15 allow of azathioprine (RULES R08).
namespace iim::engine::thiopurine {

/// The share of the usual dose that an intermediate metaboliser is given.
struct ReducedRange {
    std::vector<std::string> genes;  ///< that read intermediate; both: the lower range
    double limit = 0;                ///< mg/kg/day, alert above
    std::string in_words;            ///< "30-80 % of usual"
    explicit operator bool() const noexcept { return !genes.empty(); }
};
ReducedRange reduced_range(const Patient& patient);

/// The genes that read poor, from results, an unreliable low activity or a recorded deficiency.
std::vector<std::string> poor_genes(const ThiopurineStatus& genes);
std::vector<std::string> indeterminate_genes(const ThiopurineStatus& genes);

/// R08 speaks of a lower limit than the usual one: R19 gives way.
bool has_lower_limit(const Patient& patient);

/// Where the phenotypes were read, with dates, and what makes them doubtful.
std::vector<std::string> phenotype_facts(const Patient& patient);

}  // namespace iim::engine::thiopurine

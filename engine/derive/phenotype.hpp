#pragma once

#include "engine/facts/facts.hpp"

#include <string>

namespace iim::engine {

class Policy;

/// What the record says about one thiopurine gene.
struct GeneStatus {
    /// May be known without a valid result: a low activity after a transfusion, a recorded TPMT deficiency.
    Phenotype phenotype = Phenotype::unknown;
    const Result* result = nullptr;   ///< the valid result, if any
    const Result* pending = nullptr;  ///< preliminary only
    bool unreliable =
        false;  ///< activity within the transfusion window, or transfusion data missing and Hb < 8
    bool on_treatment = false;           ///< sampled on a thiopurine
    bool invalidated = false;            ///< an activity result exists but a transfusion came before it
    bool in_words_only = false;          ///< a result or a request names the gene, its code is not known
    const Request* requested = nullptr;  ///< test ordered (active ≤ 21 d, or draft in the same basket)
    const Result* discrepant =
        nullptr;  ///< a low activity although the gene reads normal: treated as intermediate
    /// A result that answers the question (RULES 2.8).
    bool valid() const noexcept { return result != nullptr; }
};

/// TPMT and NUDT15 (RULES 2.8, R02, R08). `source` says what "not found" means.
struct ThiopurineStatus {
    GeneStatus tpmt, nudt15;
    Availability source = Availability::unavailable;
    bool both_normal() const noexcept;
    bool any_poor() const noexcept;
    bool any_intermediate() const noexcept;
};

/// `facts` must outlive the result.
ThiopurineStatus derive_thiopurine_status(const Facts& facts, const Policy& policy);

}  // namespace iim::engine

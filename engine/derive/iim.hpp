#pragma once

#include "engine/derive/severity.hpp"
#include "engine/facts/facts.hpp"

#include <string>
#include <vector>

namespace iim::engine {

class Policy;

enum class Subtype { none, ici, ibm, jdm, imnm, antisynthetase, dermatomyositis, polymyositis, unspecified };
enum class Certainty { none, possible, probable, confirmed };

/// "dermatomyositis", "necrotising myopathy (IMNM)", …: plain words for cards.
std::string_view to_string(Subtype) noexcept;

/// The myositis of this patient, as the record shows it (RULES 3.1–3.3).
struct Iim {
    Subtype subtype = Subtype::none;
    Certainty certainty = Certainty::none;
    bool amyopathic = false;
    bool mda5 = false, hmgcr = false, srp = false, anti_ars = false;  ///< antibody positive, lifetime
    bool msa_positive = false;                                        ///< any myositis-specific antibody
    bool ici_exposure = false;
    bool ild = false, rp_ild = false, ild_risk = false;
    bool severe_skin = false;
    bool remission = false;
    Severity severity;
    Truth severe = Truth::unknown;            ///< RULES 3.2; severity.severe()
    std::vector<std::string> severe_because;  ///< plain words
    std::optional<Day> onset;
    const Condition* because = nullptr;  ///< the condition that decided; lives in the Facts
    std::vector<std::string> used;       ///< facts used, plain words with dates
    /// RULES hasIIM: IIM* of every rule's trigger.
    bool has() const noexcept { return certainty >= Certainty::probable; }
    /// Diagnosis not confirmed in the record: rules run in info mode.
    bool possible_only() const noexcept { return certainty == Certainty::possible; }
};

/// True when the code (or its words) is one of a myositis by itself.
bool names_myositis(const Condition&);

/// `facts` must outlive the result.
Iim derive_iim(const Facts& facts, const Policy& policy);

}  // namespace iim::engine

#include "engine/derive/iim.hpp"

#include "engine/derive/myositis_facts.hpp"
#include "engine/facts/words.hpp"
#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {
namespace {

/// One reading of the record; the table of RULES 3.1 is walked from its top.
struct Candidate {
    Subtype subtype = Subtype::none;
    Certainty certainty = Certainty::none;
    const Condition* because = nullptr;
};

/// Codes that name a myositis, in the order of RULES 3.1.
struct NamedMyositis {
    Concept code;
    Subtype subtype;
};
constexpr std::array named_myositis{
    NamedMyositis{condition::inclusion_body_myositis, Subtype::ibm},
    NamedMyositis{condition::juvenile_dermatomyositis, Subtype::jdm},
    NamedMyositis{condition::immune_mediated_necrotizing_myopathy, Subtype::imnm},
    NamedMyositis{condition::antisynthetase_syndrome, Subtype::antisynthetase},
    NamedMyositis{condition::amyopathic_dermatomyositis, Subtype::dermatomyositis},
    NamedMyositis{condition::dermatomyositis, Subtype::dermatomyositis},
    NamedMyositis{condition::dermatomyositis_paraneoplastic, Subtype::dermatomyositis},
    NamedMyositis{condition::polymyositis, Subtype::polymyositis},
    NamedMyositis{condition::dermatopolymyositis, Subtype::unspecified},
    NamedMyositis{condition::overlap_myositis, Subtype::unspecified},
    NamedMyositis{condition::iim_unspecified, Subtype::unspecified},
    NamedMyositis{condition::inflammatory_myopathy_nec, Subtype::unspecified},
};

/// Muscle disease that is no IIM code: with a necrotising-myopathy antibody or a checkpoint inhibitor it
/// counts, alone never (RULES 3.1).
constexpr std::array muscle_disease{
    condition::inflammatory_myopathy_nec,
    condition::myositis_other,
    condition::myositis_unspecified,
    condition::drug_induced_myopathy,
    condition::statin_induced_myopathy,
    condition::myopathy_other,
};
/// Of these, the ones that a checkpoint inhibitor's myositis is coded with.
constexpr std::array ici_codes{
    condition::myositis_other, condition::myositis_unspecified, condition::drug_induced_myopathy};

bool counts(const Condition& one) {
    return one.status != ClinicalStatus::inactive;
}

/// M33.9x and the bare category M33 are "dermatopolymyositis": neither dermatomyositis nor polymyositis,
/// unless the clinician's own words say which.
bool is_unspecified(const Condition& one) {
    const bool code = one.code == "M33" || one.code.starts_with("M33.9");
    return code && !contains_words(one.label, "dermatomyositis");
}

/// G72.49 and M60.8x stand for necrotising myopathy when the clinician's own words say so (RULES 3.1). A text
/// that denies or doubts it says nothing.
bool is_necrotising_by_words(const Condition& one) {
    constexpr std::array<std::string_view, 9> names{
        "necrotising autoimmune myopathy",
        "necrotizing autoimmune myopathy",
        "immune-mediated necrotising myopathy",
        "immune-mediated necrotizing myopathy",
        "immune mediated necrotising myopathy",
        "immune mediated necrotizing myopathy",
        "anti-hmgcr myopathy",
        "anti-srp myopathy",
        "anti-srp"};
    constexpr std::array<std::string_view, 7> denials{
        "negative", "no evidence", "ruled out", "rule out", "excluded", "without", "r/o"};
    if (!one.code.starts_with("G72.49") && !one.code.starts_with("M60.8")) return false;
    const auto says = [&](std::string_view phrase) { return has_words(one.label, phrase); };
    return std::ranges::any_of(names, says) && std::ranges::none_of(denials, says);
}

Subtype named_subtype(const Condition& one) {
    if (is_necrotising_by_words(one)) return Subtype::imnm;
    for (const NamedMyositis& row : named_myositis) {
        if (!one.concepts.has(row.code)) continue;
        const bool without_myopathy = row.code == condition::amyopathic_dermatomyositis;
        if (row.subtype == Subtype::dermatomyositis && !without_myopathy && is_unspecified(one))
            return Subtype::unspecified;
        return row.subtype;
    }
    return Subtype::none;
}

bool childhood(const Condition& one, const Demographics& who) {
    if (who.child()) return true;
    return who.birth && one.since() && fhir::full_years(*who.birth, *one.since()) < 18;
}

class Reader {
public:
    Reader(const Facts& facts, Iim& iim) : facts_(facts), iim_(iim) {}

    void read() {
        antibodies();
        for (const Condition& one : facts_.conditions)
            if (counts(one)) condition(one);
        if (iim_.hmgcr || iim_.srp) necrotising();
        if (iim_.anti_ars) antisynthetase();
        checkpoint_inhibitor();
        choose();
    }

private:
    void antibodies() {
        const Antibodies found = positive_antibodies(facts_.labs, facts_.now);
        iim_.mda5 = found.mda5;
        iim_.hmgcr = found.hmgcr;
        iim_.srp = found.srp;
        iim_.anti_ars = found.anti_ars;
        iim_.msa_positive = found.specific;
        for (const Result* one : found.results) {
            const std::string when = one->dated ? ", " + fhir::to_string(one->date) : std::string();
            iim_.used.push_back(fmt::format("{} positive{}", antibody_name(one->test), when));
        }
    }

    void condition(const Condition& one) {
        const Subtype named = named_subtype(one);
        if (one.concepts.any_of(muscle_disease) && !one.low_certainty && !muscle_) muscle_ = &one;
        if (named == Subtype::none) return;
        myositis_.push_back(&one);
        Certainty certainty = named == Subtype::unspecified ? Certainty::probable : Certainty::confirmed;
        Subtype subtype = named;
        const bool skin = one.concepts.has(condition::dermatomyositis)
                          || one.concepts.has(condition::amyopathic_dermatomyositis);
        if (skin && named != Subtype::jdm && childhood(one, facts_.demographics)) {
            subtype = Subtype::jdm;
            certainty = Certainty::probable;
        }
        if (one.low_certainty) certainty = Certainty::possible;
        candidates_.push_back({subtype, certainty, &one});
        iim_.amyopathic = iim_.amyopathic || one.concepts.has(condition::amyopathic_dermatomyositis);
        iim_.severe_skin = iim_.severe_skin || (skin && one.severe);
    }

    /// Anti-HMGCR or anti-SRP: with an IIM code confirmed, with another muscle disease probable, alone
    /// possible.
    void necrotising() {
        const auto sure = std::ranges::find_if(myositis_, [](const Condition* one) {
            return !one->low_certainty && !one->concepts.has(condition::inflammatory_myopathy_nec);
        });
        if (sure != myositis_.end())
            candidates_.push_back({Subtype::imnm, Certainty::confirmed, *sure});
        else
            candidates_.push_back(
                {Subtype::imnm, muscle_ ? Certainty::probable : Certainty::possible, muscle_}
            );
    }

    void antisynthetase() {
        const Condition* const lung = lung_disease(facts_, !myositis_.empty());
        const auto sure =
            std::ranges::find_if(myositis_, [](const Condition* one) { return !one->low_certainty; });
        if (sure != myositis_.end())
            candidates_.push_back({Subtype::antisynthetase, Certainty::probable, *sure});
        else if (lung && !lung->low_certainty)
            candidates_.push_back({Subtype::antisynthetase, Certainty::probable, lung});
        else if (lung || !myositis_.empty())
            candidates_.push_back(
                {Subtype::antisynthetase, Certainty::possible, lung ? lung : myositis_.front()}
            );
    }

    /// Ruling 4 of RULES 0.1.
    void checkpoint_inhibitor() {
        const CheckpointInhibitor exposure(facts_);
        if (!exposure) return;
        for (const Condition& one : facts_.conditions) {
            const Subtype named = named_subtype(one);
            if (!counts(one) || (named == Subtype::none && !one.concepts.any_of(ici_codes))) continue;
            const bool in_time = exposure.explains(one.since());
            iim_.ici_exposure = iim_.ici_exposure || in_time || (!one.since() && exposure.within_a_year());
            if (in_time) outranked(one, named);
        }
        if (iim_.ici_exposure) iim_.used.push_back(exposure.describe());
    }

    void outranked(const Condition& one, Subtype named) {
        const bool yields = named == Subtype::none || named == Subtype::polymyositis
                            || named == Subtype::dermatomyositis || named == Subtype::unspecified;
        if (!yields || iim_.msa_positive) return;
        ici_ = {Subtype::ici, one.low_certainty ? Certainty::possible : Certainty::probable, &one};
    }

    void choose() {
        Candidate best;
        for (const Candidate& one : candidates_) {
            const bool higher = one.certainty > best.certainty;
            const bool earlier_row = one.certainty == best.certainty && one.subtype < best.subtype;
            const bool now_active = one.certainty == best.certainty && one.subtype == best.subtype
                                    && one.because && one.because->active()
                                    && !(best.because && best.because->active());
            if (best.subtype == Subtype::none || higher || earlier_row || now_active) best = one;
        }
        const bool code_stands = best.subtype == Subtype::ibm || best.subtype == Subtype::jdm
                                 || best.subtype == Subtype::imnm || best.subtype == Subtype::antisynthetase;
        const bool ici = ici_.certainty != Certainty::none
                         && !(code_stands && best.certainty >= ici_.certainty)
                         && !(best.certainty >= Certainty::probable && ici_.certainty == Certainty::possible);
        if (ici) best = ici_;
        iim_.subtype = best.subtype;
        iim_.certainty = best.certainty;
        iim_.because = best.because;
    }

    const Facts& facts_;
    Iim& iim_;
    std::vector<Candidate> candidates_;
    std::vector<const Condition*> myositis_;  ///< conditions with an IIM code
    const Condition* muscle_ = nullptr;       ///< a muscle disease that is no IIM code
    Candidate ici_;
};

/// Remission, and the earliest day, over every condition that names this myositis.
void read_course(const Facts& facts, Iim& iim) {
    bool active = false;
    bool remission = false;
    for (const Condition& one : facts.conditions) {
        const bool myositis = named_subtype(one) != Subtype::none || &one == iim.because;
        if (!counts(one) || !myositis) continue;
        active = active || one.active();
        remission = remission || one.status == ClinicalStatus::remission;
        for (const auto& day : {one.onset, one.recorded})
            if (day) iim.onset = std::min(iim.onset.value_or(*day), *day);
    }
    iim.remission = remission && !active;
}

void describe(const Condition& one, Subtype subtype, std::vector<std::string>& used) {
    std::string line(to_string(subtype));
    if (!one.code.empty()) line += fmt::format(" (code {})", one.code);
    if (one.since()) line += fmt::format(", since {}", fhir::to_string(*one.since()));
    if (one.text_only)
        line += ", named in words only";
    else if (one.low_certainty)
        line += ", diagnosis not confirmed";
    if (one.status == ClinicalStatus::remission) line += ", in remission";
    used.insert(used.begin(), std::move(line));
}

}  // namespace

bool names_myositis(const Condition& one) {
    return named_subtype(one) != Subtype::none;
}

std::string_view to_string(Subtype subtype) noexcept {
    switch (subtype) {
    case Subtype::none: return "no myositis";
    case Subtype::ici: return "checkpoint-inhibitor myositis";
    case Subtype::ibm: return "inclusion body myositis";
    case Subtype::jdm: return "juvenile dermatomyositis";
    case Subtype::imnm: return "necrotising myopathy (IMNM)";
    case Subtype::antisynthetase: return "antisynthetase syndrome";
    case Subtype::dermatomyositis: return "dermatomyositis";
    case Subtype::polymyositis: return "polymyositis";
    case Subtype::unspecified: return "inflammatory myopathy of unspecified type";
    }
    return "no myositis";
}

Iim derive_iim(const Facts& facts, const Policy& policy) {
    Iim iim;
    Reader(facts, iim).read();
    if (iim.subtype != Subtype::none) read_course(facts, iim);
    if (iim.because) describe(*iim.because, iim.subtype, iim.used);
    const Condition* const lung = lung_disease(facts, iim.subtype != Subtype::none);
    iim.ild = lung != nullptr;
    iim.rp_ild = lung && (is_rapidly_progressive(*lung) || is_lung_failing(facts));
    iim.ild_risk = !iim.ild && (iim.mda5 || iim.anti_ars);
    iim.severity = derive_severity(facts, iim, policy);
    iim.severe = iim.severity.severe();
    if (iim.severe == Truth::yes) iim.severe_because = iim.severity.because;
    return iim;
}

}  // namespace iim::engine

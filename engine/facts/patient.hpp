#pragma once

#include "engine/derive/dose_weight.hpp"
#include "engine/derive/folate.hpp"
#include "engine/derive/iim.hpp"
#include "engine/derive/immunosuppression.hpp"
#include "engine/derive/phenotype.hpp"
#include "engine/derive/pregnancy.hpp"
#include "engine/derive/renal.hpp"
#include "engine/derive/risks.hpp"
#include "engine/derive/steroid_timeline.hpp"
#include "engine/derive/treatment.hpp"
#include "engine/facts/facts.hpp"
#include "engine/facts/trace.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"

#include <optional>
#include <vector>

namespace iim::engine {

/// The patient as the rules see them: the facts, what follows from them, and the questions of RULES section 5
/// in its own words. Built once per request; immutable; one thread.
class Patient {
public:
    /// `terms` and `policy` must outlive it.
    Patient(Facts facts, const Terms& terms, const Policy& policy);
    // What is derived points into the facts: moving keeps them in place, copying would not.
    Patient(Patient&&) = default;
    Patient(const Patient&) = delete;
    Patient& operator=(const Patient&) = delete;

    const Facts& facts() const noexcept { return facts_; }
    const Terms& terms() const noexcept { return *terms_; }
    const Policy& policy() const noexcept { return *policy_; }
    Day now() const noexcept { return facts_.now; }
    Hook hook() const noexcept { return facts_.hook; }
    const Sources& sources() const noexcept { return facts_.sources; }
    const Labs& labs() const noexcept { return facts_.labs; }
    std::string_view name(Concept c) const noexcept { return terms_->name(c); }

    /// From now on the questions below are written down, until nothing is given. One rule's are one Trace's.
    void trace(Trace* to) noexcept {
        trace_ = to;
        facts_.labs.trace(to);
    }
    Trace* trace() const noexcept { return trace_; }

    // --- drug orders
    // -------------------------------------------------------------------------------------------
    using Orders = std::vector<const Order*>;
    /// The orders this call is about: order-select the selected drafts, order-sign and medication-refill all
    /// of the context, order-dispatch the dispatched ones, encounter-discharge what the patient goes home
    /// with (nothing is drafted there); nothing elsewhere.
    Orders ordering(ConceptGroup drugs) const;
    /// Any draft of the basket, selected or not.
    Orders drafts(ConceptGroup drugs) const;
    /// Active orders and statements: not the ones a draft replaces, nor those past their stated end (the end
    /// of a supply is no end).
    Orders active(ConceptGroup drugs) const;
    /// cur(x) of RULES 4.8: active or draft.
    Orders current(ConceptGroup drugs) const;
    Orders on_hold(ConceptGroup drugs) const;
    /// Given, stopped or completed within `window` before now (orders, administrations): rituximab, IVIG,
    /// cyclophosphamide.
    bool given_within(ConceptGroup drugs, Days window) const;
    /// The last day on which one of `drugs` was given or ended, on or before now.
    std::optional<Day> last_given(ConceptGroup drugs) const;
    /// The active order that `draft` replaces (RULES 2.4), if any.
    const Order* replaced_by(const Order& draft) const;
    /// new(x) of RULES 4.8: no active or dispensed order of the same drug in the last 90 d. Of an order that
    /// is signed (discharge): begun in the last 90 d, and none in the 90 d before it.
    bool is_new(const Order& draft) const;

    // --- what else is on the record
    // ---------------------------------------------------------------------------
    /// An active condition among `kinds`.
    const Condition* condition(ConceptGroup kinds) const;
    const Condition* condition(Concept kind) const { return condition(ConceptGroup(&kind, 1)); }
    /// The worst allergy to one of `substances`.
    const Allergy* allergy_to(ConceptGroup substances) const;
    /// A test or referral asked for (active or draft) within `window` before now.
    const Request* requested(ConceptGroup tests, Days window) const;

    // --- derived
    // ----------------------------------------------------------------------------------------------
    const Iim& iim() const noexcept { return iim_; }
    const Severity& severity() const noexcept { return iim_.severity; }
    const SteroidTimeline& steroid() const noexcept { return steroid_; }
    const ThiopurineStatus& thiopurine_status() const noexcept { return thiopurine_; }
    const Pregnancy& pregnancy() const noexcept { return pregnancy_; }
    /// The newer of the reported eGFR and the one computed from creatinine (CKD-EPI 2021, bedside Schwartz).
    std::optional<KidneyFunction> kidney(Days window) const;

    // Read when first asked for.
    const Treatment& treatment() const;
    const Risks& risks() const;
    const Immunosuppression& immunosuppression() const;
    const FolateUse& folate() const;

    /// nonSteroidIS of RULES 3.4: what of it is current (look-backs for infusions included).
    std::vector<Concept> non_steroid_immunosuppressants() const;
    /// steroidSparing of RULES 3.4.
    std::vector<Concept> steroid_sparing() const;

private:
    /// Drafted, planned, or given so recently that it still acts.
    bool infusion_acts(const Concept& drug, Days acts) const;

    bool is_replaced(const Order& order) const;

    template <class Answer>
    Answer told(std::string_view question, ConceptGroup about, Answer answer) const {
        if (trace_) write_down(question, about, answer);
        return answer;
    }
    // patient_trace.cpp
    void write_down(std::string_view question, ConceptGroup about, const Orders& answer) const;
    void write_down(std::string_view question, ConceptGroup about, const Order* answer) const;
    void write_down(std::string_view question, ConceptGroup about, const Condition* answer) const;
    void write_down(std::string_view question, ConceptGroup about, const Allergy* answer) const;
    void write_down(std::string_view question, ConceptGroup about, const Request* answer) const;
    void write_down(std::string_view question, ConceptGroup about, std::optional<Day> answer) const;
    void write_down(std::string_view question, ConceptGroup about, bool answer) const;
    void write_down(Days window, const std::optional<KidneyFunction>& answer) const;
    void write_down(std::string_view question, ConceptGroup about, const std::vector<Concept>& answer) const;

    Facts facts_;
    const Terms* terms_;
    const Policy* policy_;
    Trace* trace_ = nullptr;
    std::vector<bool> replaced_;  ///< by index of the order
    Iim iim_;
    SteroidTimeline steroid_;
    ThiopurineStatus thiopurine_;
    Pregnancy pregnancy_;
    mutable std::optional<Treatment> treatment_;
    mutable std::optional<Risks> risks_;
    mutable std::optional<Immunosuppression> immunosuppression_;
    mutable std::optional<FolateUse> folate_;
};

}  // namespace iim::engine

#pragma once

#include "engine/derive/iim.hpp"
#include "engine/derive/phenotype.hpp"
#include "engine/derive/pregnancy.hpp"
#include "engine/derive/renal.hpp"
#include "engine/derive/steroid_timeline.hpp"
#include "engine/facts/facts.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"

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

    // --- drug orders
    // -------------------------------------------------------------------------------------------
    using Orders = std::vector<const Order*>;
    /// The draft orders this call is about: order-select the selected ones, order-sign and refill all of
    /// context.
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
    /// new(x) of RULES 4.8: no active or dispensed order of the same drug in the last 90 d.
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
    const SteroidTimeline& steroid() const noexcept { return steroid_; }
    const ThiopurineStatus& thiopurine_status() const noexcept { return thiopurine_; }
    const Pregnancy& pregnancy() const noexcept { return pregnancy_; }
    /// The newer of the reported eGFR and the one computed from creatinine (CKD-EPI 2021, bedside Schwartz).
    std::optional<KidneyFunction> kidney(Days window) const;

    /// nonSteroidIS of RULES 3.4: what of it is current (look-backs for infusions included).
    std::vector<Concept> non_steroid_immunosuppressants() const;
    /// steroidSparing of RULES 3.4.
    std::vector<Concept> steroid_sparing() const;

private:
    /// Drafted, planned, or given so recently that it still acts.
    bool infusion_acts(const Concept& drug, Days acts) const;

    bool is_replaced(const Order& order) const;

    Facts facts_;
    const Terms* terms_;
    const Policy* policy_;
    std::vector<bool> replaced_;  ///< by index of the order
    Iim iim_;
    SteroidTimeline steroid_;
    ThiopurineStatus thiopurine_;
    Pregnancy pregnancy_;
};

}  // namespace iim::engine

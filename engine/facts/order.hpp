#pragma once

#include "engine/terms/concept.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/dosage.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace iim::engine {

using fhir::Day;
using fhir::Days;

/// Where a fact was read: "MedicationRequest" "123". Views into the request.
struct Source {
    std::string_view type, id;
};

/// RULES 2.4.
enum class OrderState {
    draft,        ///< in the hook's context, not signed
    current,      ///< active
    on_hold,      ///< never protects, never exposes
    historical,   ///< completed or stopped: look-back only
    do_not_give,  ///< doNotPerform: documents a decision against the drug
};

/// Why a drug was stopped, as far as it is coded or said in a few plain words.
enum class StopReason { none, ineffective, intolerance, other };

/// Where a drug goes. RULES 2.6: only the systemic ones count as corticosteroid exposure.
enum class Route {
    unknown,
    oral,
    iv,
    im,
    sc,
    enteral,  // enteral: NG or PEG tube
    topical,
    ophthalmic,
    otic,
    nasal,
    inhaled,
    intra_articular,
    intralesional,
    epidural,
    intrathecal,
    rectal,
    other
};
bool is_systemic(Route) noexcept;

/// One drug order, administration plan or statement: RULES 2.2 MedFact, its doses normalised by 2.5.
/// The pointers and views live as long as the request's Document and the Terms.
struct Order {
    Source source;
    OrderState state = OrderState::current;
    Concepts drugs;          ///< all ingredient concepts; empty when the drug is not one the rules know
    std::string_view label;  ///< what the EHR calls the drug; EHR text, escape before showing
    const Product* product = nullptr;
    bool ingredient_only = false;
    Route route = Route::unknown;
    bool route_stated = false;  ///< from the order or the product's form, not assumed
    bool selected = false;      ///< named in context.selections
    bool in_context = false;  ///< came with the hook's context (draftOrders, medications) or was dispatched,
                              ///< whatever its status
    bool reported = false;    ///< MedicationStatement or reported: "patient-reported"
    bool status_unknown = false;
    bool acute_course = false;        ///< courseOfTherapyType = acute
    bool additional = false;          ///< note or text says it comes on top of what is taken
    bool oncology = false;            ///< its category or protocol is one of oncology
    bool identity_from_text = false;  ///< drug known by name only (ORD-8 last resort)
    Concepts reasons;                 ///< concepts of reasonCode and of the conditions in reasonReference
    bool has_reason = false;          ///< some reason is stated, known to us or not
    std::string_view reason_label;
    /// Of each reason that has no known code: its text, empty if it has none.
    std::vector<std::string_view> reasons_in_words;
    std::optional<Day> authored;
    std::optional<Day> start,
        end;  ///< of the whole order, from its phases or its effective period; no end: open
    StopReason stop_reason = StopReason::none;
    std::string_view based_on;  ///< of a statement: the order that it tells of, or empty
    std::string_view prior_id;  ///< priorPrescription, "MedicationRequest/…" or empty
    fhir::DoseReading dose;
    /// What people wrote beside the dose: notes, the words of its dosage; EHR text.
    std::vector<std::string_view> remarks;
    std::optional<fhir::Instant> starts_at;  ///< the first dose, when a time of day is stated for it
    const void* json = nullptr;              ///< identity of the resource (fhir::Json::identity)

    bool is(Concept drug) const noexcept { return drugs.has(drug); }
    bool is_any(ConceptGroup group) const noexcept { return drugs.any_of(group); }
    bool systemic() const noexcept { return is_systemic(route); }

    /// Σ of the phases that cover `day`, mg/day; an empty span when nothing is known for that day.
    fhir::Span mg_per_day(Day day) const;
    /// The highest mg/day over dated phases from `from` on, and over undated ones.
    fhir::Span peak_mg_per_day(Day from) const;
};

}  // namespace iim::engine

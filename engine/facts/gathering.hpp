#pragma once

#include "engine/facts/availability.hpp"
#include "engine/facts/drug_identity.hpp"
#include "engine/facts/gather.hpp"
#include "fhir/bundle.hpp"
#include "fhir/types.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

namespace iim::engine {

/// A drug order whose dose is read at the end of the pass, when weight and Medication resources are known.
struct PendingOrder {
    fhir::Json resource;
    bool in_context = false;
    std::optional<DrugIdentity> drug;  ///< none: behind a reference that is not resolved yet
};

/// The working state of one gather(). The readers below each turn one resource into facts; they expect a
/// resource of the patient in question and leave out what their kind's status says is not a fact.
struct Gathering {
    Gathering(const GatherInput& from, const Terms& with, Facts& into)
        : input(from), terms(with), facts(into) {}

    const GatherInput& input;
    const Terms& terms;
    Facts& facts;
    fhir::References references;
    std::vector<PendingOrder> orders;
    std::vector<fhir::Json> administrations;
    std::vector<fhir::Json> dispenses;
    std::vector<fhir::Json> encounters;
    struct OnsetAge {
        std::size_t condition;  ///< in facts.conditions
        fhir::Json age;
    };
    std::vector<OnsetAge> onset_ages;          ///< of conditions whose onset is no date
    std::vector<std::string_view> selections;  ///< "Type/id" or a bare id; sorted

    Day now() const noexcept { return facts.now; }
    std::optional<fhir::Date> date(fhir::Json value) const {
        const auto text = value.string();
        return text ? fhir::parse_date(*text, input.zone) : std::nullopt;
    }
    /// Of a date or Period of something that happened: the latest day that it can mean, and at most today
    /// once it has begun. "2026-11" is no later than now, and what goes on until next week is done today.
    std::optional<Day> day_done(fhir::Json value) const;
    /// Of the same: the earliest.
    std::optional<Day> day_begun(fhir::Json value) const;

    /// Named in context.selections, or as an order that is dispatched.
    bool is_selected(fhir::Json resource) const noexcept;
    /// order-dispatch names signed orders; they are judged as what the call is about.
    bool is_dispatched(fhir::Json resource) const noexcept {
        return facts.hook == Hook::order_dispatch && is_selected(resource);
    }

    /// False when this resource (type, id, and within them `part`) was seen before. One without an id is
    /// always new.
    bool first_time(fhir::Json resource, std::uint16_t part = 0);

    void note(std::string_view code, std::string text, fhir::Json resource = {});
    /// A result or a request that names TPMT or NUDT15 and is known by its words only.
    void note_gene_test(fhir::Json code, fhir::Json resource);

private:
    struct Name {
        std::string_view type, id;
        std::uint16_t part;
        bool operator==(const Name&) const = default;
    };
    struct NameHash {
        std::size_t operator()(const Name& name) const noexcept;
    };
    boost::unordered_flat_set<Name, NameHash> seen_;
};

Source source_of(fhir::Json resource) noexcept;

/// "1" of "Patient/1"; a bare id as it is.
std::string_view bare_id(std::string_view id) noexcept;

/// The Dosage list of an order or statement.
fhir::Json instructions_of(fhir::Json resource);

/// The concepts of a CodeableConcept, Coding or list of them whose id starts with one of `families`
/// ("condition/"); none given: all.
Concepts concepts_of(
    const Terms& terms, fhir::Json codes, std::initializer_list<std::string_view> families = {}
);

void read_patient(Gathering&, fhir::Json);
void read_condition(Gathering&, fhir::Json, bool in_context);
void read_allergy(Gathering&, fhir::Json);
void read_observation(Gathering&, fhir::Json);
/// Reads what read_observation and read_report leave unread.
Labs::Reader result_reader(const Terms&, fhir::Zone, Day now);
void read_report(Gathering&, fhir::Json);
void read_request(Gathering&, fhir::Json, bool in_context);
/// Some clients order vaccines as a ServiceRequest or ImmunizationRecommendation: in the user's basket they
/// are judged like any drug order.
void take_vaccine(Gathering&, fhir::Json resource, fhir::Json codes);
/// The vaccines of an ImmunizationRecommendation that lies in the user's basket.
void read_recommendation(Gathering&, fhir::Json);
void read_procedure(Gathering&, fhir::Json);
/// Types that no prefetch query is about but that tell something when they come: MedicationDispense,
/// Encounter, Device and its use.
bool is_care_type(std::string_view resource_type) noexcept;
void take_care(Gathering&, std::string_view resource_type, fhir::Json);
/// What take_care() kept; once all Medication and Condition resources are known.
void finish_care(Gathering&);
void read_immunization(Gathering&, fhir::Json);

/// Keeps the order for finish_orders() unless no rule can ask for its drug.
void take_order(Gathering&, fhir::Json, bool in_context);
/// Keeps what was given for finish_administrations().
void take_administration(Gathering&, fhir::Json);

/// An age at onset becomes a day, once the patient is known.
void date_onsets(Gathering&);
/// Newest wins for the same code (RULES 2.3).
void settle_conditions(Facts&);
/// Route::unknown, with a note, for a corticosteroid whose route is not said and cannot be assumed. The dose
/// must have been read.
void find_route(Gathering&, fhir::Json resource, const DrugIdentity&, Order&);
/// After the references are frozen and the body is measured.
void finish_orders(Gathering&);
void finish_administrations(Gathering&);

}  // namespace iim::engine

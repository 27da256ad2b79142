#include "engine/facts/gathering.hpp"
#include "engine/terms/concepts.hpp"
#include "fhir/ucum.hpp"

#include <array>

namespace iim::engine {

namespace {

/// When it was done, by the first of these members that tells.
std::optional<Day> day_done(
    const Gathering& in, fhir::Json resource, std::initializer_list<const char*> members
) {
    for (const char* member : members)
        if (const auto day = in.day_done(resource[member])) return day;
    return {};
}

bool has_status(fhir::Json resource, std::initializer_list<std::string_view> wanted) {
    const auto status = resource["status"].text();
    for (const std::string_view one : wanted)
        if (status == one) return true;
    return false;
}

std::optional<double> milligrams(const Gathering& in, fhir::Json dose, const DrugIdentity& drug) {
    const fhir::Quantity amount = fhir::quantity(dose);
    if (!amount.value) return {};
    const auto unit = fhir::dose_unit(amount.unit);
    const auto times = [&](std::optional<double> factor) -> std::optional<double> {
        return factor ? std::optional(*amount.value * unit.factor * *factor) : std::nullopt;
    };
    switch (unit.unit) {
    case fhir::DoseUnit::mg: return times(1);
    case fhir::DoseUnit::mg_per_kg: return times(in.facts.body.weight_kg);
    case fhir::DoseUnit::mg_per_m2: return times(in.facts.body.bsa_m2);
    case fhir::DoseUnit::mL: return times(drug.mg_per_mL);
    case fhir::DoseUnit::count: return times(drug.mg_per_unit);
    case fhir::DoseUnit::unknown:
    case fhir::DoseUnit::iu:
    case fhir::DoseUnit::iu_per_kg:
    case fhir::DoseUnit::mg_per_h:
    case fhir::DoseUnit::mL_per_h:
    case fhir::DoseUnit::mg_per_kg_min:
    case fhir::DoseUnit::mL_per_kg:
    case fhir::DoseUnit::mL_per_kg_min: return {};
    }
    return {};
}

/// A proposal is not an order unless it lies in the user's own basket.
bool is_only_proposed(fhir::Json request) {
    const auto intent = request["intent"].text();
    return intent == "proposal" || intent == "plan" || intent == "option";
}

constexpr std::initializer_list<const char*> procedure_times{
    "performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod"};
constexpr std::initializer_list<const char*> administration_times{
    "effectiveDateTime",
    "effectivePeriod",
    "occurenceDateTime",  // so spelt in R5
    "occurencePeriod",
    "effectiveTimeDateTime",
    "effectiveTimePeriod"};

/// `active`; DSTU2 has a word for every step on the way.
bool is_asked_for(fhir::Json request) {
    return has_status(request, {"active", "requested", "received", "accepted", "in-progress"});
}

/// What a request asks for: `code`, in R5 `code.concept`, in older referrals `serviceRequested`.
fhir::Json code_of(fhir::Json request) {
    const fhir::Json code = request["code"] ? request["code"] : request["serviceRequested"];
    return code["concept"] ? code["concept"] : code;
}

/// When it is to be done: the first day, with its time where one is stated.
std::optional<fhir::Date> planned(const Gathering& in, fhir::Json request) {
    for (const fhir::Json value :
         {request["occurrenceDateTime"],
          request["occurrencePeriod"]["start"],
          request["occurrenceTiming"]["event"].at(0),
          request["occurrenceTiming"]["repeat"]["boundsPeriod"]["start"],
          request["scheduledDateTime"],
          request["scheduledPeriod"]["start"]})
        if (const auto date = in.date(value)) return date;
    return {};
}

/// DSTU2 asks for several tests in one DiagnosticOrder.
Concepts items_of(const Terms& terms, fhir::Json request) {
    Concepts all;
    for (const fhir::Json item : request["item"])
        for (const Concept one : concepts_of(terms, item["code"])) all.add(one);
    return all;
}

/// The time of day at which something began, where one is stated with its zone.
std::optional<fhir::Instant> moment(
    const Gathering& in, fhir::Json resource, std::initializer_list<const char*> names
) {
    for (const char* name : names) {
        const fhir::Json value = resource[name];
        const auto date = in.date(value.is_object() ? value["start"] : value);
        if (date && date->instant) return date->instant;
    }
    return {};
}

/// Care that lasts: in progress and without an end, it goes on today.
constexpr std::array therapies{
    procedure::physiotherapy, procedure::physiotherapy_referral, procedure::speech_therapy_referral};

bool goes_on(const Gathering& in, fhir::Json resource, const Event& event) {
    if (!has_status(resource, {"in-progress"}) || !event.what.any_of(therapies)) return false;
    const bool ended = resource["performedPeriod"]["end"] || resource["occurrencePeriod"]["end"];
    return !ended && event.date && *event.date <= in.now();
}

/// Care that a referral began, and examinations whose report is often not sent along.
constexpr std::array done_by_request{
    procedure::physiotherapy,
    procedure::physiotherapy_referral,
    procedure::speech_therapy_referral,
    procedure::swallow_study,
    procedure::dermatology_referral,
    procedure::sun_protection_advice,
    procedure::falls_assessment,
    procedure::chest_x_ray,
    procedure::ct_chest,
    procedure::ct_chest_abdomen_pelvis,
    procedure::hrct_chest,
    procedure::pet_ct,
    procedure::mammography,
    procedure::pelvic_ultrasound,
    procedure::colonoscopy,
    procedure::dxa,
    procedure::vertebral_imaging,
    procedure::eye_examination,
    procedure::pulmonary_function_test,
    procedure::mri_muscle};

/// A completed request was taken up: it is done, not asked for any more.
void take_completed(Gathering& in, fhir::Json resource, const Concepts& what) {
    if (!what.any_of(done_by_request) || !in.first_time(resource)) return;
    Event event;
    event.what = what;
    event.date = day_done(in, resource, {"authoredOn", "orderedOn", "dateSent", "date"});
    event.label = fhir::label(code_of(resource).first());
    event.source = source_of(resource);
    in.facts.procedures.push_back(event);
}

}  // namespace

void read_procedure(Gathering& in, fhir::Json resource) {
    if (!has_status(resource, {"completed", "in-progress"})) return;
    if (resource["notDone"].boolean() == true || resource["notPerformed"].boolean() == true) return;
    Event event;
    event.what = concepts_of(in.terms, resource["code"]);
    if (event.what.empty() || !in.first_time(resource)) return;
    event.date = day_done(in, resource, procedure_times);
    if (goes_on(in, resource, event)) event.date = in.now();
    event.at = moment(in, resource, procedure_times);
    event.label = fhir::label(resource["code"]);
    event.source = source_of(resource);
    in.facts.procedures.push_back(event);
}

void read_request(Gathering& in, fhir::Json resource, bool in_context) {
    if (resource["doNotPerform"].boolean() == true) return;
    if (has_status(resource, {"revoked", "entered-in-error", "cancelled"})) return;
    if (has_status(resource, {"completed"}))
        return take_completed(in, resource, concepts_of(in.terms, code_of(resource)));
    if (!in_context && (!is_asked_for(resource) || is_only_proposed(resource))) return;
    const fhir::Json code = code_of(resource);
    Request request;
    request.what = concepts_of(in.terms, code);
    for (const Concept one : items_of(in.terms, resource)) request.what.add(one);
    if (request.what.empty()) in.note_gene_test(code, resource);
    if (request.what.empty() || !in.first_time(resource)) return;
    request.draft = in_context || in.is_dispatched(resource);
    if (in_context) take_vaccine(in, resource, code);
    request.authored = day_done(in, resource, {"authoredOn", "orderedOn", "dateSent", "date"});
    request.when = planned(in, resource);
    request.once = resource["occurrenceDateTime"] || resource["scheduledDateTime"];
    request.label = fhir::label(code.first());
    // Its code names no specialty: what it is for stands in the note.
    if (const auto note = resource["note"].first()["text"].text();
        request.what.has(procedure::specialist_referral) && !note.empty())
        request.label = note;
    request.source = source_of(resource);
    in.facts.requests.push_back(request);
}

void take_administration(Gathering& in, fhir::Json resource) {
    if (!has_status(resource, {"completed", "in-progress"})) return;
    if (resource["wasNotGiven"].boolean() == true || resource["notGiven"].boolean() == true) return;
    const auto drug = identify_drug(resource, in.terms, nullptr);
    if (!drug || drug->known()) in.administrations.push_back(resource);
}

void finish_administrations(Gathering& in) {
    for (const fhir::Json resource : in.administrations) {
        const auto drug = identify_drug(resource, in.terms, &in.references);
        if (!drug || !drug->known() || !in.first_time(resource)) continue;
        Event event;
        event.what = drug->drugs;
        event.date = day_done(in, resource, administration_times);
        for (const char* name : administration_times)
            if (!event.earliest) event.earliest = in.day_begun(resource[name]);
        event.at = moment(in, resource, administration_times);
        const fhir::Json dosage = resource["dosage"];
        event.mg = milligrams(in, dosage["dose"] ? dosage["dose"] : dosage["quantity"], *drug);
        event.label = drug->label;
        event.source = source_of(resource);
        in.facts.administrations.push_back(event);
    }
}

}  // namespace iim::engine

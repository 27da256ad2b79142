#include "cards/dosage_json.hpp"
#include "cards/prescription.hpp"
#include "cards/resource_parts.hpp"
#include "cards/resources.hpp"

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::DrugProposal;

void write_timing(fhir::Writer& json, const DrugProposal& drug) {
    const Repeat repeat = repeat_of(drug.times, drug.period);
    json.key("timing").begin_object().key("repeat").begin_object();
    if (drug.days) json.key("boundsDuration").raw(days_json(*drug.days));
    json.member("frequency", repeat.frequency).member("period", repeat.period);
    json.member("periodUnit", drug.period_unit);
    if (drug.weekdays & 0x7Fu) json.key("dayOfWeek").raw(weekdays_json(drug.weekdays));
    json.end_object().end_object();
}

void write_route(fhir::Writer& json, engine::Route route) {
    const std::string code = route_json(route);
    if (!code.empty()) json.key("route").raw(code);
}

void write_dose(fhir::Writer& json, const DrugProposal& drug) {
    json.key("doseAndRate").begin_array().begin_object();
    json.key("type").raw(ordered_type_json);
    json.key("doseQuantity").raw(quantity_json(drug.dose, drug.unit, drug.counted_in));
    json.end_object().end_array();
}

void write_supply(fhir::Writer& json, int weeks) {
    json.key("dispenseRequest").begin_object().member("numberOfRepeatsAllowed", 0);
    json.key("expectedSupplyDuration").raw(days_json(weeks * 7)).end_object();
}

}  // namespace

std::optional<std::string> medication_request(const DrugProposal& drug, const engine::Patient& patient) {
    const engine::Terms& terms = patient.terms();
    const auto code =
        drug.tablet_mg > 0 ? terms.orderable(drug.drug, drug.tablet_mg) : terms.orderable(drug.drug);
    if (!is_complete(drug) || !code || patient.facts().patient_id.empty()) return {};
    fhir::Writer json;
    begin_draft(json, "MedicationRequest");
    write_concept(
        json, "medicationCodeableConcept", drug.tablet_mg > 0 ? code->display : patient.name(drug.drug), code
    );
    write_subject_and_reason(json, patient);
    write_note(json, drug.note);
    json.key("dosageInstruction").begin_array().begin_object();
    json.member("text", instruction_text(drug));
    write_timing(json, drug);
    write_route(json, drug.route);
    write_dose(json, drug);
    json.end_object().end_array();
    if (drug.supply_weeks && *drug.supply_weeks > 0) write_supply(json, *drug.supply_weeks);
    return json.end_object().take();
}

}  // namespace iim::cards

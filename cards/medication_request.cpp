#include "cards/prescription.hpp"
#include "cards/resource_parts.hpp"
#include "cards/resources.hpp"

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::DrugProposal;

constexpr std::string_view ucum = "http://unitsofmeasure.org";

void write_timing(fhir::Writer& json, const DrugProposal& drug) {
    const Repeat repeat = repeat_of(drug);
    json.key("timing").begin_object().key("repeat").begin_object();
    json.member("frequency", repeat.frequency).member("period", repeat.period);
    json.member("periodUnit", drug.period_unit);
    if (drug.weekdays & 0x7Fu) {
        json.key("dayOfWeek").begin_array();
        for (std::size_t day = 0; day < std::size(weekday_codes); ++day)
            if (drug.weekdays & (1u << day)) json.value(weekday_codes[day]);
        json.end_array();
    }
    json.end_object().end_object();
}

void write_route(fhir::Writer& json, engine::Route route) {
    const RouteCode code = route_code(route);
    if (code.code.empty()) return;
    json.key("route").begin_object().key("coding").begin_array().begin_object();
    json.member("system", "http://snomed.info/sct").member("code", code.code).member("display", code.display);
    json.end_object().end_array().end_object();
}

void write_dose(fhir::Writer& json, const DrugProposal& drug) {
    const DoseUnit unit = dose_unit(drug.unit);
    json.key("doseAndRate").begin_array().begin_object();
    json.key("type").begin_object().key("coding").begin_array().begin_object();
    json.member("system", "http://terminology.hl7.org/CodeSystem/dose-rate-type").member("code", "ordered");
    json.end_object().end_array().end_object();
    json.key("doseQuantity").begin_object();
    json.member("value", drug.dose)
        .member("unit", unit.shown)
        .member("system", ucum)
        .member("code", unit.ucum);
    json.end_object().end_object().end_array();
}

void write_supply(fhir::Writer& json, int weeks) {
    json.key("dispenseRequest").begin_object().member("numberOfRepeatsAllowed", 0);
    json.key("expectedSupplyDuration").begin_object();
    json.member("value", weeks * 7).member("unit", "days").member("system", ucum).member("code", "d");
    json.end_object().end_object();
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

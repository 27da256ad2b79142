#include "cards/resource_parts.hpp"
#include "cards/resources.hpp"

namespace iim::cards {

std::optional<std::string> service_request(const engine::TestProposal& test, const engine::Patient& patient) {
    if (!test.what || patient.facts().patient_id.empty()) return {};
    fhir::Writer json;
    begin_draft(json, "ServiceRequest");
    json.member("priority", test.urgent ? "urgent" : "routine");
    write_concept(json, "code", patient.name(test.what), patient.terms().orderable(test.what));
    write_subject_and_reason(json, patient);
    write_note(json, test.when);
    return json.end_object().take();
}

}  // namespace iim::cards

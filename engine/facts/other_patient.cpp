#include "engine/facts/other_patient.hpp"

#include "fhir/types.hpp"

namespace iim::engine {

bool is_of_other_patient(fhir::Json resource, std::string_view patient_id) {
    if (patient_id.empty()) return false;
    if (resource["resourceType"].is("Patient")) return !resource["id"].is(patient_id);
    fhir::Json subject = resource["subject"];
    if (!subject) subject = resource["patient"];
    constexpr std::string_view type = "Patient/";
    const std::string_view plain = subject["reference"].text();  // nearly always, and then all is said
    if (plain.starts_with(type) && plain.substr(type.size()) == patient_id) return false;
    const std::string_view who = fhir::reference(subject);
    return who.starts_with(type) && who.substr(type.size()) != patient_id;
}

}  // namespace iim::engine

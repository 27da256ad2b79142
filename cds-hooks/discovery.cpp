#include "cds-hooks/discovery.hpp"

#include "cds-hooks/services.hpp"
#include "fhir/writer.hpp"

#include <array>
#include <string_view>

namespace iim::service {
namespace {

struct Query {
    std::string_view key, query;
};

/// One read or one plain search each, every parameter at most once, no FHIRPath, no _include: what the public
/// sandbox and the recommended subset both understand (PFT-1, 4, 11). Codes and dates are filtered in the
/// service: lists of codes make URLs longer than some servers take, and one date bound is not enough.
/// Status is left open where the past matters: what was given and stopped counts in look-back windows.
///
/// Some servers demand a category of observations. Weight and height are vital signs, muscle strength is an
/// exam, lung function a procedure. Newest first, so that a page cut off loses the oldest.
constexpr std::string_view observations =
    "Observation?patient={{context.patientId}}&category=laboratory,vital-signs,exam,procedure"
    "&_sort=-date&_count=500";

constexpr std::array prefetch{
    Query{"patient", "Patient/{{context.patientId}}"},
    Query{"conditions", "Condition?patient={{context.patientId}}"},
    Query{"medications", "MedicationRequest?patient={{context.patientId}}"},
    Query{"statements", "MedicationStatement?patient={{context.patientId}}"},
    Query{"observations", observations},
    Query{"allergies", "AllergyIntolerance?patient={{context.patientId}}"},
    Query{"immunizations", "Immunization?patient={{context.patientId}}"},
    Query{"procedures", "Procedure?patient={{context.patientId}}"},
    Query{"serviceRequests", "ServiceRequest?patient={{context.patientId}}&status=active,draft,on-hold"},
    Query{"medicationAdministrations", "MedicationAdministration?patient={{context.patientId}}&_count=200"},
};

constexpr std::string_view usage =
    "FHIR R4. No single prefetch key is indispensable: what is missing is named in the advice as not "
    "checked. Without any of them the service cannot judge and answers 412 Precondition Failed. Most "
    "useful are conditions, medications and observations. The context must be complete: draftOrders with "
    "order-select and order-sign, medications with medication-refill, conditions with "
    "problem-list-item-create; order-dispatch names orders that are then looked up in medications. Advice "
    "supports the prescriber's judgement and does not replace it.";

void write_service(fhir::Writer& out, const ServiceEntry& service) {
    out.begin_object();
    out.member("hook", engine::to_string(service.hook));
    out.member("title", service.title);
    out.member("description", service.description);
    out.member("id", service.id);
    out.key("prefetch").begin_object();
    for (const Query& one : prefetch) out.member(one.key, one.query);
    out.end_object();
    out.member("usageRequirements", usage);
    out.end_object();
}

}  // namespace

std::string discovery() {
    fhir::Writer out;
    out.begin_object().key("services").begin_array();
    for (const ServiceEntry& service : services) write_service(out, service);
    out.end_array().end_object();
    return out.take();
}

}  // namespace iim::service

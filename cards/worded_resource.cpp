#include "cards/worded_resource.hpp"

#include "cards/resource_parts.hpp"
#include "cards/text.hpp"

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::TaskProposal;
using Kind = TaskProposal::Kind;

void write_patient(fhir::Writer& json, std::string_view member, const engine::Patient& patient) {
    json.key(member).begin_object();
    json.member("reference", fmt::format("Patient/{}", patient.facts().patient_id)).end_object();
}

std::string clinic_task(const TaskProposal& task, const engine::Patient& patient) {
    fhir::Writer json;
    begin_draft(json, "Task");
    json.member("priority", "routine");
    json.member("description", shorten(task.what, line_limit));
    write_patient(json, "for", patient);
    return json.end_object().take();
}

/// A CommunicationRequest has no intent in R4.
std::string communication(const TaskProposal& task, const engine::Patient& patient) {
    fhir::Writer json;
    json.begin_object();
    json.member("resourceType", "CommunicationRequest").member("status", "draft");
    write_patient(json, "subject", patient);
    json.key("payload").begin_array();
    json.begin_object().member("contentString", shorten(task.what, line_limit)).end_object();
    for (const std::string& each : task.steps)
        json.begin_object().member("contentString", shorten(each, line_limit)).end_object();
    json.end_array();
    json.key("recipient").begin_array().begin_object();
    json.member("reference", fmt::format("Patient/{}", patient.facts().patient_id)).end_object().end_array();
    return json.end_object().take();
}

std::string plan(const TaskProposal& task, const engine::Patient& patient) {
    fhir::Writer json;
    begin_draft(json, "CarePlan");
    json.member("title", shorten(task.what, line_limit));
    write_patient(json, "subject", patient);
    if (task.from || task.until) {
        json.key("period").begin_object();
        if (task.from) json.member("start", fhir::to_string(*task.from));
        if (task.until) json.member("end", fhir::to_string(*task.until));
        json.end_object();
    }
    if (!task.steps.empty()) {
        json.key("activity").begin_array();
        for (const std::string& each : task.steps) {
            json.begin_object().key("detail").begin_object().member("status", "not-started");
            json.member("description", shorten(each, line_limit)).end_object().end_object();
        }
        json.end_array();
    }
    return json.end_object().take();
}

std::string request(const TaskProposal& task, const engine::Patient& patient) {
    fhir::Writer json;
    begin_draft(json, "ServiceRequest");
    json.member("priority", "routine");
    write_concept(json, "code", shorten(task.what, line_limit), {});
    write_subject_and_reason(json, patient);
    return json.end_object().take();
}

}  // namespace

std::optional<std::string> worded_resource(const TaskProposal& task, const engine::Patient& patient) {
    if (task.what.empty() || patient.facts().patient_id.empty()) return {};
    switch (task.kind) {
    case Kind::task: return clinic_task(task, patient);
    case Kind::communication: return communication(task, patient);
    case Kind::plan: return plan(task, patient);
    case Kind::request: return request(task, patient);
    }
    return {};
}

}  // namespace iim::cards

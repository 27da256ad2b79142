#include "cds-hooks/answer.hpp"
#include "cds-hooks/log.hpp"
#include "fhir/writer.hpp"

#include <fmt/format.h>

namespace iim::service {

Reply refusal(int status, std::string_view code, std::string_view what_to_change, std::string_view where) {
    fhir::Writer out;
    out.begin_object().member("resourceType", "OperationOutcome");
    out.key("issue").begin_array().begin_object();
    out.member("severity", status == 500 ? "fatal" : "error").member("code", code);
    out.key("details").begin_object().member("text", what_to_change).end_object();
    if (where.empty())
        out.member("diagnostics", what_to_change);
    else
        out.member("diagnostics", std::string_view(fmt::format("{}: {}", where, what_to_change)));
    out.end_object().end_array().end_object();
    Reply reply;
    reply.status = status;
    reply.body = out.take();
    reply.content_type = "application/fhir+json";
    return reply;
}

Reply own_fault() {
    const std::string id = log::new_id();
    log::fault(id, log::current_exception_type());
    return refusal(
        500,
        "exception",
        fmt::format("The service failed on this request; its operator finds the fault under the id {}.", id)
    );
}

}  // namespace iim::service

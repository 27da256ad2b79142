#include "cds-hooks/discovery.hpp"

#include "cds-hooks/prefetch.hpp"
#include "cds-hooks/request_check.hpp"
#include "cds-hooks/services.hpp"
#include "fhir/writer.hpp"

#include <string_view>

namespace iim::service {
namespace {

constexpr std::string_view usage =
    "FHIR R4. No single prefetch key is indispensable: what is missing is named in the advice as not "
    "checked. If none of them comes, the service cannot judge and answers 412 Precondition Failed. Most "
    "useful are conditions, medications and observations. FHIR resources under other keys are read too: "
    "send none that this service did not ask for. The context must be complete: draftOrders with "
    "order-select and order-sign, medications with medication-refill, conditions with "
    "problem-list-item-create; order-dispatch names orders that are then looked up in medications. Advice "
    "supports the prescriber's judgement and does not replace it.";

/// A service at which no rule speaks needs nothing (PFT-13) and misses nothing.
constexpr std::string_view usage_of_the_mute = "No data are needed: no rule speaks at this hook yet.";

constexpr std::string_view contract = "2.0.1";  // of CDS Hooks; what the ballot adds is an offer

void write_prefetch(fhir::Writer& out, engine::Hook hook, bool ballot_3) {
    out.key("prefetch").begin_object();
    for (const PrefetchQuery& one : prefetch_queries) out.member(one.key, one.query);
    if (ballot_3)
        for (const BallotQuery& one : ballot_queries)
            if (one.hooks.has(hook)) out.member(one.ask.key, one.ask.query);
    out.end_object();
}

void write_service(fhir::Writer& out, const ServiceEntry& service, bool ballot_3) {
    out.begin_object();
    out.member("hook", engine::to_string(service.hook));
    if (ballot_3) out.member("version", contract).member("hookVersion", service.hook_version);
    out.member("title", service.title);
    out.member("description", service.description);
    out.member("id", service.id);
    const bool judged = is_judged(service.hook);
    if (judged) write_prefetch(out, service.hook, ballot_3);
    out.member("usageRequirements", judged ? usage : usage_of_the_mute);
    out.end_object();
}

}  // namespace

std::string discovery(bool ballot_3) {
    fhir::Writer out;
    out.begin_object().key("services").begin_array();
    for (const ServiceEntry& service : services) write_service(out, service, ballot_3);
    out.end_array().end_object();
    return out.take();
}

}  // namespace iim::service

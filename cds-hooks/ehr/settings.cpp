#include "cds-hooks/ehr/settings.hpp"

#include "cds-hooks/http/url.hpp"

#include <fmt/format.h>

namespace iim::service::ehr {
namespace {

using std::chrono::milliseconds;

std::string fault_of(const Server& server, bool production) {
    if (server.base.find('@') != server.base.npos)  // not repeated: it may be in a log
        return "the base address of a FHIR server holds a user or a password; write it without";
    const auto url = http::parse_url(server.base);
    if (!url || url->has_query)
        return fmt::format(
            "'{}' is no FHIR server: write its base address, for example https://ehr.example.org/fhir/r4",
            server.base
        );
    if (!production) return {};
    if (!url->tls) return fmt::format("the FHIR server {} must be https in production", server.base);
    if (server.issuers.empty())
        return fmt::format("the FHIR server {} needs issuers: the `iss` of who may name it", server.base);
    if (server.without_token)
        return fmt::format("the FHIR server {} may not be asked without a token in production", server.base);
    return {};
}

template <class Number>
bool within(Number value, Number least, Number most) {
    return value >= least && value <= most;
}

}  // namespace

std::string what_is_wrong(const Settings& settings, bool production) {
    constexpr std::uint64_t least_page = 64U << 10, most_page = 64U << 20, most_call = 256U << 20;
    if (settings.enabled && settings.servers.empty())
        return "fetching is switched on, but no FHIR server is listed that may be asked";
    for (const Server& server : settings.servers)
        if (auto fault = fault_of(server, production); !fault.empty()) return fault;
    if (!within(settings.deadline, milliseconds(100), milliseconds(10'000)))
        return "the deadline for fetching is 100 to 10000 milliseconds";
    if (!within<std::size_t>(settings.parallel, 1, 20)) return "1 to 20 questions may be asked in parallel";
    if (!within<std::size_t>(settings.calls, 1, 10'000)) return "1 to 10000 calls may fetch at the same time";
    if (!within<std::size_t>(settings.pages, 1, 100)) return "1 to 100 pages may be read of one answer";
    if (!within(settings.page_bytes, least_page, most_page)) return "one page may have 64 KiB to 64 MiB";
    if (!within(settings.call_bytes, settings.page_bytes, most_call))
        return "all pages of one call may have as much as one page, and 256 MiB at most";
    return {};
}

}  // namespace iim::service::ehr

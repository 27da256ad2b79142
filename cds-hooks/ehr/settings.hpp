#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace iim::service::ehr {

/// One FHIR server that may be asked. Whatever a request names otherwise is not asked.
struct Server {
    std::string base;  ///< "https://ehr.hospital.example/fhir/r4"
    /// Who may name it: the `iss` of a caller's token. Empty: anyone, also a caller without a token; for the
    /// demo only.
    std::vector<std::string> issuers;
    std::string
        client_id;  ///< our id as OAuth client there; a token made for another one is not used. Empty: any
    bool without_token = false;  ///< may be asked without a token when the request brings none: test servers
};

/// Whether and how the service fetches what a request did not bring. A default one fetches nothing.
struct Settings {
    bool enabled = false;
    std::vector<Server> servers;
    std::chrono::milliseconds deadline{3'000};  ///< for all questions of one call together; 100 to 10 000
    std::size_t parallel = 10;                  ///< questions of one call at the same time; 1 to 20
    std::size_t calls = 64;  ///< calls that fetch at the same time, in the whole process; 1 to 10 000
    std::size_t pages = 10;  ///< of one answer; 1 to 100
    std::uint64_t page_bytes = 4U << 20;   ///< one page; 64 KiB to 64 MiB
    std::uint64_t call_bytes = 32U << 20;  ///< all pages of one call; from page_bytes to 256 MiB
};

/// A sentence that says which of the settings cannot be, and what to change; empty when all can.
/// `production`: https only, and every server is bound to issuers and asked with a token.
std::string what_is_wrong(const Settings& settings, bool production);

}  // namespace iim::service::ehr

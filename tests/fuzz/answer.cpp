#include "cds-hooks/answer.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

// The whole decision with whatever bytes: it must end, must not throw, and every answer must be one of ours.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace iim;
    static const service::Knowledge knowledge{engine::Terms::embedded(), {}, {}};
    static fhir::Document scratch;
    const fhir::Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
    const auto uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
    const auto hook = size % 3 == 0   ? engine::Hook::patient_view
                      : size % 3 == 1 ? engine::Hook::order_select
                                      : engine::Hook::order_sign;
    const std::string body(reinterpret_cast<const char*>(data), size);
    const service::Reply reply = service::answer(scratch, body, hook, knowledge, now, uuid);
    const bool refused = reply.body.starts_with(R"({"resourceType":"OperationOutcome")");
    const bool expected = reply.status == 200 ? reply.body.starts_with(R"({"cards":[)") : refused;
    if (!expected || reply.status >= 500 || !reply.failed.empty()) std::abort();
    return 0;
}

#include "cds-hooks/cli/question.hpp"

#include "cds-hooks/request_check.hpp"
#include "cds-hooks/understand.hpp"
#include "fhir/date.hpp"

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Hook;

std::string read_all(const std::string& file) {
    if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw ConfigError(
            fmt::format("{}: cannot be opened; name a file with a CDS Hooks request, or -", file)
        );
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A day without time is taken at an hour at which the clocks of `zone` show that day.
fhir::Instant moment_of(const std::string& text, const fhir::Zone& zone) {
    if (text.empty()) return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto date = fhir::parse_date(text, zone);
    if (date && date->instant) return *date->instant;
    if (!date || date->precision != fhir::Date::Precision::day)
        throw ConfigError(fmt::format(
            "--now \"{}\" is not a day or a moment; write 2026-11-20 or 2026-11-20T09:30:00+01:00", text
        ));
    fhir::Instant at = date->first + std::chrono::hours(12);
    while (zone.day_of(at) > date->first) at -= std::chrono::hours(1);
    while (zone.day_of(at) < date->first) at += std::chrono::hours(1);
    return at;
}

bool names_a_hook(fhir::Json request) {
    for (std::size_t i = 0; i < request.member_count(); ++i)
        if (request.member(i).name == "hook") return true;
    return false;
}

/// The hook to answer: the one asked for, which is written into a request that names none; else the one that
/// the request names; else order-sign, whose refusal says what is wrong with the request.
Hook hook_of(const std::string& wanted, std::string& body) {
    fhir::Document scratch;
    if (!wanted.empty()) {
        const auto hook = engine::parse_hook(wanted);
        if (!hook)
            throw ConfigError(fmt::format("--hook \"{}\" is not a hook; write for example order-sign", wanted)
            );
        const auto request = scratch.parse(body);
        if (request && request->member_count() > 0 && !names_a_hook(*request))
            body.insert(body.find('{') + 1, fmt::format(R"("hook":"{}",)", wanted));
        return *hook;
    }
    const auto request = scratch.parse(body);
    if (!request) return Hook::order_sign;
    return engine::parse_hook((*request)["hook"].text()).value_or(Hook::order_sign);
}

}  // namespace

Question question_of(const RequestOptions& options) {
    Knowledge knowledge = knowledge_of(config_of(options.config_file));
    const fhir::Instant now = moment_of(options.now, knowledge.zone);
    std::string body = read_all(options.file);
    const Hook hook = hook_of(options.hook, body);  // may complete the body
    return {std::move(knowledge), now, std::move(body), hook};
}

int refused(const Reply& reply) {
    fmt::print("{}\n", reply.body);
    fmt::print(
        stderr,
        "iim-cds: the request was refused with {}; the OperationOutcome on standard output says what to "
        "change\n",
        reply.status
    );
    return input_is_bad;
}

Understood::Understood(Question question) : question_(std::move(question)) {
    const auto parsed = document_.parse(std::move(question_.body));
    if (!parsed) {
        const auto text = fmt::format("The request cannot be read: {}.", parsed.error().message());
        refused(refusal(400, "structure", text, fmt::format("byte {}", document_.error_offset())));
        return;
    }
    request_ = *parsed;
    if (const auto problem = shape_problem(request_, question_.hook)) {
        refused(*problem);
        return;
    }
    engine::GatherInput input;
    input.request = request_;
    input.hook = question_.hook;
    input.now = question_.now;
    input.zone = question_.knowledge.zone;
    input.aliases = question_.knowledge.aliases;
    patient_.emplace(understand(input, question_.knowledge));
}

}  // namespace iim::service::cli

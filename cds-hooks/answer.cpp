#include "cds-hooks/answer.hpp"

#include "cards/from_judgement.hpp"
#include "cards/json.hpp"
#include "cds-hooks/request_check.hpp"
#include "cds-hooks/understand.hpp"
#include "engine/facts/patient.hpp"
#include "engine/judge.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace iim::service {
namespace {

/// Where bad JSON is bad, for a human. The parser works in place and leaves the text before the fault
/// changed, so a text of several lines is kept for this; a machine's request has one line and needs no copy.
class Places {
public:
    explicit Places(const std::string& body) {
        if (body.find('\n') != std::string::npos) copy_ = body;
    }
    std::string at(std::size_t offset) const {
        const std::string_view before = std::string_view(copy_).substr(0, offset);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const auto start = before.rfind('\n');
        const std::size_t column = start == before.npos ? offset : offset - start - 1;
        return fmt::format("byte {}, line {}, column {}", offset, line, column + 1);
    }

private:
    std::string copy_;
};

constexpr unsigned most_nesting = 64;

/// REQ-4: any version, any letter case.
bool is_uuid(std::string_view text) {
    constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    constexpr std::string_view hex = "0123456789abcdefABCDEF";
    return std::ranges::equal(text, shape, [&](char c, char wanted) {
        return wanted == '-' ? c == '-' : hex.find(c) != hex.npos;
    });
}

/// What an operator should hear of, since the client hears only the advice.
std::vector<log::Oddity> oddities_of(fhir::Json request, const engine::Facts& facts) {
    std::vector<log::Oddity> found;
    if (!is_uuid(request["hookInstance"].text())) found.push_back({"hook-instance-no-uuid", 1});
    for (const engine::DataNote& note : facts.notes) {
        const auto known = std::ranges::find(found, note.code, &log::Oddity::code);
        if (known == found.end())
            found.push_back({note.code, 1});
        else
            ++known->times;
    }
    return found;
}

/// Only hooks with drafts in their context can be answered with a changed draft.
std::string_view kept_for(engine::Hook service) {
    const bool drafts = engine::is_order_hook(service) || service == engine::Hook::medication_refill;
    return drafts ? "context" : "";
}

Reply judged(const engine::GatherInput& input, const Knowledge& knowledge, const cards::UuidSource& uuid) {
    const engine::Patient patient = understand(input, knowledge);
    Reply reply;
    reply.oddities = oddities_of(input.request, patient.facts());
    engine::Judgement judgement = engine::judge(engine::all_rules(), patient);
    std::vector<cards::Card> found = cards::from_judgement(judgement, patient, uuid);
    cards::adapt(found, knowledge.client, uuid);
    reply.body = cards::to_json(found);
    reply.cards = found.size();
    for (const cards::Card& card : found)
        if (card.rule) reply.rules.push_back(card.rule->id);
    reply.failed = std::move(judgement.failed);
    return reply;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): all that an answer depends on, nothing hidden
Reply answer(
    fhir::Document& scratch,
    std::string body,
    engine::Hook service,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
) {
    try {
        const Places places(body);
        const auto request = scratch.parse(std::move(body), most_nesting, kept_for(service));
        if (!request)
            return refusal(
                400,
                "structure",
                fmt::format("The request cannot be read: {}.", request.error().message()),
                places.at(scratch.error_offset())
            );
        if (auto problem = shape_problem(*request, service)) return *std::move(problem);
        if (auto problem = data_problem(*request, service)) return *std::move(problem);
        return judged({*request, service, now, knowledge.zone, scratch.kept()}, knowledge, uuid);
    } catch (...) { return own_fault(); }
}

}  // namespace iim::service

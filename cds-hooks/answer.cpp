#include "cds-hooks/answer.hpp"

#include "cards/from_judgement.hpp"
#include "cards/json.hpp"
#include "cds-hooks/request_check.hpp"
#include "cds-hooks/store/shown.hpp"
#include "cds-hooks/store/snooze.hpp"
#include "cds-hooks/understand.hpp"
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
    if (const std::size_t old = drafts_of_older_fhir(request["context"], facts.hook); old > 0)
        found.push_back({"older-fhir-draft", old});
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

}  // namespace

Asked read_request(fhir::Document& scratch, std::string body, engine::Hook service) {
    Asked asked{{}, service, {}, {}, {}};
    try {
        // Some platforms write one in front of every text; RFC 8259 lets a reader pass over it.
        if (constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"; body.starts_with(byte_order_mark))
            body.erase(0, byte_order_mark.size());
        const Places places(body);
        const auto request = scratch.parse(std::move(body), most_nesting, kept_for(service));
        if (!request) {
            asked.refusal = refusal(
                400,
                "structure",
                fmt::format("The request cannot be read: {}.", request.error().message()),
                places.at(scratch.error_offset())
            );
            return asked;
        }
        asked.request = *request;
        asked.context_text = scratch.kept();
        asked.refusal = shape_problem(asked.request, service);
    } catch (...) { asked.refusal = own_fault(); }
    return asked;
}

Consideration::Consideration(
    const Asked& asked, const Beside& beside, const Knowledge& knowledge, fhir::Instant now
)
    : request_(asked.request), knowledge_(knowledge), now_(now), refusal_(asked.refusal) {
    if (refusal_) return;
    try {
        refusal_ = data_problem(asked, beside);
        if (refusal_) return;
        engine::GatherInput input{asked.request, asked.service, now, knowledge.zone, asked.context_text};
        input.fetched = beside.answers;
        input.aliases = asked.aliases;
        patient_.emplace(understand(input, knowledge));
        judgement_ = engine::judge(engine::all_rules(), *patient_);
    } catch (...) { refusal_ = own_fault(); }
}

Reply Consideration::said(const Conversation& conversation) {
    Reply reply;
    reply.oddities = oddities_of(request_, patient_->facts());
    reply.evaluated = judgement_.evaluated;
    if (conversation.key && !conversation.verdicts.empty())
        reply.snoozed =
            store::snooze(judgement_, *patient_, {conversation.verdicts, *conversation.key, now_});
    const cards::ClientProfile& client = conversation.client ? *conversation.client : knowledge_.client;
    std::vector<cards::Card> found =
        cards::from_judgement(judgement_, *patient_, conversation.uuid, client.most_cards);
    cards::adapt(found, client, conversation.uuid);
    reply.body = cards::to_json(found);
    reply.cards = found.size();
    for (const cards::Card& card : found)
        if (card.rule) reply.rules.push_back(card.rule->id);
    reply.failed = judgement_.failed;
    if (conversation.key)
        reply.shown = store::shown_cards(
            found, {*conversation.key, knowledge_.terms, conversation.caller, request_, conversation.at}
        );
    return reply;
}

Reply Consideration::say(const Conversation& conversation) {
    try {
        Reply reply = refusal_ ? *std::move(refusal_) : said(conversation);
        if (conversation.key) reply.patient = conversation.key->of_patient(conversation.caller, request_);
        return reply;
    } catch (...) { return own_fault(); }
}

Reply answer(
    const Asked& asked,
    const Beside& beside,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
) {
    return Consideration(asked, beside, knowledge, now).say({uuid, {}, {}, {}, {}, {}});
}

// NOLINTNEXTLINE(readability-function-size): all that an answer depends on, nothing hidden
Reply answer(
    fhir::Document& scratch,
    std::string body,
    engine::Hook service,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
) {
    Asked asked = read_request(scratch, std::move(body), service);
    asked.aliases = knowledge.aliases;
    return answer(asked, {}, knowledge, now, uuid);
}

}  // namespace iim::service

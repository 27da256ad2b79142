#include "cds-hooks/call.hpp"

#include "cds-hooks/ehr/fetcher.hpp"
#include "cds-hooks/feedback.hpp"
#include "cds-hooks/metrics.hpp"
#include "cds-hooks/scratch.hpp"
#include "cds-hooks/store/audit.hpp"
#include "cds-hooks/store/store.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace iim::service {
namespace {

using Clock = std::chrono::steady_clock;

const cards::UuidSource& fresh_uuids() {
    static const cards::UuidSource source = cards::random_uuid;
    return source;
}

fhir::Instant now_of(const Site& site) {
    return std::chrono::floor<std::chrono::seconds>(site.now());
}

store::Moment moment_of(const Site& site) {
    return std::chrono::floor<std::chrono::milliseconds>(site.now());
}

/// What the caller's EHR is like.
const Client& client_of(const Call& call) {
    const Config& config = call.site.config;
    if (!call.caller) return config.client;
    const auto own = config.clients.find(call.caller->issuer);
    return own == config.clients.end() ? config.client : own->second;
}

Conversation conversation_of(const Call& call) {
    Conversation with{fresh_uuids(), &client_of(call), call.caller, {}, {}, moment_of(call.site)};
    if (call.site.parts.store) with.key = &call.site.parts.store->key();
    return with;
}

/// What the operator hears: log, metrics, audit.
class Record {
public:
    explicit Record(const Call& call) : call_(call), id_(log::new_id()), started_(Clock::now()) {
        line_.id = id_;
        line_.service = call.service.id;
        line_.bytes = call.body.size();
    }
    Clock::time_point started() const noexcept { return started_; }

    void answered(const Reply& reply, std::string_view patient_id) {
        said(reply);
        if (Metrics* const metrics = call_.site.parts.metrics) {
            metrics->call(line_);
            for (const std::string_view rule : reply.snoozed) metrics->snoozed(rule);
        }
        audit(reply, patient_id, call_.service.id);
    }

    void took_feedback(const Reply& reply) {
        const std::string where = fmt::format("{}/feedback", call_.service.id);
        line_.service = where;
        said(reply);
        if (Metrics* const metrics = call_.site.parts.metrics) metrics->feedback(reply.status);
        audit(reply, {}, where);
    }

private:
    void said(const Reply& reply) {
        line_.status = reply.status;
        line_.cards = reply.cards;
        line_.rules = reply.rules;
        line_.failed = reply.failed;
        line_.oddities = reply.oddities;
        line_.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
        log::call(line_);
    }

    void audit(const Reply& reply, std::string_view patient_id, std::string_view service) const {
        store::Audit* const audit = call_.site.parts.audit;
        if (!audit) return;
        std::vector<store::Access::Shown> shown;
        for (const store::ShownCard& card : reply.shown) shown.push_back({card.rule, card.card});
        store::Access access;
        access.id = id_;
        access.service = service;
        access.status = reply.status;
        access.caller = call_.caller;
        access.patient = reply.patient;
        access.plain_patient = patient_id;
        access.policy = call_.site.policy;
        access.evaluated = reply.evaluated;
        access.failed = reply.failed;
        access.snoozed = reply.snoozed;
        access.cards = shown;
        audit->record(access, now_of(call_.site));
    }

    const Call& call_;
    const std::string id_;
    const Clock::time_point started_;
    log::Call line_;
};

void count_fetch(const Site& site, const ehr::Fetched& fetched) {
    if (!site.parts.metrics) return;
    if (!fetched.answers.empty()) site.parts.metrics->fetch("fetched");
    for (const log::Oddity& oddity : fetched.oddities) site.parts.metrics->fetch(oddity.code);
}

}  // namespace

boost::asio::awaitable<Reply> advise(Call call) {
    const Parts& parts = call.site.parts;
    Record record(call);
    Scratch scratch;
    Asked asked = read_request(scratch.document(), std::move(call.body), call.service.hook);
    asked.aliases = client_of(call).prefetch_aliases;
    ehr::Fetched fetched;
    if (parts.ehr) {
        const std::string_view issuer = call.caller ? std::string_view(call.caller->issuer) : "";
        ehr::Plan plan = parts.ehr->plan(asked, issuer, record.started());
        fetched = co_await parts.ehr->fetch(std::move(plan));
        count_fetch(call.site, fetched);
    }
    Consideration considered(asked, fetched.beside(), call.site.knowledge, now_of(call.site));
    Conversation with = conversation_of(call);
    std::vector<store::Verdict> verdicts;
    if (parts.store && considered.has_findings()) {
        std::string patient = with.key->of_patient(call.caller, asked.request);
        verdicts = co_await parts.store->verdicts_on(std::move(patient));
        with.verdicts = verdicts;
    }
    Reply reply = considered.say(with);
    reply.oddities.insert(reply.oddities.end(), fetched.oddities.begin(), fetched.oddities.end());
    record.answered(reply, asked.request["context"]["patientId"].text());
    if (parts.store) parts.store->remember(std::move(reply.shown));
    co_return reply;
}

boost::asio::awaitable<Reply> feedback(Call call) {
    Record record(call);
    FeedbackCall items{*call.site.parts.store, std::move(call.body), call.caller, moment_of(call.site)};
    Reply reply = co_await take_feedback(std::move(items));
    record.took_feedback(reply);
    co_return reply;
}

}  // namespace iim::service

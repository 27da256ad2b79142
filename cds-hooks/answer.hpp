#pragma once

#include "cards/card.hpp"
#include "cards/profile.hpp"
#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/log.hpp"
#include "cds-hooks/store/patient_key.hpp"
#include "cds-hooks/store/records.hpp"
#include "engine/facts/gather.hpp"
#include "engine/facts/patient.hpp"
#include "engine/hook.hpp"
#include "engine/judge.hpp"
#include "engine/policy.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// All that an answer depends on besides the request. Immutable while the service runs; shared by threads.
struct Knowledge {
    engine::Terms terms;
    engine::Policy policy;
    fhir::Zone zone;
    cards::ClientProfile client = {};
    std::vector<engine::KeyAlias> aliases = {};  ///< what clients call our prefetch keys
};

/// What goes back: a status, a body and its media type. 200 is `{"cards":[…]}`; anything else an
/// OperationOutcome that names what to change.
struct Reply {
    int status = 200;
    std::string body;
    std::string_view content_type = "application/json";
    // for the log, never for the client:
    std::size_t cards = 0;
    std::vector<std::string_view> rules;   ///< ids of the rules that made the cards
    std::vector<std::string_view> failed;  ///< ids of rules that threw
    std::vector<log::Oddity> oddities;     ///< what was odd about the data
    // for the audit and the store:
    std::vector<std::string_view> evaluated;  ///< ids of the rules that looked
    std::vector<std::string_view> snoozed;    ///< ids of rules whose finding was answered before
    std::vector<store::ShownCard> shown;
    std::string patient;  ///< keyed hash
};

/// The whole decision without a socket: the bytes of a CDS Hooks request in, the answer out. Never throws for
/// what a request may contain. `scratch` is the connection's document and is overwritten.
Reply answer(
    fhir::Document& scratch,
    std::string body,
    engine::Hook service,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
);

/// A request that was read into a document: its parts are views of it.
struct Asked {
    fhir::Json request;
    engine::Hook service;
    std::string_view context_text;
    std::optional<Reply> refusal;  ///< when set, it is the answer
    /// What this client calls our prefetch keys. read_request() leaves it empty.
    std::span<const engine::KeyAlias> aliases = {};
};

/// answer() in two halves, for a caller that waits in between for data that did not come with the request
/// (ehr/fetcher.hpp). The first half reads; never throws for what a request may contain.
Asked read_request(fhir::Document& scratch, std::string body, engine::Hook service);

/// What the service fetched itself, and when there is nothing: why, in a few words of ours for the 412.
struct Beside {
    std::span<const engine::FetchedAnswer> answers = {};
    std::string_view why_none = {};
};

/// The second half. The documents of `asked` and of `beside` live until it returns.
Reply answer(
    const Asked& asked,
    const Beside& beside,
    const Knowledge& knowledge,
    fhir::Instant now,
    const cards::UuidSource& uuid
);

/// Who asks, what he has answered before, and whether what he is told now will be remembered.
struct Conversation {
    const cards::UuidSource& uuid;
    const cards::ClientProfile* client = nullptr;  ///< null: the one of the knowledge
    const auth::Caller* caller = nullptr;
    const store::PatientKey* key = nullptr;  ///< null: nothing is remembered
    std::span<const store::Verdict> verdicts = {};
    store::Moment at = {};
};

/// That second half once more in two, for a caller that waits for the store in between, and need not when
/// there is nothing to say. The documents of what it is made from outlive it. Nothing here throws.
class Consideration {
public:
    Consideration(const Asked& asked, const Beside& beside, const Knowledge& knowledge, fhir::Instant now);
    Consideration(const Consideration&) = delete;
    Consideration& operator=(const Consideration&) = delete;

    bool has_findings() const noexcept { return !judgement_.findings.empty(); }
    /// Call it once.
    Reply say(const Conversation& conversation);

private:
    Reply said(const Conversation& conversation);

    fhir::Json request_;
    const Knowledge& knowledge_;
    fhir::Instant now_;
    std::optional<Reply> refusal_;
    std::optional<engine::Patient> patient_;
    engine::Judgement judgement_;
};

/// An OperationOutcome as the body of a refusal; `where` is a path such as "context.draftOrders" or empty
/// (ERR-1, ERR-2).
Reply refusal(
    int status, std::string_view code, std::string_view what_to_change, std::string_view where = {}
);

/// Our own fault: 500 with an opaque id that also stands in the log, beside the type of the exception being
/// handled. Call it inside a catch block.
Reply own_fault();

}  // namespace iim::service

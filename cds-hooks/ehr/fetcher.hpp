#pragma once

// The sequence of a call (a coroutine):
//
//   const Asked asked = read_request(document, std::move(body), service.hook);
//   ehr::Plan plan = fetcher.plan(asked, issuer, received);
//   ehr::Fetched fetched = co_await fetcher.fetch(std::move(plan));  // at once when nothing is to be fetched
//   ... answer(asked, fetched.beside(), ...)                         // or a Consideration
//   append fetched.oddities to the reply's
//
// `document` belongs to this call alone (scratch.hpp): while the call waits, others of the same thread parse
// theirs. `document`, `asked` and `fetched` live until the answer is made: the facts view all three.

#include "cds-hooks/answer.hpp"
#include "cds-hooks/ehr/access.hpp"
#include "cds-hooks/ehr/missing.hpp"
#include "cds-hooks/ehr/settings.hpp"
#include "cds-hooks/http/client.hpp"

#include <atomic>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace iim::service::ehr {

/// What will be asked for one request. Views of the request's document.
struct Plan {
    Access access;
    Missing missing;
    std::vector<fhir::Json> delivered;  ///< all that may hold orders and Medication resources
    bool orders_named = false;          ///< an order refers to a Medication that did not come
    http::Deadline until;

    bool must_wait() const noexcept {
        return access.denial == Denial::none && (!missing.questions.empty() || orders_named);
    }
};

/// What came, as the engine reads it: indistinguishable from what a client sends.
struct Fetched {
    std::vector<fhir::Document> documents;  ///< one a page
    std::vector<engine::FetchedAnswer> answers;
    std::vector<log::Oddity> oddities;  ///< what could not be had, and why, for the log
    std::string_view why_none;

    Beside beside() const noexcept { return {answers, why_none}; }
};

/// Asks the EHR for what requests did not bring. One for the process, shared by all threads.
class Fetcher {
public:
    /// `client` outlives it.
    Fetcher(Settings settings, const http::Client& client)
        : settings_(std::move(settings)), client_(client) {}

    /// Empty when the request is refused, has nothing to judge or brings everything. `issuer`: of the proven
    /// caller, empty when there is none. `received`: when the request came, for the life of its token.
    Plan plan(const Asked& asked, std::string_view issuer, http::Deadline received) const;

    /// Asks all at the same time, under one deadline, with the token to that server only. What fails stays
    /// unavailable, what is cut short stays partial; nothing here is an error of the call.
    boost::asio::awaitable<Fetched> fetch(Plan plan);

private:
    const Settings settings_;
    const http::Client& client_;
    std::atomic<std::size_t> under_way_{0};
};

}  // namespace iim::service::ehr

#include "cds-hooks/ehr/fetcher.hpp"

#include "cds-hooks/ehr/paging.hpp"
#include "cds-hooks/http/parallel.hpp"
#include "cds-hooks/request_check.hpp"
#include "fhir/bundle.hpp"

#include <algorithm>
#include <utility>

namespace iim::service::ehr {
namespace {

using boost::asio::awaitable;
using fhir::Json;

constexpr unsigned most_nesting = 64;

/// Everything of a request that may hold orders and what they refer to.
std::vector<Json> delivered_with(Json request) {
    std::vector<Json> values;
    const Json context = request["context"];
    for (const char* basket : {"draftOrders", "medications"})
        if (context[basket]) values.push_back(context[basket]);
    const Json prefetch = request["prefetch"];
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) values.push_back(prefetch.member(i).value);
    return values;
}

std::string_view word_for_status(int status) {
    switch (status) {
    case 401: return "fetch-401";
    case 403: return "fetch-403";
    case 404: return "fetch-404";
    case 429: return "fetch-429";
    default: break;
    }
    if (status >= 500) return "fetch-5xx";
    if (status >= 400) return "fetch-4xx";
    return status >= 300 ? "fetch-redirected" : "fetch-unexpected";
}

/// A captive portal answers 200 too; a Bundle that cannot be read, or holds a failure only, is no answer
/// (FHA-8).
bool is_answer_to(const Question& question, Json body) {
    return body["resourceType"].is(question.type.empty() ? "Bundle" : question.type)
           && fhir::says_something(body);
}

/// What came for one question.
struct Pages {
    std::vector<Json> read;
    bool complete = false;
};

/// All questions of one call.
class Round {
public:
    Round(const Settings& settings, const http::Client& client, const Plan& plan, Fetched& into)
        : settings_(settings), plan_(plan), into_(into), visit_(client) {}

    /// Asks these, and writes down what came.
    awaitable<void> ask_all(std::vector<Question> questions) {
        std::vector<Pages> pages(questions.size());
        std::vector<awaitable<void>> jobs;
        jobs.reserve(questions.size());
        for (std::size_t i = 0; i < questions.size(); ++i) jobs.push_back(ask(questions[i], pages[i]));
        co_await http::run_all(std::move(jobs), settings_.parallel);
        for (std::size_t i = 0; i < questions.size(); ++i)
            if (!pages[i].read.empty())
                into_.answers.push_back({questions[i].key, std::move(pages[i].read), pages[i].complete});
    }

    void note(std::string_view code, std::size_t times = 1) {
        const auto known = std::ranges::find(into_.oddities, code, &log::Oddity::code);
        if (known == into_.oddities.end())
            into_.oddities.push_back({code, times});
        else
            known->times += times;
    }

private:
    /// One question and the pages that follow its answer.
    awaitable<void> ask(const Question& question, Pages& pages) {
        http::Get get;
        get.url = question.url;
        get.accept = "application/fhir+json";
        get.bearer = plan_.access.token;
        get.most_bytes = settings_.page_bytes;
        get.deadline = plan_.until;
        for (std::size_t left = settings_.pages - (question.follows ? 1 : 0); left > 0; --left) {
            if (bytes_ >= settings_.call_bytes) co_return note("fetch-too-large");
            http::GetResult got = co_await visit_.get(get);
            NextPage next = take(question, std::move(got), pages);
            if (next.where != NextPage::Where::here) co_return;
            get.url = std::move(next.url);
        }
        note("fetch-page-limit");
    }

    /// Keeps the page that came, or notes why there is none. Where it goes on.
    NextPage take(const Question& question, http::GetResult got, Pages& pages) {
        pages.complete = false;
        if (!got) return failed(word_for_error(got.error()));
        bytes_ += got->body.size();
        if (got->status != 200) return failed(word_for_status(got->status));
        const Json body = read(std::move(got->body));
        if (!is_answer_to(question, body)) return failed("fetch-wrong-content");
        pages.read.push_back(body);
        NextPage next = next_page(body, plan_.access.server->base);
        if (next.where == NextPage::Where::elsewhere) return failed("fetch-next-page-elsewhere");
        pages.complete = next.where == NextPage::Where::nowhere;
        return next;
    }

    NextPage failed(std::string_view code) {
        note(code);
        return {};
    }

    static std::string_view word_for_error(const boost::system::error_code& error) {
        return http::to_string(static_cast<http::ClientError>(error.value()));
    }

    /// Empty when it is not JSON.
    Json read(std::string body) {
        fhir::Document document;
        const auto parsed = document.parse(std::move(body), most_nesting);
        if (!parsed) return {};
        into_.documents.push_back(std::move(document));
        return *parsed;
    }

    const Settings& settings_;
    const Plan& plan_;
    Fetched& into_;
    http::Client::Visit visit_;
    std::uint64_t bytes_ = 0;
};

/// One of the calls that may fetch at the same time.
class Place {
public:
    Place(std::atomic<std::size_t>& taken, std::size_t places) : taken_(taken), mine_(taken_++ < places) {}
    ~Place() { --taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool mine() const noexcept { return mine_; }

private:
    std::atomic<std::size_t>& taken_;
    const bool mine_;
};

std::vector<Json> with_fetched(const Plan& plan, const Fetched& fetched) {
    std::vector<Json> values = plan.delivered;
    for (const engine::FetchedAnswer& answer : fetched.answers)
        values.insert(values.end(), answer.pages.begin(), answer.pages.end());
    return values;
}

}  // namespace

Plan Fetcher::plan(const Asked& asked, std::string_view issuer, http::Deadline received) const {
    Plan plan;
    if (!settings_.enabled || asked.refusal) return plan;
    if (!something_to_judge(asked.request["context"], asked.service)) return plan;
    plan.access = access_of(asked.request, issuer, settings_);
    const std::string_view base = plan.access.server ? plan.access.server->base : std::string_view();
    plan.missing = missing(asked.request, base, asked.aliases);
    if (plan.access.denial != Denial::none) return plan;
    plan.delivered = delivered_with(asked.request);
    plan.orders_named = !missing_medications(plan.delivered, base).empty();
    plan.until = received + settings_.deadline;
    if (plan.access.token_life) plan.until = std::min(plan.until, received + *plan.access.token_life);
    return plan;
}

awaitable<Fetched> Fetcher::fetch(Plan plan) {
    Fetched fetched;
    Round round(settings_, client_, plan, fetched);
    const Place place(under_way_, settings_.calls);
    if (plan.must_wait() && !place.mine()) plan.access.denial = Denial::crowded;
    if (plan.access.server && plan.missing.pages_elsewhere > 0)
        round.note("fetch-next-page-elsewhere", plan.missing.pages_elsewhere);
    if (plan.access.denial != Denial::none) {
        if (!plan.missing.questions.empty()) round.note(word_for(plan.access.denial));
        fetched.why_none = sentence_for(plan.access.denial);
    } else if (plan.must_wait()) {
        co_await round.ask_all(std::move(plan.missing.questions));
        const std::vector<Json> values = with_fetched(plan, fetched);
        std::vector<Question> medications = missing_medications(values, plan.access.server->base);
        if (!medications.empty()) co_await round.ask_all(std::move(medications));
        if (fetched.answers.empty()) fetched.why_none = sentence_for(Denial::none);
    }
    co_return fetched;
}

}  // namespace iim::service::ehr

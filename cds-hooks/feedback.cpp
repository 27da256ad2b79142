#include "cds-hooks/feedback.hpp"

#include "cds-hooks/log.hpp"
#include "fhir/json.hpp"

#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::service {
namespace {

constexpr unsigned most_nesting = 32;

Reply taken() {
    Reply reply;
    reply.content_type = {};
    return reply;
}

Reply not_now() {
    return refusal(503, "throttled", "Feedback cannot be stored at the moment; send it again later.");
}

Reply all_refused(const ItemProblem& first) {
    return refusal(400, "invalid", first.what_to_change, first.where);
}

/// Items to store, or the answer at once. Everything is copied: the next call on this thread parses anew.
std::variant<FeedbackItems, Reply> read(FeedbackCall& call) {
    static thread_local fhir::Document scratch;
    const auto parsed = scratch.parse(std::move(call.body), most_nesting);
    if (!parsed)
        return refusal(
            400,
            "structure",
            fmt::format("The feedback cannot be read: {}.", parsed.error().message()),
            fmt::format("byte {}", scratch.error_offset())
        );
    if (parsed->duplicate_within())
        return refusal(400, "structure", "A member stands twice in one object of the feedback.");
    const fhir::Json list = (*parsed)["feedback"];
    if (!list.is_array())
        return refusal(400, "required", "Send an object with the array feedback.", "feedback");
    if (list.size() > most_items)
        return refusal(
            413, "too-long", fmt::format("Send at most {} items in one call.", most_items), "feedback"
        );
    return read_items(list, store::name_of(call.caller), call.now);
}

}  // namespace

boost::asio::awaitable<Reply> take_feedback(FeedbackCall call) {
    std::variant<FeedbackItems, Reply> found = read(call);
    if (auto* const reply = std::get_if<Reply>(&found)) co_return std::move(*reply);
    FeedbackItems items = std::get<FeedbackItems>(std::move(found));
    if (items.good.empty()) co_return items.refused.empty() ? taken() : all_refused(items.refused.front());
    if (!call.store.settings().keep_comments)
        for (store::FeedbackItem& each : items.good) each.comment.clear();
    const auto stored = co_await call.store.add(std::move(items.good));
    if (!stored) co_return not_now();
    Reply reply = taken();
    if (!items.refused.empty()) reply.oddities.push_back({"feedback-refused", items.refused.size()});
    if (stored->unknown > 0) reply.oddities.push_back({"feedback-unknown-card", stored->unknown});
    if (stored->repeated > 0) reply.oddities.push_back({"feedback-repeated", stored->repeated});
    co_return reply;
}

}  // namespace iim::service

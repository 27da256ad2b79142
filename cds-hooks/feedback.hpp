#pragma once

// Wiring, in the route of Place::feedback, after content type and authentication were checked as for a call:
//   FeedbackCall call{store, std::move(request.body), caller ? &*caller : nullptr, site_.now_ms()};
//   Reply reply = co_await take_feedback(std::move(call));
//   Response response = response_of(std::move(reply));             // 200 has no body and no content type
//   if (reply_status == 503) response.fields.push_back({"Retry-After", "5"});
//   audit->record({.id = id, .service = "iim-…/feedback", .status = …, .caller = …}, site_.now());

#include "cds-hooks/answer.hpp"
#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/feedback_items.hpp"
#include "cds-hooks/store/store.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace iim::service {

/// One POST to a service's feedback address. Store and caller outlive the call.
struct FeedbackCall {
    store::Store& store;
    std::string body;
    const auth::Caller* caller = nullptr;  ///< null: nobody is asked for a token
    store::Moment now;
};

/// The answer to feedback (checklist FBK-2 … FBK-12): 200 without a body once every item that can be read is
/// durable; 400 when none can; 503 when the store cannot take it. Never throws for what a body may contain.
boost::asio::awaitable<Reply> take_feedback(FeedbackCall call);

}  // namespace iim::service

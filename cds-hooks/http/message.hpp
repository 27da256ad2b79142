#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace iim::service::http {

/// One request. Of its header only what the service asks about. The views live until the handler has
/// answered.
struct Request {
    std::string_view method;            ///< "POST"
    std::string_view target;            ///< as sent: path and query, or an absolute URL
    std::string_view origin;            ///< of a browser; empty for other clients
    std::string_view content_type;      ///< empty when absent
    std::string_view content_encoding;  ///< empty when absent
    bool asks_private_network = false;  ///< a browser's preflight from a public page to this machine
    std::vector<std::string_view> authorization;  ///< every such field: two are a reason to refuse
    std::string body;
};

/// A header field of an answer. Views of literals or of the configuration: both outlive the answer.
struct Field {
    std::string_view name, value;
};

/// One answer. Length, date and connection fields are the session's business.
struct Response {
    int status = 200;
    std::string_view content_type;  ///< no such field when empty
    std::string body;
    std::vector<Field> fields;
};

/// Answers the requests of one connection, one after another, on one thread; may keep what it can reuse.
class Handler {
public:
    Handler() = default;
    virtual ~Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;

    /// The answer to a whole request, on the connection's thread. What it awaits must end by itself: the
    /// connection waits for it. If it throws, the client gets refuse(500) and the connection lives.
    virtual boost::asio::awaitable<Response> handle(Request request) = 0;
    /// The answer to what could not become a request (400, 413, 417, 431), to a fault (500) and to a client
    /// too many (503). `as_far_as_read` may be empty.
    virtual Response refuse(
        int status, std::string_view what_to_change, const Request& as_far_as_read
    ) noexcept = 0;
};

/// Makes the handler of a new connection. Called on many threads.
using NewHandler = std::function<std::unique_ptr<Handler>()>;

}  // namespace iim::service::http

// For session.cpp alone: this reads what Beast parsed.
#pragma once

#include "cds-hooks/http/message.hpp"

#include <optional>
#include <string_view>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

namespace iim::service::http {

/// A reason to answer without the handler, and to close.
struct Refusal {
    int status = 400;
    std::string_view what_to_change;
};

inline std::string_view text(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

/// Read errors that deserve an answer; nothing for a client that went away or was too slow.
inline std::optional<Refusal> refusal_of(boost::system::error_code error) {
    using wrong = boost::beast::http::error;
    if (error == wrong::body_limit) return Refusal{413, "The body is larger than this service accepts."};
    if (error == wrong::header_limit || error == wrong::buffer_overflow)
        return Refusal{431, "The request header is larger than this service accepts."};
    if (error == wrong::end_of_stream || error == wrong::partial_message) return {};
    if (error.category() == make_error_code(wrong::bad_method).category())
        return Refusal{400, "The request is not well-formed HTTP/1.1."};
    return {};
}

/// RFC 9112 6.3 and 3.2. Beast ignores a Transfer-Encoding it does not know and would take the body for the
/// next request: whatever is not exactly "chunked" is refused, and so is any doubt about the length.
inline std::optional<Refusal> doubt(const boost::beast::http::fields& fields, unsigned version) {
    using boost::beast::http::field;
    const auto encodings = fields.count(field::transfer_encoding);
    const auto lengths = fields.count(field::content_length);
    if (encodings > 0) {
        if (lengths > 0) return Refusal{400, "Send either Content-Length or Transfer-Encoding, not both."};
        if (encodings > 1 || version < 11
            || !boost::beast::iequals(fields[field::transfer_encoding], "chunked"))
            return Refusal{400, "The only Transfer-Encoding this service reads is: chunked."};
    }
    const std::string_view length = text(fields[field::content_length]);
    if (lengths > 1 || length.find_first_not_of("0123456789") != length.npos)
        return Refusal{400, "Send Content-Length once, as one plain number."};
    const auto hosts = fields.count(field::host);
    if (hosts > 1 || (hosts == 0 && version >= 11)) return Refusal{400, "Send the Host field exactly once."};
    return {};
}

/// Views into `head`; the body is left out.
template <class Message>
Request request_of(const Message& head) {
    using boost::beast::http::field;
    Request request;
    request.method = text(head.method_string());
    request.target = text(head.target());
    request.origin = text(head[field::origin]);
    request.content_type = text(head[field::content_type]);
    request.content_encoding = text(head[field::content_encoding]);
    request.asks_private_network =
        boost::beast::iequals(head["Access-Control-Request-Private-Network"], "true");
    const auto [first, last] = head.equal_range(field::authorization);
    for (auto one = first; one != last; ++one) request.authorization.push_back(text(one->value()));
    return request;
}

}  // namespace iim::service::http

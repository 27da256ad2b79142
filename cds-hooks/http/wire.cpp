#include "cds-hooks/http/wire.hpp"

#include <chrono>
#include <ctime>
#include <iterator>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace iim::service::http {
namespace {

// RFC 9110 6.6.1: a server with a clock says the date. Made once a second a thread.
std::string_view date_field() {
    thread_local std::time_t at = 0;
    thread_local std::string text;
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (now != at || text.empty()) {
        text = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
        at = now;
    }
    return text;
}

}  // namespace

std::string_view reason(int status) noexcept {
    switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
    }
}

std::string write_head(const Response& response, Framing framing) {
    std::string head;
    head.reserve(512);
    const auto out = std::back_inserter(head);
    fmt::format_to(
        out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status), date_field()
    );
    if (!response.content_type.empty()) fmt::format_to(out, "Content-Type: {}\r\n", response.content_type);
    if (response.status != 204) fmt::format_to(out, "Content-Length: {}\r\n", response.body.size());
    for (const Field& field : response.fields) fmt::format_to(out, "{}: {}\r\n", field.name, field.value);
    if (!framing.keep_alive)
        head += "Connection: close\r\n";
    else if (framing.old_client)
        head += "Connection: keep-alive\r\n";
    head += "\r\n";
    return head;
}

}  // namespace iim::service::http

#pragma once

#include "cds-hooks/http/message.hpp"

#include <string>

namespace iim::service::http {

/// What the session knows of a connection when it answers.
struct Framing {
    bool keep_alive = true;
    bool old_client = false;  ///< HTTP/1.0: keep-alive must be said
    bool head_only = false;   ///< the body's length is told, the body is not sent
};

/// Status line and header of an answer, up to and including the empty line.
std::string write_head(const Response& response, Framing framing);

/// The standard words of a status code; "Status" for one that has none here.
std::string_view reason(int status) noexcept;

}  // namespace iim::service::http

#pragma once

#include "cds-hooks/http/message.hpp"

#include <span>
#include <string>

namespace iim::service {

/// Lets browser clients of the listed origins read every answer, errors included (COR-2…5): without these
/// fields a browser hides even the status. "*" in the list stands for any origin. Views of `origins` go into
/// the answer.
void allow_origin(
    http::Response& response, const http::Request& request, std::span<const std::string> origins
);

/// The answer to a browser's question before the call (COR-1, 7). It carries no credentials and needs none;
/// allow_origin() is still to be added.
http::Response preflight(const http::Request& request);

}  // namespace iim::service

#include "cds-hooks/cors.hpp"

#include <algorithm>

namespace iim::service {

void allow_origin(
    http::Response& response, const http::Request& request, std::span<const std::string> origins
) {
    if (std::ranges::find(origins, "*") != origins.end()) {
        response.fields.push_back({"Access-Control-Allow-Origin", "*"});
        return;
    }
    response.fields.push_back({"Vary", "Origin"});
    const auto known = std::ranges::find(origins, request.origin);
    if (known != origins.end()) response.fields.push_back({"Access-Control-Allow-Origin", *known});
}

http::Response preflight(const http::Request& request) {
    http::Response response;
    response.status = 204;
    response.fields.push_back({"Access-Control-Allow-Methods", "GET, POST, OPTIONS"});
    response.fields.push_back({"Access-Control-Allow-Headers", "Authorization, Content-Type, Accept"});
    response.fields.push_back({"Access-Control-Max-Age", "3600"});
    // A page on the public internet, such as the CDS Hooks sandbox, that calls this machine.
    if (request.asks_private_network)
        response.fields.push_back({"Access-Control-Allow-Private-Network", "true"});
    return response;
}

}  // namespace iim::service

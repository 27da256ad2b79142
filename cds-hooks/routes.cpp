#include "cds-hooks/routes.hpp"

#include "cds-hooks/call.hpp"
#include "cds-hooks/cors.hpp"
#include "cds-hooks/metrics.hpp"

#include <utility>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

namespace iim::service {
namespace {

using http::Request;
using http::Response;
using Place = Destination::Place;

constexpr std::string_view json = "application/json";

Response response_of(Reply reply) {
    Response response;
    response.status = reply.status;
    response.content_type = reply.content_type;
    response.body = std::move(reply.body);
    return response;
}

Response ok(std::string body) {
    Response response;
    response.content_type = json;
    response.body = std::move(body);
    return response;
}

Response not_found() {
    return response_of(
        refusal(404, "not-found", "There is nothing here; GET /cds-services lists the services.")
    );
}

/// What may be asked of a place; empty where there is nothing.
std::string_view allowed(Place place) {
    switch (place) {
    case Place::nowhere: return "";
    case Place::server: return "GET, HEAD, POST, OPTIONS";
    case Place::service:
    case Place::feedback: return "POST, OPTIONS";
    case Place::discovery:
    case Place::health:
    case Place::readiness: return "GET, HEAD, OPTIONS";
    }
    return "";
}

bool takes(Place place, std::string_view method) {
    switch (place) {
    case Place::nowhere:
    case Place::server: return false;
    case Place::service:
    case Place::feedback: return method == "POST";
    case Place::discovery:
    case Place::health:
    case Place::readiness: return method == "GET" || method == "HEAD";
    }
    return false;
}

Response not_allowed(Place place) {
    Response response = response_of(refusal(405, "not-supported", "This address does not take this method."));
    response.fields.push_back({"Allow", allowed(place)});
    return response;
}

std::string_view path_of(std::string_view target) {
    target = target.substr(0, target.find_first_of("?#"));
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!boost::istarts_with(target, scheme)) continue;
        const auto slash = target.find('/', scheme.size());
        return slash == target.npos ? std::string_view("/") : target.substr(slash);
    }
    return target;
}

/// One slash where there are several, none at the end.
void tidy(std::string_view path, std::string& room) {
    room.clear();
    for (const char c : path)
        if (c != '/' || !room.ends_with('/')) room.push_back(c);
    if (room.ends_with('/')) room.pop_back();
}

/// The FHIR issue type of what the session refuses.
std::string_view issue_code(int status) {
    switch (status) {
    case 413:
    case 431: return "too-long";
    case 417: return "not-supported";
    case 503: return "throttled";
    default: return "structure";
    }
}

Response readiness(bool draining) {
    Response response = ok(draining ? R"({"status":"draining"})" : R"({"status":"ready"})");
    response.status = draining ? 503 : 200;
    return response;
}

/// The path as the client wrote it, from /cds-services on: its token is made for that.
std::string_view called_path(std::string_view target, std::string_view base_path) {
    std::string_view path = path_of(target);
    if (path.starts_with(base_path)) path.remove_prefix(base_path.size());
    return path;
}

/// Every failed proof gets these bytes; the reason stands in our log only (SEC-13).
Response unproven() {
    Response response;
    response.status = 401;
    response.fields.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

/// JSON, without compression, is all that is read.
std::optional<Response> wrong_form(const Request& request) {
    if (!is_json(request.content_type)) {
        Response response =
            response_of(refusal(415, "not-supported", "Send the request as application/json.", "Content-Type")
            );
        response.fields.push_back({"Accept-Post", json});
        return response;
    }
    if (request.content_encoding.empty() || boost::iequals(request.content_encoding, "identity")) return {};
    Response response =
        response_of(refusal(415, "not-supported", "Send the body without compression.", "Content-Encoding"));
    response.fields.push_back({"Accept-Encoding", "identity"});  // RFC 9110 15.5.16
    return response;
}

}  // namespace

Destination find_destination(std::string_view target, std::string_view base_path, std::string& room) {
    if (target == "*") return {Place::server, {}};
    tidy(path_of(target), room);
    std::string_view path = room;
    if (path == "/healthz") return {Place::health, {}};
    if (path == "/readyz") return {Place::readiness, {}};
    if (!path.starts_with(base_path)) return {};
    path.remove_prefix(base_path.size());
    constexpr std::string_view root = "/cds-services";
    if (!path.starts_with(root)) return {};
    path.remove_prefix(root.size());
    if (path.empty()) return {Place::discovery, {}};
    if (path.front() != '/') return {};
    path.remove_prefix(1);
    const auto slash = path.find('/');
    if (slash == path.npos) return {Place::service, path};
    if (path.substr(slash) == "/feedback") return {Place::feedback, path.substr(0, slash)};
    return {};
}

bool is_json(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    const auto word = boost::trim_copy(std::string(type));
    return word.empty() || boost::iequals(word, json) || boost::iequals(word, "application/fhir+json");
}

boost::asio::awaitable<Response> Routes::handle(Request request) {
    Response response;
    try {
        std::string room;
        const Destination to = find_destination(request.target, site_.config.base_path, room);
        if (auto elsewhere = misdirected(to, request))
            response = *std::move(elsewhere);
        else
            response = co_await directed(to, request);
    } catch (...) { response = response_of(own_fault()); }
    // Advice and refusals are about one patient at one moment (JSN-9).
    if (request.method == "POST") response.fields.push_back({"Cache-Control", "no-store"});
    if (response.status == 503) response.fields.push_back({"Retry-After", "5"});
    allow_origin(response, request, site_.config.cors_origins);
    co_return response;
}

/// What needs no caller: a preflight, and what leads nowhere.
std::optional<Response> Routes::misdirected(const Destination& to, const Request& request) const {
    const bool known = to.service.empty() || find_service(to.service);
    if (request.method == "OPTIONS" && to.place != Place::nowhere) {
        Response response = preflight(request);
        response.fields.push_back({"Allow", allowed(to.place)});
        return response;
    }
    if (to.place == Place::nowhere || !known) return not_found();
    if (!takes(to.place, request.method)) return not_allowed(to.place);
    if (to.place == Place::health || to.place == Place::readiness) return page(to);
    return {};
}

Response Routes::page(const Destination& to) const {
    switch (to.place) {
    case Place::discovery: return ok(site_.discovery);
    case Place::health: return ok(R"({"status":"alive"})");
    case Place::readiness: return readiness(site_.draining);
    default: return not_found();
    }
}

boost::asio::awaitable<Response> Routes::directed(const Destination& to, Request& request) {
    auth::Authenticator* const authenticator = site_.parts.authenticator;
    const bool list = to.place == Place::discovery;
    std::optional<auth::Caller> caller;
    if (authenticator && authenticator->guards(list ? "/cds-services" : "/cds-services/{id}")) {
        auth::Credentials credentials;
        for (const std::string_view one : request.authorization) credentials.authorization.emplace_back(one);
        credentials.path = called_path(request.target, site_.config.base_path);
        caller = co_await authenticator->check(std::move(credentials));
        if (!caller) co_return unproven();
    }
    if (list) co_return page(to);
    if (auto unreadable = wrong_form(request)) co_return *std::move(unreadable);
    Call call{site_, *find_service(to.service), std::move(request.body), caller ? &*caller : nullptr};
    if (to.place == Place::service) {
        Reply reply = co_await advise(std::move(call));
        co_return response_of(std::move(reply));
    }
    if (!site_.parts.store || site_.config.store.kind == store::Settings::Kind::none)
        co_return response_of(refusal(404, "not-supported", "This service takes no feedback."));
    Reply reply = co_await feedback(std::move(call));
    co_return response_of(std::move(reply));
}

Response Routes::refuse(int status, std::string_view what_to_change, const Request& as_far_as_read) noexcept {
    try {
        Response response =
            response_of(status == 500 ? own_fault() : refusal(status, issue_code(status), what_to_change));
        response.fields.push_back({"Cache-Control", "no-store"});
        if (status == 503) response.fields.push_back({"Retry-After", "1"});
        allow_origin(response, as_far_as_read, site_.config.cors_origins);
        return response;
    } catch (...) {
        Response bare;
        bare.status = 500;
        return bare;
    }
}

boost::asio::awaitable<Response> MetricsPage::handle(Request request) {
    Response response;
    const std::string_view path = path_of(request.target);
    const bool asks = request.method == "GET" || request.method == "HEAD";
    if (path != "/metrics" || !asks) co_return not_found();
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = site_.parts.metrics->page();
    co_return response;
}

Response MetricsPage::refuse(int status, std::string_view, const Request&) noexcept {
    Response response;
    response.status = status;
    return response;
}

}  // namespace iim::service

#include "cds-hooks/discovery.hpp"
#include "cds-hooks/routes.hpp"
#include "tests/support/await.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
using Place = Destination::Place;

namespace {

std::string_view field(const http::Response& response, std::string_view name) {
    for (const http::Field& one : response.fields)
        if (one.name == name) return one.value;
    return {};
}

/// A site with the given origins, and one connection to it.
struct Fixture {
    Config config;
    Knowledge knowledge{engine::Terms::embedded(), {}, {}};
    std::unique_ptr<Site> site;
    std::unique_ptr<Routes> routes;

    explicit Fixture(std::vector<std::string> origins = {"*"}) {
        config.cors_origins = std::move(origins);
        const auto now = [] {
            return fhir::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
        };
        site.reset(new Site{config, knowledge, discovery(), now});
        routes = std::make_unique<Routes>(*site);
    }
    http::Response ask(std::string_view method, std::string_view target, std::string body = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        request.body = std::move(body);
        return tests::await(routes->handle(std::move(request)));
    }
};

struct Target {
    std::string target, base;
    Place place;
    std::string service;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(routes)

BOOST_AUTO_TEST_CASE(a_target_leads_to_a_place) {
    const std::vector<Target> all{
        {"/cds-services", "", Place::discovery, ""},
        {"/cds-services/", "", Place::discovery, ""},
        {"//cds-services//", "", Place::discovery, ""},
        {"/cds-services?a=/x", "", Place::discovery, ""},
        {"/cds-services#x", "", Place::discovery, ""},
        {"http://host:80/cds-services", "", Place::discovery, ""},
        {"HTTPS://host/cds-services/x", "", Place::service, "x"},
        {"/cds-services/iim-order-sign", "", Place::service, "iim-order-sign"},
        {"/cds-services//iim-order-sign/", "", Place::service, "iim-order-sign"},
        {"/cds-services/x/feedback", "", Place::feedback, "x"},
        {"/cds-services/x/feedback/y", "", Place::nowhere, ""},
        {"/cds-services/x/y", "", Place::nowhere, ""},
        {"/cds-servicesx", "", Place::nowhere, ""},
        {"/healthz", "", Place::health, ""},
        {"/readyz/", "", Place::readiness, ""},
        {"/", "", Place::nowhere, ""},
        {"", "", Place::nowhere, ""},
        {"*", "", Place::server, ""},
        {"http://host", "", Place::nowhere, ""},
        {"/iim/cds-services", "/iim", Place::discovery, ""},
        {"/iim/cds-services/x", "/iim", Place::service, "x"},
        {"/cds-services", "/iim", Place::nowhere, ""},
        {"/iimcds-services", "/iim", Place::nowhere, ""},
        {"/healthz", "/iim", Place::health, ""},
    };
    for (const Target& one : all) BOOST_TEST_CONTEXT(one.target << " below " << one.base) {
            std::string room;
            const Destination got = find_destination(one.target, one.base, room);
            BOOST_TEST((got.place == one.place));
            BOOST_TEST(got.service == one.service);
        }
}

BOOST_AUTO_TEST_CASE(json_is_what_json_is_called) {
    for (const std::string type :
         {"",
          "application/json",
          "APPLICATION/JSON",
          "application/json; charset=utf-8",
          "application/json;x",
          " application/json ",
          "application/fhir+json"})
        BOOST_TEST(is_json(type), type);
    for (const std::string type :
         {"text/plain", "application/jsonx", "xapplication/json", "text/json", "*/*"})
        BOOST_TEST(!is_json(type), type);
}

BOOST_FIXTURE_TEST_CASE(methods, Fixture) {
    struct Asked {
        std::string method, target;
        int status;
        std::string allow;
    };
    const std::vector<Asked> all{
        {"GET", "/cds-services", 200, ""},
        {"HEAD", "/cds-services", 200, ""},
        {"POST", "/cds-services", 405, "GET, HEAD, OPTIONS"},
        {"GET", "/cds-services/iim-order-sign", 405, "POST, OPTIONS"},
        {"T", "/cds-services/iim-order-sign", 405, "POST, OPTIONS"},
        {"", "/cds-services/iim-order-sign", 405, "POST, OPTIONS"},
        {"DELETE", "/healthz", 405, "GET, HEAD, OPTIONS"},
        {"OPTIONS", "/cds-services/iim-order-sign/feedback", 204, "POST, OPTIONS"},
        {"OPTIONS", "/cds-services", 204, "GET, HEAD, OPTIONS"},
        {"OPTIONS", "*", 204, "GET, HEAD, POST, OPTIONS"},
        {"GET", "*", 405, "GET, HEAD, POST, OPTIONS"},
        {"OPTIONS", "/x", 404, ""},
        {"POST", "/cds-services/nope", 404, ""},
        {"POST", "/cds-services/iim-order-sign/feedback", 404, ""},
        {"POST", "/cds-services/iim-order-sign", 400, ""},
    };
    for (const Asked& one : all) BOOST_TEST_CONTEXT(one.method << " " << one.target) {
            const http::Response got = ask(one.method, one.target);
            BOOST_TEST(got.status == one.status);
            BOOST_TEST(field(got, "Allow") == one.allow);
            BOOST_TEST(field(got, "Access-Control-Allow-Origin") == "*");
            BOOST_TEST(field(got, "Cache-Control") == (one.method == "POST" ? "no-store" : ""));
        }
}

BOOST_FIXTURE_TEST_CASE(readiness_follows_the_drain, Fixture) {
    BOOST_TEST(ask("GET", "/readyz").status == 200);
    site->draining = true;
    BOOST_TEST(ask("GET", "/readyz").status == 503);
    BOOST_TEST(ask("GET", "/healthz").status == 200);
    BOOST_TEST(ask("GET", "/cds-services").status == 200);
}

BOOST_AUTO_TEST_CASE(only_listed_origins_are_let_in) {
    Fixture fixture({"https://ehr.example.org"});
    http::Request request;
    request.method = "GET";
    request.target = "/cds-services";
    for (const std::string_view origin : {"https://ehr.example.org", "https://evil.example.org", "", "null"})
        BOOST_TEST_CONTEXT(origin) {
            request.origin = origin;
            const http::Response got = tests::await(fixture.routes->handle(request));
            const bool known = origin == "https://ehr.example.org";
            BOOST_TEST(got.status == 200);
            BOOST_TEST(field(got, "Vary") == "Origin");
            BOOST_TEST(field(got, "Access-Control-Allow-Origin") == (known ? origin : ""));
        }
}

BOOST_FIXTURE_TEST_CASE(a_refusal_of_the_session_is_an_outcome_a_browser_can_read, Fixture) {
    for (const int status : {400, 413, 417, 431, 500, 503}) BOOST_TEST_CONTEXT(status) {
            const http::Response got = routes->refuse(status, "what to change", {});
            BOOST_TEST(got.status == status);
            BOOST_TEST(got.content_type == "application/fhir+json");
            BOOST_TEST((got.body.find("OperationOutcome") != std::string::npos));
            BOOST_TEST(field(got, "Access-Control-Allow-Origin") == "*");
            BOOST_TEST((got.body.find("what to change") != std::string::npos) == (status != 500));
            BOOST_TEST(field(got, "Cache-Control") == "no-store");
            BOOST_TEST(field(got, "Retry-After") == (status == 503 ? "1" : ""));
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "cds-hooks/discovery.hpp"
#include "cds-hooks/metrics.hpp"
#include "cds-hooks/routes.hpp"
#include "tests/support/await.hpp"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;

namespace {

/// A site that asks for tokens; no token that is asked here is good.
struct Guarded {
    Config config;
    Knowledge knowledge{engine::Terms::embedded(), {}, {}};
    Metrics metrics;
    std::unique_ptr<auth::Authenticator> authenticator;
    std::unique_ptr<Site> site;
    std::unique_ptr<Routes> routes;

    explicit Guarded(bool protect_discovery = false) {
        auth::Settings settings;
        settings.required = true;
        settings.protect_discovery = protect_discovery;
        settings.public_urls = {"https://cds.example.org"};
        auth::Issuer issuer;
        issuer.iss = "https://ehr.example.org";
        issuer.jwks = R"({"keys":[{"kty":"EC","crv":"P-384","kid":"1","use":"sig",)"
                      R"("x":"46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk",)"
                      R"("y":"XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI"}]})";
        settings.issuers.push_back(issuer);
        const auto now = [] {
            return fhir::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
        };
        authenticator = std::make_unique<auth::Authenticator>(
            settings, auth::Authenticator::Outside{now, nullptr, nullptr}
        );
        Parts parts;
        parts.authenticator = authenticator.get();
        parts.metrics = &metrics;
        site.reset(new Site{config, knowledge, discovery(), now, parts});
        routes = std::make_unique<Routes>(*site);
    }

    http::Response ask(
        std::string_view method, std::string_view target, std::vector<std::string_view> authorization = {}
    ) {
        http::Request request;
        request.method = method;
        request.target = target;
        request.authorization = std::move(authorization);
        return tests::await(routes->handle(std::move(request)));
    }
};

std::string all_of(const http::Response& response) {
    std::string text = std::to_string(response.status) + std::string(response.content_type) + response.body;
    for (const http::Field& one : response.fields) text += std::string(one.name) + std::string(one.value);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routes_identity)

BOOST_FIXTURE_TEST_CASE(sec_13_every_failed_proof_gets_the_same_bytes, Guarded) {
    const std::vector<std::vector<std::string_view>> all{
        {},
        {""},
        {"Basic dTpw"},
        {"Bearer"},
        {"Bearer x"},
        {"Bearer a.b.c"},
        {"Bearer eyJhbGciOiJub25lIn0.e30."},
        {"Bearer a.b.c", "Bearer a.b.c"},
    };
    std::set<std::string> answers;
    for (const auto& authorization : all)
        for (const std::string_view target :
             {"/cds-services/iim-order-sign", "/cds-services/iim-order-sign/feedback"}) {
            const http::Response got = ask("POST", target, authorization);
            BOOST_TEST(got.status == 401);
            BOOST_TEST(got.body.empty());
            answers.insert(all_of(got));
        }
    BOOST_TEST(answers.size() == 1U);
    BOOST_TEST((answers.begin()->find("WWW-AuthenticateBearer") != std::string::npos));
    BOOST_TEST((answers.begin()->find("Access-Control-Allow-Origin") != std::string::npos));
}

BOOST_FIXTURE_TEST_CASE(cor_1_a_preflight_needs_no_token, Guarded) {
    for (const std::string_view target :
         {"/cds-services", "/cds-services/iim-order-sign", "/cds-services/iim-order-sign/feedback"})
        BOOST_TEST(ask("OPTIONS", target).status == 204);
}

BOOST_FIXTURE_TEST_CASE(what_reveals_nothing_needs_no_token, Guarded) {
    BOOST_TEST(ask("GET", "/cds-services").status == 200);
    BOOST_TEST(ask("GET", "/healthz").status == 200);
    BOOST_TEST(ask("GET", "/readyz").status == 200);
    BOOST_TEST(ask("POST", "/cds-services/nope").status == 404);
    BOOST_TEST(ask("GET", "/cds-services/iim-order-sign").status == 405);
}

BOOST_AUTO_TEST_CASE(dsc_16_the_list_of_services_can_be_protected) {
    Guarded guarded(true);
    BOOST_TEST(guarded.ask("GET", "/cds-services").status == 401);
    BOOST_TEST(guarded.ask("GET", "//cds-services//").status == 401);
    BOOST_TEST(guarded.ask("HEAD", "/cds-services/").status == 401);
    BOOST_TEST(guarded.ask("GET", "http://x/cds-services?a=b").status == 401);
    BOOST_TEST(guarded.ask("OPTIONS", "/cds-services").status == 204);
    BOOST_TEST(guarded.ask("GET", "/healthz").status == 200);
}

BOOST_FIXTURE_TEST_CASE(however_the_path_is_written_a_service_is_guarded, Guarded) {
    for (const std::string_view target :
         {"//cds-services//iim-order-sign/",
          "/cds-services/iim-order-sign?x=/y",
          "HTTPS://host/cds-services/iim-order-sign",
          "/cds-services//iim-order-sign/feedback/"})
        BOOST_TEST(ask("POST", target).status == 401, target);
}

BOOST_AUTO_TEST_CASE(the_page_of_numbers_names_services_and_rules_and_escapes_nothing_else) {
    Metrics metrics;
    log::Call call;
    call.service = "iim-order-sign";
    call.status = 200;
    call.took = std::chrono::microseconds(700);
    const std::vector<std::string_view> rules{"steroid-monotherapy", "no-such-rule"};
    call.rules = rules;
    metrics.call(call);
    call.status = 412;
    call.rules = {};
    metrics.call(call);
    metrics.snoozed("steroid-monotherapy");
    metrics.feedback(200);
    metrics.fetch("fetched");
    metrics.add({"iim_x", "x", false, "why", "a", [] { return 3.0; }});
    metrics.add({"iim_x", "x", false, "why", "b", [] { return 4.0; }});
    const std::string page = metrics.page();
    for (const std::string_view line :
         {R"(iim_requests_total{service="iim-order-sign",status="200"} 1)",
          R"(iim_requests_total{service="iim-order-sign",status="412"} 1)",
          R"(iim_request_seconds_count{service="iim-order-sign"} 2)",
          R"(iim_request_seconds_bucket{service="iim-order-sign",le="0.0005"} 0)",
          R"(iim_request_seconds_bucket{service="iim-order-sign",le="0.001"} 2)",
          R"(iim_cards_total{rule="steroid-monotherapy"} 1)",
          R"(iim_snoozed_total{rule="steroid-monotherapy"} 1)",
          R"(iim_feedback_total{status="200"} 1)",
          R"(iim_fetches_total{outcome="fetched"} 1)",
          R"(iim_x{why="a"} 3)",
          R"(iim_x{why="b"} 4)"})
        BOOST_TEST((page.find(line) != std::string::npos), line);
    BOOST_TEST((page.find("no-such-rule") == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

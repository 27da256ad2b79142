#pragma once

#include "cds-hooks/ehr/fetcher.hpp"
#include "engine/facts/gather.hpp"
#include "tests/support/await.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "stub_server.hpp"
#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {

inline std::string bundle(const std::string& entries, const std::string& more = {}) {
    return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]" + more + "}";
}

inline std::string resource(
    const std::string& type, const std::string& id, const std::string& patient = "1"
) {
    return R"({"resource":{"resourceType":")" + type + R"(","id":")" + id
           + R"(","subject":{"reference":"Patient/)" + patient + R"("}}})";
}

inline std::string next_link(const std::string& url) {
    return R"(,"link":[{"relation":"next","url":")" + url + "\"}]";
}

/// What an EHR says by what follows /fhir/ in the address, up to the question mark; an empty Bundle
/// otherwise.
using Pages = std::map<std::string, test::Said>;

inline std::string path_of(const std::string& head) {
    const auto start = head.find("/fhir/") + 6;
    return head.substr(start, head.find_first_of(" ?", start) - start);
}

inline test::StubServer::Script playing(Pages pages) {
    pages.try_emplace(
        "Patient/1", test::said(200, R"({"resourceType":"Patient","id":"1","birthDate":"1970-01-01"})")
    );
    return [pages = std::move(pages)](const std::string& head) {
        const auto found = pages.find(path_of(head));
        return found == pages.end() ? test::said(200, bundle("")) : found->second;
    };
}

/// One call from the request to the facts.
struct Call {
    std::string prefetch;  ///< the member, with its comma
    std::string context = R"("patientId":"1")";
    std::string authorization = R"({"access_token":"secret","token_type":"Bearer","expires_in":300})";
    Settings settings;
    engine::Hook hook = engine::Hook::patient_view;

    fhir::Document document;
    Fetched fetched;
    engine::Facts facts;

    explicit Call(const test::StubServer& server) {
        settings.enabled = true;
        settings.servers = {{server.url("/fhir"), {}, "", false}};
    }

    void run() {
        http::ClientSettings open;
        open.allow_plain = true;
        BOOST_TEST_REQUIRE(open.open.add("127.0.0.1"));
        const http::Client client(open);
        Fetcher fetcher(settings, client);
        std::string text = R"({"fhirServer":")" + settings.servers.at(0).base + "\"," + prefetch
                           + R"("fhirAuthorization":)" + authorization + R"(,"context":{)" + context + "}}";
        const Asked asked{document.parse(std::move(text)).value(), hook, {}, {}};
        Plan plan = fetcher.plan(asked, "", http::Deadline::clock::now());
        fetched = tests::await(fetcher.fetch(std::move(plan)));
        read(asked);
    }

    void read(const Asked& asked) {
        static const engine::Terms terms = engine::Terms::embedded();
        engine::GatherInput input;
        input.request = asked.request;
        input.hook = hook;
        input.now = fhir::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
        input.fetched = fetched.answers;
        facts = engine::gather(input, terms, engine::Policy());
    }

    std::size_t told(std::string_view code) const {
        for (const log::Oddity& one : fetched.oddities)
            if (one.code == code) return one.times;
        return 0;
    }
    bool noted(std::string_view code) const {
        for (const engine::DataNote& one : facts.notes)
            if (one.code == code) return true;
        return false;
    }
};

inline const char* word(engine::Availability availability) {
    switch (availability) {
    case engine::Availability::present: return "present";
    case engine::Availability::empty: return "empty";
    case engine::Availability::partial: return "partial";
    case engine::Availability::unavailable: return "unavailable";
    }
    return "";
}

inline std::size_t asked_for(const test::StubServer& server, const std::string& path) {
    std::size_t times = 0;
    for (const std::string& head : server.heads()) times += path_of(head) == path ? 1 : 0;
    return times;
}

}  // namespace iim::service::ehr

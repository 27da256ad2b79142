#include "cds-hooks/ehr/fetcher.hpp"
#include "engine/facts/gather.hpp"
#include "engine/terms/concepts.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "stub_server.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {
namespace {

using engine::Availability;
using std::chrono::milliseconds;
using test::Said;
using test::said;
using test::StubServer;

std::string bundle(const std::string& entries, const std::string& more = {}) {
    return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]" + more + "}";
}

std::string resource(const std::string& type, const std::string& id, const std::string& patient = "1") {
    return R"({"resource":{"resourceType":")" + type + R"(","id":")" + id
           + R"(","subject":{"reference":"Patient/)" + patient + R"("}}})";
}

std::string next_link(const std::string& url) {
    return R"(,"link":[{"relation":"next","url":")" + url + "\"}]";
}

/// What an EHR says by what follows /fhir/ in the address, up to the question mark; an empty Bundle
/// otherwise.
using Pages = std::map<std::string, Said>;

std::string path_of(const std::string& head) {
    const auto start = head.find("/fhir/") + 6;
    return head.substr(start, head.find_first_of(" ?", start) - start);
}

StubServer::Script playing(Pages pages) {
    pages.try_emplace(
        "Patient/1", said(200, R"({"resourceType":"Patient","id":"1","birthDate":"1970-01-01"})")
    );
    return [pages = std::move(pages)](const std::string& head) {
        const auto found = pages.find(path_of(head));
        return found == pages.end() ? said(200, bundle("")) : found->second;
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

    explicit Call(const StubServer& server) {
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
        boost::asio::io_context io(1);
        boost::asio::co_spawn(
            io,
            fetcher.fetch(std::move(plan)),
            [&](const std::exception_ptr& error, Fetched got) {
            BOOST_TEST((error == nullptr));
            fetched = std::move(got);
            });
        io.run();
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

const char* word(Availability availability) {
    switch (availability) {
    case Availability::present: return "present";
    case Availability::empty: return "empty";
    case Availability::partial: return "partial";
    case Availability::unavailable: return "unavailable";
    }
    return "";
}

std::size_t asked_for(const StubServer& server, const std::string& path) {
    std::size_t times = 0;
    for (const std::string& head : server.heads()) times += path_of(head) == path ? 1 : 0;
    return times;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ehr_fetcher)

// FHA-2, PFD-15: fetched data are as good as prefetched ones. FHA-3, FHA-10: the header of each question.
BOOST_AUTO_TEST_CASE(everything_is_fetched) {
    const StubServer server(playing({{"Condition", said(200, bundle(resource("Condition", "c1")))}}));
    Call call(server);
    call.run();
    BOOST_TEST(word(call.facts.sources.patient) == "present");
    BOOST_TEST(word(call.facts.sources.conditions) == "present");
    BOOST_TEST(word(call.facts.sources.observations) == "empty");
    BOOST_TEST(word(call.facts.sources.administrations) == "empty");
    BOOST_TEST(call.facts.demographics.age_years.value_or(0) == 56);
    BOOST_TEST(call.fetched.oddities.empty());
    BOOST_TEST(server.heads().size() == 10);
    for (const std::string& head : server.heads()) {
        BOOST_TEST(head.find("\r\nAuthorization: Bearer secret\r\n") != head.npos);
        BOOST_TEST(head.find("\r\nAccept: application/fhir+json\r\n") != head.npos);
    }
}

// PFD-1, PFD-2, PFD-3, PFD-5.
BOOST_AUTO_TEST_CASE(only_what_is_missing_is_fetched) {
    const StubServer server(playing({}));
    Call call(server);
    call.prefetch = R"("prefetch":{"conditions":null,"labs":{"resourceType":"OperationOutcome"},"patient":
                        {"resourceType":"Patient","id":"1"},"medications":{"resourceType":"Bundle"}},)";
    call.run();
    for (const char* path : {"Patient/1", "Condition", "Observation", "MedicationRequest"})
        BOOST_TEST_CONTEXT(path) BOOST_TEST(asked_for(server, path) == 0);
    for (const char* path :
         {"MedicationStatement",
          "AllergyIntolerance",
          "Immunization",
          "Procedure",
          "ServiceRequest",
          "MedicationAdministration"})
        BOOST_TEST_CONTEXT(path) BOOST_TEST(asked_for(server, path) == 1);
    BOOST_TEST(word(call.facts.sources.conditions) == "empty");
    BOOST_TEST(word(call.facts.sources.observations) == "unavailable");
}

// FHA-8: a failing question takes its own source away, nothing else.
BOOST_AUTO_TEST_CASE(what_fails_stays_unavailable) {
    const struct {
        Said says;
        const char* code;
    } table[] = {
        {said(401, "{}"), "fetch-401"},
        {said(403, "{}"), "fetch-403"},
        {said(404, "{}"), "fetch-404"},
        {said(410, "{}"), "fetch-4xx"},
        {said(429, "{}", "Retry-After: 1\r\n"), "fetch-429"},
        {said(500, "{}"), "fetch-5xx"},
        {said(503, bundle("")), "fetch-5xx"},
        {said(302, "", "Location: http://127.0.0.1:9/\r\n"), "fetch-redirected"},
        {said(307, bundle("")), "fetch-redirected"},
        {said(200, "<html>log in</html>"), "fetch-wrong-content"},
        {said(200, ""), "fetch-wrong-content"},
        {said(200, "[]"), "fetch-wrong-content"},
        {said(200, R"({"resourceType":"OperationOutcome"})"), "fetch-wrong-content"},
        {said(200, R"({"resourceType":"Condition","id":"1"})"), "fetch-wrong-content"},
        {said(200, std::string(100, '[')), "fetch-wrong-content"},
        {said(200, R"({"resourceType":"Bundle","entry":5})"), "fetch-wrong-content"},
        {said(200, R"({"resourceType":"Bundle","entry":[5]})"), "fetch-wrong-content"},
        {said(200, bundle(resource("Condition", "1")).substr(0, 60)), "fetch-wrong-content"},
        {said(204, ""), "fetch-unexpected"},
        {{"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", {}, true}, "fetch-broken"},
        {{"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{", {}, false}, "fetch-too-large"},
    };
    for (const auto& [says, code] : table) BOOST_TEST_CONTEXT(code << " " << says.bytes.substr(0, 200)) {
            const StubServer server(playing({{"Condition", says}}));
            Call call(server);
            call.run();
            BOOST_TEST(word(call.facts.sources.conditions) == "unavailable");
            BOOST_TEST(word(call.facts.sources.observations) == "empty");
            BOOST_TEST(word(call.facts.sources.patient) == "present");
            BOOST_TEST(call.told(code) == 1);
            BOOST_TEST(call.fetched.oddities.size() == 1);
            BOOST_TEST(call.fetched.why_none == "");
        }
}

// PFD-7.
BOOST_AUTO_TEST_CASE(pages_are_read_to_the_end) {
    const StubServer server(playing({
        {"Condition", said(200, bundle(resource("Condition", "c1"), next_link("Condition/2?p=2")))},
        {"Condition/2", said(200, bundle(resource("Condition", "c2"), next_link("Condition/3")))},
        {"Condition/3", said(200, bundle(resource("Condition", "c3")))},
    }));
    Call call(server);
    call.run();
    BOOST_TEST(word(call.facts.sources.conditions) == "present");
    BOOST_TEST(asked_for(server, "Condition/3") == 1);
    BOOST_TEST(call.fetched.oddities.empty());
}

BOOST_AUTO_TEST_CASE(pages_that_cannot_be_read_leave_a_part) {
    const StubServer elsewhere([](const std::string&) { return said(200, bundle("")); });
    const struct {
        const char* what;
        std::string next;
        Said second;
        const char* code;
    } table[] = {
        {"a failing page", "Condition/2", said(500, ""), "fetch-5xx"},
        {"a page of another kind", "Condition/2", said(200, "{}"), "fetch-wrong-content"},
        {"a slow page",
         "Condition/2",
         {said(200, bundle("")).bytes, milliseconds(3'000), false},
         "fetch-timed-out"},
        {"the same page again and again",
         "Condition/2",
         said(200, bundle("", next_link("Condition/2"))),
         "fetch-page-limit"},
        {"another server", elsewhere.url("/fhir/Condition"), said(500, ""), "fetch-next-page-elsewhere"},
        {"out of the base", "/other", said(500, ""), "fetch-next-page-elsewhere"},
        {"no address", "", said(500, ""), "fetch-next-page-elsewhere"},
    };
    for (const auto& [what, next, second, code] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server(playing({
                {"Condition", said(200, bundle(resource("Condition", "c1"), next_link(next)))},
                {"Condition/2", second},
            }));
            Call call(server);
            call.settings.deadline = milliseconds(1'500);
            call.settings.pages = 5;
            call.run();
            BOOST_TEST(word(call.facts.sources.conditions) == "partial");
            BOOST_TEST(call.told(code) == 1);
            BOOST_TEST(asked_for(server, "Condition/2") <= 4);
        }
    BOOST_TEST(elsewhere.connections() == 0);
}

BOOST_AUTO_TEST_CASE(the_pages_after_a_prefetched_one) {
    const auto first_page = [](const std::string& url) {
        return R"("prefetch":{"problems":)" + bundle(resource("Condition", "c1"), next_link(url)) + "},";
    };
    const struct {
        const char* what;
        std::string next;
        Said says;
        const char* want;
    } table[] = {
        {"the last", "/fhir/more", said(200, bundle(resource("Condition", "c2"))), "present"},
        {"one of many", "/fhir/more", said(200, bundle("", next_link("more"))), "partial"},
        {"a failing one", "/fhir/more", said(500, ""), "partial"},
        {"elsewhere", "/other/more", said(200, bundle("")), "partial"},
    };
    for (const auto& [what, next, says, want] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server(playing({{"more", says}}));
            Call call(server);
            call.prefetch = first_page(server.url(next));
            call.run();
            BOOST_TEST(word(call.facts.sources.conditions) == want);
            BOOST_TEST(asked_for(server, "Condition") == 0);
        }
}

// FHA-9: in parallel, under one deadline.
BOOST_AUTO_TEST_CASE(questions_are_asked_at_the_same_time) {
    const Said slow{said(200, bundle("")).bytes, milliseconds(500), false};
    const StubServer server([&](const std::string&) { return slow; });
    Call call(server);
    const auto started = http::Deadline::clock::now();
    call.run();
    BOOST_TEST((http::Deadline::clock::now() - started < milliseconds(2'500)));
    BOOST_TEST(word(call.facts.sources.observations) == "empty");
    BOOST_TEST(server.connections() == 10);
}

BOOST_AUTO_TEST_CASE(no_more_at_a_time_than_configured) {
    const StubServer server(playing({}));
    Call call(server);
    call.settings.parallel = 2;
    call.run();
    BOOST_TEST(server.heads().size() == 10);
    BOOST_TEST(server.connections() == 2);  // free connections are used again
}

BOOST_AUTO_TEST_CASE(one_silent_question_does_not_hold_the_others) {
    const Said silent{"", milliseconds(10'000), false};
    const StubServer server(playing({{"Observation", silent}}));
    Call call(server);
    call.settings.deadline = milliseconds(1'000);
    const auto started = http::Deadline::clock::now();
    call.run();
    BOOST_TEST((http::Deadline::clock::now() - started < milliseconds(3'000)));
    BOOST_TEST(word(call.facts.sources.observations) == "unavailable");
    BOOST_TEST(word(call.facts.sources.conditions) == "empty");
    BOOST_TEST(call.told("fetch-timed-out") == 1);
}

BOOST_AUTO_TEST_CASE(all_bytes_of_a_call_are_bounded) {
    const std::string big = bundle(resource("Condition", "c1"), next_link("Condition"));
    const StubServer server(playing({{"Condition", said(200, big + std::string(70'000, ' '))}}));
    Call call(server);
    call.settings.page_bytes = 80'000;
    call.settings.call_bytes = 200'000;
    call.settings.pages = 100;
    call.run();
    BOOST_TEST(word(call.facts.sources.conditions) == "partial");
    BOOST_TEST(call.told("fetch-too-large") == 1);
    BOOST_TEST(asked_for(server, "Condition") == 3);
}

// REQ-17.
BOOST_AUTO_TEST_CASE(data_of_another_patient_are_left_out) {
    const StubServer server(playing({
        {"Patient/1", said(200, R"({"resourceType":"Patient","id":"2","birthDate":"2020-01-01"})")},
        {"Condition",
         said(200, bundle(resource("Condition", "c1", "2") + "," + resource("Condition", "c2")))},
        {"Procedure", said(200, bundle(resource("Procedure", "p1", "2")))},
    }));
    Call call(server);
    call.run();
    BOOST_TEST(word(call.facts.sources.patient) == "unavailable");
    BOOST_TEST(word(call.facts.sources.conditions) == "partial");
    BOOST_TEST(word(call.facts.sources.procedures) == "unavailable");
    BOOST_TEST(!call.facts.demographics.age_years.has_value());
    BOOST_TEST(call.noted("wrong-patient"));
    BOOST_TEST(call.noted("other-patient"));
}

BOOST_AUTO_TEST_CASE(nothing_goes_out_when_nothing_may) {
    const struct {
        const char* authorization;
        const char* code;
        const char* says;
    } table[] = {
        {R"({"access_token":"t","expires_in":0})", "not-fetched-token-expired", "expired"},
        {R"({"access_token":"t","patient":"2"})", "not-fetched-token-of-other-patient", "another patient"},
        {R"({"access_token":"t","token_type":"MAC"})", "not-fetched-bad-token", "Bearer"},
        {"null", "not-fetched-no-token", "no access token"},
    };
    for (const auto& [authorization, code, says] : table) BOOST_TEST_CONTEXT(code) {
            const StubServer server(playing({}));
            Call call(server);
            call.authorization = authorization;
            call.run();
            BOOST_TEST(server.connections() == 0);
            BOOST_TEST(call.fetched.answers.empty());
            BOOST_TEST(call.told(code) == 1);
            BOOST_TEST(call.fetched.why_none.find(says) != std::string_view::npos);
            BOOST_TEST(word(call.facts.sources.conditions) == "unavailable");
        }
}

BOOST_AUTO_TEST_CASE(nothing_goes_out_when_nothing_is_missing_or_asked) {
    const StubServer server(playing({}));
    Call complete(server);
    complete.prefetch =
        R"("prefetch":{"patient":null,"conditions":null,"medications":null,"statements":null,"observations":null,
           "allergies":null,"immunizations":null,"procedures":null,"serviceRequests":null,"mar":null},)";
    complete.authorization = "null";  // not worth a word in the log either
    complete.run();
    BOOST_TEST(complete.fetched.oddities.empty());
    Call empty_form(server);
    empty_form.hook = engine::Hook::order_select;
    empty_form.context = R"("patientId":"1","selections":[],"draftOrders":{"resourceType":"Bundle"})";
    empty_form.run();
    Call off(server);
    off.settings.enabled = false;
    off.run();
    BOOST_TEST(off.fetched.why_none == "");
    BOOST_TEST(server.connections() == 0);
}

// It has no code of its own, unlike other drafts.
BOOST_AUTO_TEST_CASE(a_recommended_vaccine_is_something_to_judge) {
    const StubServer server(playing({}));
    Call call(server);
    call.hook = engine::Hook::order_sign;
    call.context = R"("patientId":"1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":
        {"resourceType":"ImmunizationRecommendation","recommendation":[{"vaccineCode":[{"text":"x"}]}]}}]})";
    call.run();
    BOOST_TEST(server.heads().size() == 10);
}

BOOST_AUTO_TEST_CASE(too_many_calls_at_once) {
    const StubServer server(playing({}));
    Call call(server);
    call.settings.calls = 0;
    call.run();
    BOOST_TEST(server.connections() == 0);
    BOOST_TEST(call.told("not-fetched-crowded") == 1);
}

BOOST_AUTO_TEST_CASE(when_all_fails_it_is_said) {
    const StubServer server([](const std::string&) { return said(500, ""); });
    Call call(server);
    call.run();
    BOOST_TEST(call.told("fetch-5xx") == 10);
    BOOST_TEST(call.fetched.why_none.find("FHIR server") != std::string_view::npos);
}

// Checklist 17.3: an order may name its drug by a reference only.
BOOST_AUTO_TEST_CASE(the_drug_behind_a_reference_is_read) {
    const std::string azathioprine =
        R"({"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1256"}]}})";
    const StubServer server(playing({
        {"Medication/m1", said(200, azathioprine)},
        {"Medication/m2", said(404, "")},
    }));
    Call call(server);
    call.hook = engine::Hook::order_sign;
    call.context =
        R"("patientId":"1","draftOrders":{"resourceType":"Bundle","entry":[
            {"resource":{"resourceType":"MedicationRequest","id":"o1","status":"draft","intent":"order",
             "subject":{"reference":"Patient/1"},"medicationReference":{"reference":"Medication/m1"}}},
            {"resource":{"resourceType":"MedicationRequest","id":"o2","status":"draft","intent":"order",
             "subject":{"reference":"Patient/1"},"medicationReference":{"reference":"Medication/m2"}}}]})";
    call.run();
    BOOST_TEST_REQUIRE(call.facts.orders.size() >= 1);
    BOOST_TEST(call.facts.orders.front().is(engine::drug::azathioprine));
    BOOST_TEST(call.told("fetch-404") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr

#include "engine/terms/concepts.hpp"

#include "ehr_call.hpp"

namespace iim::service::ehr {

using std::chrono::milliseconds;
using test::Said;
using test::said;
using test::StubServer;

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

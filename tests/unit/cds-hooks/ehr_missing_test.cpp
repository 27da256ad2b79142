#include "cds-hooks/ehr/missing.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {
namespace {

constexpr std::string_view base = "https://ehr.example/fhir/";

struct Request {
    fhir::Document document;
    fhir::Json json;
    explicit Request(std::string text) { json = document.parse(std::move(text)).value(); }
};

Request with_prefetch(const std::string& prefetch) {
    return Request(R"({"context":{"patientId":"1"},"prefetch":{)" + prefetch + "}}");
}

std::vector<std::string> keys(const Missing& missing) {
    std::vector<std::string> names;
    for (const Question& one : missing.questions) names.emplace_back(one.key);
    std::ranges::sort(names);
    return names;
}

bool asks_for(const Missing& missing, std::string_view key) {
    return std::ranges::find(missing.questions, key, &Question::key) != missing.questions.end();
}

std::string url_of(const Missing& missing, std::string_view key) {
    const auto found = std::ranges::find(missing.questions, key, &Question::key);
    return found == missing.questions.end() ? "" : found->url;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ehr_missing)

BOOST_AUTO_TEST_CASE(tokens_are_filled_and_encoded) {
    const Request request(
        R"({"context":{"patientId":"a b&c=d","userId":"Practitioner/7","number":5,"dot":"..","none":null,
            "draftOrders":{"id":"x"}}})"
    );
    const fhir::Json context = request.json["context"];
    const struct {
        const char* query;
        const char* want;  ///< null: cannot be asked
    } table[] = {
        {"Patient/{{context.patientId}}", "Patient/a%20b%26c%3Dd"},
        {"X?a={{context.userId}}&b={{context.userId}}", "X?a=7&b=7"},
        {"X?plain=1", "X?plain=1"},
        {"Patient/{{context.dot}}", nullptr},
        {"Patient/{{context.none}}", nullptr},
        {"Patient/{{context.absent}}", nullptr},
        {"Patient/{{context.number}}", nullptr},
        {"Patient/{{context.draftOrders}}", nullptr},
        {"Patient/{{userPractitionerId}}", nullptr},
        {"Patient/{{context.patientId", nullptr},
    };
    for (const auto& [query, want] : table) BOOST_TEST_CONTEXT(query) {
            const auto found = filled(query, context);
            BOOST_TEST_REQUIRE(found.has_value() == (want != nullptr));
            if (want) BOOST_TEST(*found == want);
        }
}

// PFD-15: nothing was prefetched, so everything is asked for; the queries are those of the discovery
// document.
BOOST_AUTO_TEST_CASE(without_prefetch_all_is_missing) {
    const Request request(R"({"context":{"patientId":"Patient/1"}})");
    const Missing found = missing(request.json, base);
    const std::vector<std::string> want{
        "allergies",
        "conditions",
        "immunizations",
        "medicationAdministrations",
        "medications",
        "observations",
        "patient",
        "procedures",
        "serviceRequests",
        "statements"};
    BOOST_TEST(keys(found) == want, boost::test_tools::per_element());
    BOOST_TEST(url_of(found, "patient") == "https://ehr.example/fhir/Patient/1");
    BOOST_TEST(url_of(found, "conditions") == "https://ehr.example/fhir/Condition?patient=1");
    BOOST_TEST(
        url_of(found, "observations")
        == "https://ehr.example/fhir/Observation?patient=1&category=laboratory,vital-signs,exam,procedure"
           "&_sort=-date&_count=500"
    );
    for (const Question& one : found.questions) BOOST_TEST_CONTEXT(one.key) {
            BOOST_TEST(one.type == (one.key == "patient" ? "Patient" : ""));
            BOOST_TEST(!one.follows);
        }
}

BOOST_AUTO_TEST_CASE(a_key_that_is_there_is_an_answer) {
    for (const char* value :
         {"null",
          R"({"resourceType":"Bundle","total":0})",
          R"({"resourceType":"OperationOutcome"})",
          R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"OperationOutcome"}}]})",
          R"({"resourceType":"Condition"})",
          "[]",
          "{}",
          "\"?\"",
          "7"})
        BOOST_TEST_CONTEXT(value) {
            const Request request = with_prefetch(std::string(R"("conditions":)") + value);
            const Missing found = missing(request.json, base);
            BOOST_TEST(!asks_for(found, "conditions"));
            BOOST_TEST(asks_for(found, "medications"));
            BOOST_TEST(found.questions.size() == 9);
        }
}

// Sites name keys themselves (checklist 17.3); names that say nothing answer nothing.
BOOST_AUTO_TEST_CASE(keys_of_other_names) {
    const Request known = with_prefetch(R"("Labs":null,"problem-list":null,"active_meds-user":null)");
    const Missing found = missing(known.json, base);
    BOOST_TEST(!asks_for(found, "observations"));
    BOOST_TEST(!asks_for(found, "conditions"));
    BOOST_TEST(!asks_for(found, "medications"));
    const Request unknown = with_prefetch(R"("item1":{"resourceType":"Bundle","entry":[]},"coverage":null)");
    BOOST_TEST(missing(unknown.json, base).questions.size() == 10);
}

// PFD-7.
BOOST_AUTO_TEST_CASE(further_pages_are_asked_for) {
    const Request request = with_prefetch(
        R"("labs":{"resourceType":"Bundle","link":[{"relation":"next","url":"https://ehr.example/fhir?page=2"}]},
           "meds":{"resourceType":"Bundle","link":[{"relation":"next","url":"https://evil.example/fhir?page=2"}]},
           "foo":{"resourceType":"Bundle","link":[{"relation":"next","url":"https://ehr.example/fhir?page=9"}]})"
    );
    const Missing found = missing(request.json, base);
    const auto next = std::ranges::find(found.questions, "labs", &Question::key);
    BOOST_TEST_REQUIRE((next != found.questions.end()));
    BOOST_TEST(next->url == "https://ehr.example/fhir?page=2");
    BOOST_TEST(next->follows);
    BOOST_TEST(next->type == "");
    BOOST_TEST(!asks_for(found, "meds"));
    BOOST_TEST(!asks_for(found, "medications"));
    BOOST_TEST(!asks_for(found, "foo"));
    BOOST_TEST(found.pages_elsewhere == 1);
}

BOOST_AUTO_TEST_CASE(without_a_patient_nothing_can_be_asked) {
    for (const char* context :
         {"{}", R"({"patientId":""})", R"({"patientId":".."})", R"({"patientId":"x/"})"}) {
        const Request request(std::string(R"({"context":)") + context + "}");
        BOOST_TEST_CONTEXT(context) BOOST_TEST(missing(request.json, base).questions.empty());
    }
}

BOOST_AUTO_TEST_CASE(medications_behind_references) {
    const Request request(R"([
        {"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/a b"}},
        {"resourceType":"Bundle","entry":[
            {"resource":{"resourceType":"MedicationStatement","medicationReference":{"reference":"https://ehr.example/fhir/Medication/two/_history/3"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/a b"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/there"}}},
            {"resource":{"resourceType":"Medication","id":"there"}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"#contained"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"urn:uuid:1"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"https://evil.example/fhir/Medication/x"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"https://ehr.example/fhirx/Medication/x"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationReference":{"reference":"Patient/x"}}},
            {"resource":{"resourceType":"MedicationRequest","medicationCodeableConcept":{"coding":[{"code":"1"}]},
                         "medicationReference":{"reference":"Medication/coded"}}},
            {"resource":{"resourceType":"Observation","medicationReference":{"reference":"Medication/no"}}}]}])"
    );
    const auto questions = missing_medications({request.json}, base);
    BOOST_TEST_REQUIRE(questions.size() == 2);
    BOOST_TEST(questions[0].url == "https://ehr.example/fhir/Medication/a%20b");
    BOOST_TEST(questions[1].url == "https://ehr.example/fhir/Medication/two");
    BOOST_TEST(questions[1].type == "Medication");
    BOOST_TEST(questions[1].key == medication_key);
}

// PFT-12
BOOST_AUTO_TEST_CASE(what_came_under_a_sites_own_name_is_not_asked_for) {
    const std::vector<engine::KeyAlias> aliases{{"myolabs", "observations"}};
    const Request request = with_prefetch(R"("MYO LABS":null)");
    BOOST_TEST(asks_for(missing(request.json, base), "observations"));
    const Missing found = missing(request.json, base, aliases);
    BOOST_TEST(!asks_for(found, "observations"));
    BOOST_TEST(asks_for(found, "conditions"));

    const Request paged = with_prefetch(
        R"("MYO LABS":{"resourceType":"Bundle","link":[{"relation":"next","url":"https://ehr.example/fhir/2"}]})"
    );
    BOOST_TEST(url_of(missing(paged.json, base, aliases), "MYO LABS") == "https://ehr.example/fhir/2");
}

BOOST_AUTO_TEST_CASE(only_so_many_medications) {
    std::string orders;
    for (int i = 0; i < 1000; ++i)
        orders += (i ? "," : "")
                  + std::string(
                      R"({"resourceType":"MedicationRequest","medicationReference":{"reference":"Medication/)"
                  )
                  + std::to_string(i) + R"("}})";
    const Request request("[" + orders + "]");
    const auto questions = missing_medications({request.json}, base);
    BOOST_TEST_REQUIRE(questions.size() == 20);
    BOOST_TEST(questions[0].url == "https://ehr.example/fhir/Medication/0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr

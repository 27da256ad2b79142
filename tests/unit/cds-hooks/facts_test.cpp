#include "cds-hooks/cli/facts.hpp"
#include "cds-hooks/request_check.hpp"
#include "cds-hooks/understand.hpp"
#include "engine/judge.hpp"
#include "engine/rule.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
using namespace iim::service::cli;

namespace {

const Knowledge& knowledge() {
    static const Knowledge one{engine::Terms::embedded(), {}, {}};
    return one;
}

/// A request and what is understood of it, at the day of the vignettes.
struct Seen {
    fhir::Document document;
    fhir::Json request;
    std::optional<engine::Patient> patient;

    explicit Seen(std::string body) {
        const auto parsed = document.parse(std::move(body));
        if (!parsed) return;
        request = *parsed;
        const auto hook = engine::parse_hook(request["hook"].text());
        if (!hook || shape_problem(request, *hook)) return;
        engine::GatherInput input;
        input.request = request;
        input.hook = *hook;
        input.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(9);
        input.zone = knowledge().zone;
        patient.emplace(understand(input, knowledge()));
    }
};

std::vector<std::filesystem::path> vignettes() {
    std::vector<std::filesystem::path> all;
    const std::filesystem::path folder = std::filesystem::path(IIM_TESTS_DIR) / "vignettes";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.path().filename() == "request.json") all.push_back(entry.path());
    return all;
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

const std::string whole_request =
    R"({"hook":"order-sign","hookInstance":"i","context":{"userId":"Practitioner/1",
"patientId":"p1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"m1",
"status":"draft","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"Prednison 20",
"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"312615"}]},"dosageInstruction":[{"timing":{"repeat":
{"frequency":1,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":40,"unit":"mg"}}]}]}},
{"resource":{"resourceType":"MedicationRequest","id":"m2","status":"draft","intent":"order","subject":{"reference":
"Patient/p1"},"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1256"}]},
"dosageInstruction":[{"text":"as directed"}]}}]}},
"prefetch":{"patient":{"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1975-04-12"},
"conditions":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"c1","subject":{"reference":
"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]}}},
{"resource":{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/p1"},"code":{"text":"Sore \u001b[31mtoe",
"coding":[{"system":"urn:local","code":"X1"}]}}},
{"resource":{"resourceType":"Condition","id":"c3","subject":{"reference":"Patient/p2"},"code":{"coding":[{"system":
"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.20"}]}}}]},
"observations":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","id":"o1","status":"final",
"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-11-10","code":{"coding":[{"system":"http://loinc.org","code":
"2160-0"}]},"valueQuantity":{"value":1.0,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}}},
{"resource":{"resourceType":"Observation","id":"o2","status":"final","subject":{"reference":"Patient/p1"},
"effectiveDateTime":"2026-11-10","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},
"valueQuantity":{"value":4.0,"unit":"furlongs"}}}]},
"encounters":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Encounter","id":"e1"}}]}}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_of_a_request)

BOOST_AUTO_TEST_CASE(each_fact_with_its_source_and_each_thing_that_was_not_read) {
    const Seen seen(whole_request);
    BOOST_TEST_REQUIRE(seen.patient.has_value());
    const auto sections = all_facts(*seen.patient, seen.request);
    const std::string text = facts_text(sections);
    for (const char* part :
         {"age 51 years",
          "dermatomyositis",
          "certainty confirmed",
          "[Condition/c1]",
          "[MedicationRequest/m1]",
          "per day 40 mg/day",
          "per week 280 mg/week",
          "peak prednisone 40 mg/day",
          "value 88.4",  // umol/L: creatinine 1.0 mg/dL in the unit of the rules
          "[Observation/o1]",
          "unit \"furlongs\"",
          "it says: as directed",
          "no rule knows urn:local|X1",
          "it is of another patient",
          "did not come: all of it counts as unknown",
          "Encounter"})
        BOOST_TEST(has(text, part), "says " << part << " in\n" << text);
    BOOST_TEST(!has(text, "\x1b"));  // no text of an EHR steers the terminal
}

BOOST_AUTO_TEST_CASE(the_same_as_json) {
    const Seen seen(whole_request);
    fhir::Document document;
    const auto json = document.parse(facts_json(all_facts(*seen.patient, seen.request)));
    BOOST_TEST_REQUIRE(json.has_value());
    for (const char* key :
         {"sources",
          "person",
          "myositis",
          "conditions",
          "orders",
          "steroids",
          "results",
          "allergies",
          "events",
          "notes",
          "unused"})
        BOOST_TEST((*json)[key].is_array(), key);
    const fhir::Json step = (*json)["orders"].at(1);
    BOOST_TEST(step["perDay"]["value"].number().value() == 40);
    BOOST_TEST(step["perDay"]["unit"].text() == "mg/day");
    BOOST_TEST(step["source"].text() == "MedicationRequest/m1");
}

BOOST_AUTO_TEST_CASE(every_vignette_has_facts) {
    const auto all = vignettes();
    BOOST_TEST(all.size() > 50U);
    for (const auto& file : all) BOOST_TEST_CONTEXT(file) {
            const Seen seen(text_of(file));
            if (!seen.patient) continue;  // a vignette about a refusal
            const auto sections = all_facts(*seen.patient, seen.request);
            BOOST_TEST(!facts_text(sections).empty());
            fhir::Document document;
            BOOST_TEST(document.parse(facts_json(sections)).has_value());
        }
}

// The trace is written by the code that decides, so it can change nothing.
BOOST_AUTO_TEST_CASE(an_explained_rule_decides_the_same) {
    for (const auto& file : vignettes()) BOOST_TEST_CONTEXT(file) {
            Seen seen(text_of(file));
            if (!seen.patient) continue;
            for (const engine::Rule* rule : engine::all_rules()) BOOST_TEST_CONTEXT(rule->id) {
                    const std::span<const engine::Rule* const> only(&rule, 1);
                    const auto plain = engine::judge(only, *seen.patient);
                    engine::Trace trace(knowledge().terms);
                    seen.patient->trace(&trace);
                    const auto explained = engine::judge(only, *seen.patient);
                    seen.patient->trace(nullptr);
                    BOOST_TEST(!trace.lines().empty());
                    BOOST_TEST_REQUIRE(plain.findings.size() == explained.findings.size());
                    for (std::size_t i = 0; i < plain.findings.size(); ++i)
                        BOOST_TEST(plain.findings[i].summary == explained.findings[i].summary);
                }
        }
}

BOOST_AUTO_TEST_SUITE_END()

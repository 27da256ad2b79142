#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <array>

#include <fmt/format.h>

/// What a record may hold by mistake or malice: noted or left out, never a crash, never a guess.
namespace iim::engine::test {
namespace {

const std::string prednisone = rxnorm("8640");
const std::string weight_code = loinc("29463-7");

/// Everything that is derived, so that nothing stays unread.
void derive_all(Gathered& one) {
    const Policy policy;
    const Patient patient(std::move(one.facts), terms(), policy);
    BOOST_TEST(patient.treatment().agents.size() < 100);
    BOOST_TEST(patient.risks().thrombosis.size() < 100);
    BOOST_TEST(patient.immunosuppression().because.size() < 100);
    BOOST_TEST(!patient.folate().any());
    for (const Concept test : patient.labs().tests()) BOOST_TEST(patient.labs().all(test).size() < 100'000);
}

BOOST_AUTO_TEST_SUITE(gather_bad_input)

BOOST_AUTO_TEST_CASE(dates_of_another_millennium) {
    for (const char* date :
         {"0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "-2026-01-01", "12026-01-01", "yesterday"})
        BOOST_TEST_CONTEXT(date) {
            const std::string quoted = fmt::format("\"{}\"", date);
            Gathered one(request(
                R"("patient":{"resourceType":"Patient","id":"1","birthDate":)" + quoted + R"(},"all":)"
                + bundle(
                    resource(
                        "MedicationRequest",
                        R"("id":"a","status":"active","intent":"order","authoredOn":)" + quoted + ","
                            + prednisone + "," + daily("20", "mg")
                    )
                    + ","
                    + resource(
                        "MedicationRequest",
                        R"("id":"b","status":"stopped","intent":"order","authoredOn":)" + quoted + ","
                            + prednisone + "," + daily("20", "mg")
                    )
                    + ","
                    + resource(
                        "Condition",
                        R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"396230008"}]},"onsetDateTime":)"
                            + quoted
                    )
                    + ","
                    + resource(
                        "Observation",
                        R"("status":"final","valueQuantity":{"value":70,"unit":"kg"},)" + weight_code
                            + R"(,"effectiveDateTime":)" + quoted
                    )
                    + ","
                    + resource(
                        "MedicationDispense",
                        R"("status":"completed",)" + prednisone
                            + R"(,"daysSupply":{"value":28},"whenHandedOver":)" + quoted
                    )
                )
            ));
            BOOST_TEST(!one.facts.demographics.age_years.has_value());
            BOOST_TEST(!one.facts.body.weight_kg.has_value());
            derive_all(one);
        }
}

BOOST_AUTO_TEST_CASE(the_oldest_patient) {
    const auto age = [](const char* birth) {
        const Gathered one(request(
            R"("patient":{"resourceType":"Patient","id":"1","birthDate":")" + std::string(birth) + R"("})"
        ));
        BOOST_TEST(one.noted("implausible-birth-date") == !one.facts.demographics.age_years.has_value());
        return one.facts.demographics.age_years.value_or(-1);
    };
    BOOST_TEST(age("1895-11-21") == 130);
    BOOST_TEST(age("1895-11-20") == -1);
}

BOOST_AUTO_TEST_CASE(doses_that_cannot_be) {
    for (const char* amount : {"-20", "0", "1e300", "1e-300", "\"20\"", "null", "[20]"})
        BOOST_TEST_CONTEXT(amount) {
            const Gathered one(
                on_record(R"("status":"active","intent":"order",)" + prednisone + "," + daily(amount, "mg"))
            );
            BOOST_TEST(!only_order(one).mg_per_day(today).known());
            BOOST_TEST(only_order(one).dose.problems != 0u);
        }
}

BOOST_AUTO_TEST_CASE(weights_that_cannot_be) {
    for (const char* amount : {"-70", "0", "1e308", "\"70\"", "7000"}) BOOST_TEST_CONTEXT(amount) {
            const Gathered one(request(
                R"("observations":)"
                + bundle(resource(
                    "Observation",
                    R"("status":"final","effectiveDateTime":"2026-11-01",)" + weight_code
                        + R"(,"valueQuantity":{"unit":"kg","value":)" + amount + "}"
                ))
            ));
            BOOST_TEST(!one.facts.body.weight_kg.has_value());
        }
}

BOOST_AUTO_TEST_CASE(references_in_a_circle) {
    const std::string circle =
        R"({"resourceType":"Medication","id":"a","ingredient":[{"itemReference":{"reference":"Medication/b"}}]},)"
        R"({"resourceType":"Medication","id":"b","ingredient":[{"itemReference":{"reference":"Medication/a"}}]},)";
    Gathered one(request(
        R"("medications":)"
        + bundle(
            circle
            + resource(
                "MedicationRequest",
                R"("id":"m","status":"active","intent":"order","medicationReference":{"reference":"Medication/a"},)"
                R"("priorPrescription":{"reference":"MedicationRequest/m"},"basedOn":[{"reference":"MedicationRequest/m"}])"
            )
            + ","
            + resource(
                "MedicationStatement",
                R"("id":"s","status":"active","basedOn":[{"reference":"MedicationStatement/s"}],)"
                    + prednisone
            )
        )
    ));
    BOOST_TEST(one.facts.orders.size() == 1);
    derive_all(one);
}

/// Every member that is read, with a value of every wrong kind, in every type of resource: some ten thousand
/// entries in one Bundle. The first of two members of one name counts, so the wrong one stands first.
BOOST_AUTO_TEST_CASE(members_of_the_wrong_kind) {
    constexpr std::array types{
        "MedicationRequest",
        "MedicationOrder",
        "MedicationStatement",
        "MedicationAdministration",
        "MedicationDispense",
        "Condition",
        "AllergyIntolerance",
        "Observation",
        "DiagnosticReport",
        "Procedure",
        "Immunization",
        "ServiceRequest",
        "DiagnosticOrder",
        "Encounter",
        "Device",
        "DeviceUseStatement",
        "Medication",
        "ImmunizationRecommendation"};
    constexpr std::array members{
        "id",
        "status",
        "code",
        "medicationCodeableConcept",
        "medicationReference",
        "medication",
        "dosageInstruction",
        "dosage",
        "authoredOn",
        "effectivePeriod",
        "effectiveDateTime",
        "reasonReference",
        "reasonCode",
        "reason",
        "basedOn",
        "priorPrescription",
        "statusReason",
        "note",
        "dispenseRequest",
        "clinicalStatus",
        "verificationStatus",
        "onsetDateTime",
        "severity",
        "reaction",
        "criticality",
        "valueQuantity",
        "component",
        "interpretation",
        "referenceRange",
        "conclusionCode",
        "performedDateTime",
        "vaccineCode",
        "item",
        "class",
        "location",
        "diagnosis",
        "type",
        "daysSupply",
        "whenHandedOver",
        "period",
        "category",
        "extension",
        "ingredient",
        "subject",
        "courseOfTherapyType"};
    constexpr std::array junk{
        "null",
        "7",
        "-1e308",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[[[]]]",
        "[null,7]",
        R"({"coding":7,"text":[],"reference":{},"value":{},"start":5})",
        R"([{"coding":[7,null,{"code":{}}],"reference":"#","timing":[],"doseAndRate":{"doseQuantity":[]}}])"};
    std::string entries;
    int id = 0;
    for (const char* type : types)
        for (const char* member : members)
            for (const char* wrong : junk) {
                if (!entries.empty()) entries += ',';
                entries += fmt::format(
                    R"({{"resource":{{"resourceType":"{}","{}":{},"id":"{}","status":"active",)",
                    type,
                    member,
                    wrong,
                    id++
                );
                entries += prednisone + "," + daily("20", "mg") + "," + weight_code
                           + R"(,"subject":{"reference":"Patient/1"}}})";
            }
    BOOST_TEST(id > 9000);
    Gathered one(request(R"("all":{"resourceType":"Bundle","entry":[)" + entries + "]}"));
    BOOST_TEST(!one.facts.orders.empty());
    derive_all(one);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine::test

#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

const std::string rx = R"("system":"http://www.nlm.nih.gov/research/umls/rxnorm")";

Gathered with_allergy(const std::string& rest) {
    return Gathered(request(
        R"("allergies":)"
        + bundle(R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},)" + rest + "}")
    ));
}

const std::string to_methotrexate = R"("code":{"coding":[{)" + rx + R"(,"code":"6851"}]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_facts)

// RULES 2.9
BOOST_AUTO_TEST_CASE(severity_of_an_allergy) {
    const auto reaction = [](const std::string& text, const std::string& severity = {}) {
        return R"("reaction":[{)" + (severity.empty() ? "" : R"("severity":")" + severity + R"(",)")
               + R"("manifestation":[{"text":")" + text + R"("}]}])";
    };
    const struct {
        std::string rest;
        AllergySeverity want;
        bool skin;
    } cases[] = {
        {R"("type":"allergy")", AllergySeverity::unknown, false},
        {R"("criticality":"high")", AllergySeverity::severe, false},
        {R"("criticality":"low")", AllergySeverity::unknown, false},
        {reaction("Anaphylaxis"), AllergySeverity::severe, false},
        {reaction("Stevens-Johnson syndrome"), AllergySeverity::severe, true},
        {reaction("Toxic epidermal necrolysis"), AllergySeverity::severe, true},
        {reaction("Drug reaction with eosinophilia and systemic symptoms"), AllergySeverity::severe, true},
        {reaction("Hemolytic anemia"), AllergySeverity::severe, false},
        {reaction("rash", "severe"), AllergySeverity::severe, false},
        {reaction("rash", "moderate"), AllergySeverity::moderate, false},
        {reaction("rash", "mild"), AllergySeverity::unknown, false},
        {R"("type":"intolerance",)" + reaction("Nausea"), AllergySeverity::mild_gi, false},
        {R"("type":"intolerance",)" + reaction("Nausea", "moderate"), AllergySeverity::moderate, false},
        {R"("type":"intolerance",)" + reaction("Rash"), AllergySeverity::unknown, false},
        {R"("type":"intolerance")", AllergySeverity::unknown, false},
        {R"("type":"allergy",)" + reaction("Nausea"), AllergySeverity::unknown, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest) {
            const Gathered got = with_allergy(to_methotrexate + "," + one.rest);
            BOOST_TEST_REQUIRE(got.facts.allergies.size() == 1);
            BOOST_TEST(got.facts.allergies[0].substances.has(drug::methotrexate));
            BOOST_TEST((got.facts.allergies[0].severity == one.want));
            BOOST_TEST(got.facts.allergies[0].severe_skin == one.skin);
        }
    }
}

BOOST_AUTO_TEST_CASE(which_allergies_are_facts) {
    const struct {
        std::string rest;
        std::size_t want;
    } cases[] = {
        {to_methotrexate, 1},
        {to_methotrexate + R"(,"verificationStatus":{"coding":[{"code":"refuted"}]})", 0},
        {to_methotrexate + R"(,"verificationStatus":{"coding":[{"code":"entered-in-error"}]})", 0},
        {to_methotrexate + R"(,"clinicalStatus":{"coding":[{"code":"resolved"}]})", 0},
        {to_methotrexate + R"(,"clinicalStatus":{"coding":[{"code":"active"}]})", 1},
        {R"("code":{"text":"methotrexate"})", 1},
        {R"("code":{"text":"peanuts"})", 0},
        {R"("code":{"text":"bee venom"})", 0},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest) {
            BOOST_TEST(with_allergy(one.rest).facts.allergies.size() == one.want);
        }
    }
}

BOOST_AUTO_TEST_CASE(sulfonamide_antibiotics_in_their_spellings) {
    for (const std::string& code :
         {R"("code":{"coding":[{)" + rx + R"(,"code":"10831"}]})",
          std::string(R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"91939003"}]})"),
          std::string(R"("code":{"text":"Sulfa drugs"})")}) {
        const Gathered got = with_allergy(code);
        BOOST_TEST_REQUIRE(got.facts.allergies.size() == 1);
        BOOST_TEST(got.facts.allergies[0].substances.has(allergy::sulfonamide), code);
    }
}

BOOST_AUTO_TEST_CASE(no_known_allergy_is_an_answer) {
    for (const std::string code :
         {R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"716186003"}]})",
          R"("code":{"text":"No Known Drug Allergies"})"}) {
        const Gathered got = with_allergy(code);
        BOOST_TEST(got.facts.no_known_allergy);
        BOOST_TEST((got.facts.sources.allergies == Availability::empty));
    }
    BOOST_TEST(
        (with_allergy(R"("code":{"text":"penicillin"})").facts.sources.allergies == Availability::present)
    );
}

BOOST_AUTO_TEST_CASE(procedures_vaccines_and_administrations) {
    const Gathered got(request(
        R"("procedures":)"
        + bundle(
            resource(
                "Procedure",
                R"("status":"completed","performedPeriod":{"start":"2026-01-01","end":"2026-01-03"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"116863004"}]})"
            )
            + ","
            + resource(
                "Procedure",
                R"("status":"not-done","code":{"coding":[{"system":"http://snomed.info/sct","code":"116863004"}]})"
            )
        )
        + R"(,"immunizations":)"
        + bundle(
            R"({"resourceType":"Immunization","patient":{"reference":"Patient/1"},"status":"completed","occurrenceDateTime":"2026-10","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"121"}]}},)"
            R"({"resourceType":"Immunization","patient":{"reference":"Patient/1"},"status":"not-done","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"121"}]}})"
        )
        + R"(,"medicationAdministrations":)"
        + bundle(
            resource(
                "MedicationAdministration",
                R"("status":"completed","effectiveDateTime":"2026-11-01T10:00:00Z","dosage":{"dose":{"value":1,"code":"g"}},)"
                    + rxnorm("6902")
            )
            + "," + resource("MedicationAdministration", R"("status":"not-done",)" + rxnorm("6902"))
        )
    ));
    BOOST_TEST_REQUIRE(got.facts.procedures.size() == 1);
    BOOST_TEST(got.facts.procedures[0].what.has(procedure::transfusion_red_cells));
    BOOST_TEST((got.facts.procedures[0].date == day(2026, 1, 3)));
    BOOST_TEST_REQUIRE(got.facts.immunizations.size() == 1);
    BOOST_TEST(got.facts.immunizations[0].what.has(vaccine::zoster_live));
    BOOST_TEST((got.facts.immunizations[0].date == day(2026, 10, 31)));
    BOOST_TEST_REQUIRE(got.facts.administrations.size() == 1);
    BOOST_TEST(got.facts.administrations[0].what.has(drug::methylprednisolone));
    BOOST_TEST(got.facts.administrations[0].mg.value() == 1000);
}

BOOST_AUTO_TEST_CASE(which_service_requests_are_pending) {
    const auto test = loinc("79713-4");
    const struct {
        std::string rest;
        bool context;
        std::size_t want;
    } cases[] = {
        {R"("status":"active","intent":"order")", false, 1},
        {R"("status":"on-hold","intent":"order")", false, 0},
        {R"("status":"draft","intent":"order")", false, 0},
        {R"("status":"completed","intent":"order")", false, 0},
        {R"("status":"revoked","intent":"order")", false, 0},
        {R"("status":"active","intent":"proposal")", false, 0},
        {R"("status":"active","intent":"order","doNotPerform":true)", false, 0},
        {R"("status":"draft","intent":"order")", true, 1},
        {R"("status":"active","intent":"order")", true, 1},
        {R"("status":"draft","intent":"proposal")", true, 1},
        {R"("status":"entered-in-error","intent":"order")", true, 0},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest << (one.context ? " in context" : " on record")) {
            const std::string all =
                bundle(resource("ServiceRequest", one.rest + R"(,"authoredOn":"2026-11-01",)" + test));
            const Gathered got(
                one.context ? request("", R"("draftOrders":)" + all) : request(R"("serviceRequests":)" + all)
            );
            BOOST_TEST(got.facts.requests.size() == one.want);
            if (got.facts.requests.empty()) continue;
            BOOST_TEST(got.facts.requests[0].draft == one.context);
            BOOST_TEST(got.facts.requests[0].what.has(lab::tpmt_phenotype));
            BOOST_TEST((got.facts.requests[0].authored == day(2026, 11, 1)));
        }
    }
}

BOOST_AUTO_TEST_CASE(sex_and_age) {
    const std::string clinical =
        R"("extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse","extension":[{"url":"value","valueCodeableConcept":{"coding":[{"code":"female-typical"}]}}]}])";
    const std::string at_birth =
        R"("extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"F"}])";
    const struct {
        std::string rest;
        Sex want;
    } cases[] = {
        {R"("gender":"male")", Sex::male},
        {R"("gender":"other")", Sex::other},
        {R"("gender":"unknown")", Sex::unknown},
        {R"("gender":"male",)" + at_birth, Sex::female},
        {R"("gender":"male",)" + clinical, Sex::female},
        {R"("id":"1")", Sex::unknown},
    };
    for (const auto& one : cases) {
        const Gathered got(request(R"("patient":{"resourceType":"Patient","id":"1",)" + one.rest + "}"));
        BOOST_TEST((got.facts.demographics.sex == one.want), one.rest);
    }
    const auto born = [](const std::string& date) {
        return Gathered(
            request(R"("patient":{"resourceType":"Patient","id":"1","birthDate":")" + date + R"("})")
        );
    };
    BOOST_TEST(born("2008-11-20").facts.demographics.adult());
    BOOST_TEST(born("2008-11-21").facts.demographics.child());
    BOOST_TEST(born("2026-11-10").facts.demographics.age_days.value() == 10);
    BOOST_TEST((born("1968-04").facts.demographics.birth == day(1968, 4, 1)));
    const Gathered unborn = born("2026-11-21");
    BOOST_TEST(!unborn.facts.demographics.age_years.has_value());
    BOOST_TEST(unborn.noted("birth-date-in-future"));
}

BOOST_AUTO_TEST_SUITE_END()

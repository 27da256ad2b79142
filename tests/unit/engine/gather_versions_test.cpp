#include "tests/unit/engine/gather_fixture.hpp"

/// The same facts in the shapes of FHIR DSTU2, STU3, R4 and R5.
namespace iim::engine::test {
namespace {

const std::string prednisone =
    R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"8640"}]})";
const std::string dermatomyositis = R"({"coding":[{"system":"http://snomed.info/sct","code":"396230008"}]})";
const std::string alt = R"({"coding":[{"system":"http://loinc.org","code":"1742-6"}]})";
const std::string sulfonamide = R"({"coding":[{"system":"http://snomed.info/sct","code":"91939003"}]})";

/// DSTU2 calls the patient `patient` nearly everywhere.
std::string dstu2(const std::string& type, const std::string& rest, const char* patient = "1") {
    return R"({"resourceType":")" + type + R"(","patient":{"reference":"Patient/)" + patient + R"("},)" + rest
           + "}";
}

double mg_a_day(const Order& order) {
    return order.mg_per_day(today).hi.value_or(-1);
}

BOOST_AUTO_TEST_SUITE(gather_fhir_versions)

// --- DSTU2

const std::string medication_order =
    R"("id":"o1","status":"active","dateWritten":"2026-10-01","medicationCodeableConcept":)" + prednisone
    + R"(,"reasonCodeableConcept":)" + dermatomyositis
    + R"(,"dosageInstruction":[{"asNeededBoolean":false,"route":{"text":"oral"},)"
      R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnits":"d"}},"doseQuantity":{"value":10,"unit":"mg"}}])";

BOOST_AUTO_TEST_CASE(dstu2_medication_order) {
    const Gathered one(request(R"("medications":)" + bundle(dstu2("MedicationOrder", medication_order))));
    const Order& order = only_order(one);
    BOOST_TEST(order.is(drug::prednisone));
    BOOST_TEST((order.state == OrderState::current));
    BOOST_TEST(mg_a_day(order) == 20);
    BOOST_TEST((order.authored == day(2026, 10, 1)));
    BOOST_TEST(order.reasons.has(condition::dermatomyositis));
    BOOST_TEST((one.facts.sources.medications == Availability::present));
}

BOOST_AUTO_TEST_CASE(dstu2_of_another_patient_is_left_out) {
    const Gathered one(request(
        R"("medications":)" + bundle(dstu2("MedicationOrder", medication_order, "2")) + R"(,"conditions":)"
        + bundle(dstu2("Condition", R"("code":)" + dermatomyositis, "2"))
    ));
    BOOST_TEST(one.facts.orders.empty());
    BOOST_TEST(one.facts.conditions.empty());
    BOOST_TEST(one.noted("other-patient"));
}

BOOST_AUTO_TEST_CASE(dstu2_medication_statement) {
    const auto read = [](const std::string& more) {
        return Gathered(request(
            R"("statements":)"
            + bundle(dstu2(
                "MedicationStatement",
                R"("status":"active","medicationCodeableConcept":)" + prednisone
                    + R"(,"dosage":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnits":"d"}},)"
                      R"("quantityQuantity":{"value":15,"unit":"mg"}}])"
                    + more
            ))
        ));
    };
    const Gathered taken = read("");
    BOOST_TEST(only_order(taken).reported);
    BOOST_TEST(mg_a_day(only_order(taken)) == 15);
    BOOST_TEST(read(R"(,"wasNotTaken":true)").facts.orders.empty());
}

BOOST_AUTO_TEST_CASE(dstu2_condition) {
    const auto read = [](const std::string& rest) {
        return Gathered(request(
            R"("conditions":)" + bundle(dstu2("Condition", R"("code":)" + dermatomyositis + "," + rest))
        ));
    };
    const Gathered active =
        read(R"("clinicalStatus":"active","verificationStatus":"confirmed","dateRecorded":"2026-03-04")");
    BOOST_TEST_REQUIRE(active.facts.conditions.size() == 1);
    BOOST_TEST(active.facts.conditions.front().active());
    BOOST_TEST((active.facts.conditions.front().recorded == day(2026, 3, 4)));
    BOOST_TEST(!read(R"("clinicalStatus":"resolved")").facts.conditions.front().active());
    BOOST_TEST(read(R"("verificationStatus":"provisional")").facts.conditions.front().low_certainty);
    BOOST_TEST(read(R"("verificationStatus":"refuted")").facts.conditions.empty());
}

BOOST_AUTO_TEST_CASE(dstu2_allergy) {
    const auto read = [](const std::string& rest) {
        return Gathered(request(
            R"("allergies":)" + bundle(dstu2("AllergyIntolerance", R"("substance":)" + sulfonamide + rest))
        ));
    };
    const Gathered high = read(R"(,"criticality":"CRITH","status":"confirmed")");
    BOOST_TEST_REQUIRE(high.facts.allergies.size() == 1);
    BOOST_TEST((high.facts.allergies.front().severity == AllergySeverity::severe));
    for (const char* status : {"refuted", "entered-in-error", "inactive", "resolved"})
        BOOST_TEST(read(R"(,"status":")" + std::string(status) + R"(")").facts.allergies.empty());
}

BOOST_AUTO_TEST_CASE(dstu2_and_stu3_events_that_did_not_happen) {
    const std::string transfusion =
        R"("status":"completed","code":{"coding":[{"system":"http://snomed.info/sct","code":"116863004"}]})";
    const auto procedures = [&](const std::string& more) {
        return Gathered(request(R"("procedures":)" + bundle(resource("Procedure", transfusion + more))))
            .facts.procedures.size();
    };
    BOOST_TEST(procedures(R"(,"performedDateTime":"2026-10-01")") == 1);
    BOOST_TEST(procedures(R"(,"notPerformed":true)") == 0);
    BOOST_TEST(procedures(R"(,"notDone":true)") == 0);
    const std::string vaccine =
        R"("status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"03"}]})";
    const auto immunizations = [&](const std::string& more) {
        return Gathered(request(R"("immunizations":)" + bundle(dstu2("Immunization", vaccine + more))))
            .facts.immunizations.size();
    };
    BOOST_TEST(immunizations(R"(,"date":"2026-10-01")") == 1);
    BOOST_TEST(immunizations(R"(,"wasNotGiven":true)") == 0);
    BOOST_TEST(immunizations(R"(,"notGiven":true)") == 0);
}

BOOST_AUTO_TEST_CASE(older_requests) {
    const std::string tpmt = R"({"coding":[{"system":"http://loinc.org","code":"79713-4"}]})";
    const auto first = [](const std::string& resource_text) {
        const Gathered one(request(R"("requests":)" + bundle(resource_text)));
        return one.facts.requests.empty() ? Concept{} : one.facts.requests.front().what.first();
    };
    BOOST_TEST(
        (first(resource("DiagnosticOrder", R"("status":"requested","item":[{"code":)" + tpmt + "}]"))
         == lab::tpmt_phenotype)
    );
    BOOST_TEST(
        (first(resource("ProcedureRequest", R"("status":"active","intent":"order","code":)" + tpmt))
         == lab::tpmt_phenotype)
    );
    BOOST_TEST(
        (first(resource(
             "ServiceRequest", R"("status":"active","intent":"order","code":{"concept":)" + tpmt + "}"
         ))
         == lab::tpmt_phenotype)
    );
    BOOST_TEST(
        (first(resource("ReferralRequest", R"("status":"active","serviceRequested":[)" + tpmt + "]"))
         == lab::tpmt_phenotype)
    );
    BOOST_TEST(
        (first(resource("DiagnosticOrder", R"("status":"cancelled","item":[{"code":)" + tpmt + "}]"))
         == Concept{})
    );
}

// --- STU3

BOOST_AUTO_TEST_CASE(stu3_medication_request) {
    const Gathered one(request(
        R"("medications":)"
        + bundle(
            resource("Condition", R"("id":"c","code":)" + dermatomyositis) + ","
            + resource(
                "MedicationRequest",
                R"("id":"m","status":"active","intent":"order","context":{"reference":"Encounter/9"},)"
                R"("authoredOn":"2026-10-01","medicationCodeableConcept":)"
                    + prednisone
                    + R"(,"reasonReference":[{"reference":"Condition/c"}],)"
                      R"("dosageInstruction":[{"asNeededBoolean":true,)"
                      R"("timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
                      R"("doseRange":{"low":{"value":10,"unit":"mg"},"high":{"value":20,"unit":"mg"}}}])"
            )
        )
    ));
    const Order& order = only_order(one);
    BOOST_TEST(order.mg_per_day(today).hi.value_or(-1) == 20);
    BOOST_TEST(order.mg_per_day(today).lo.value_or(-1) == 0);
    BOOST_TEST(order.reasons.has(condition::dermatomyositis));
}

BOOST_AUTO_TEST_CASE(stu3_statement_that_is_not_taken) {
    const auto orders = [](const char* taken) {
        return Gathered(request(
                            R"("statements":)"
                            + bundle(resource(
                                "MedicationStatement",
                                R"("status":"active","taken":")" + std::string(taken)
                                    + R"(","medicationCodeableConcept":)" + prednisone
                            ))
                        ))
            .facts.orders.size();
    };
    BOOST_TEST(orders("y") == 1);
    BOOST_TEST(orders("unk") == 1);
    BOOST_TEST(orders("n") == 0);
}

BOOST_AUTO_TEST_CASE(stu3_allergy_status_is_a_code) {
    const auto allergies = [](const char* clinical, const char* verification) {
        return Gathered(request(
                            R"("allergies":)"
                            + bundle(dstu2(
                                "AllergyIntolerance",
                                R"("clinicalStatus":")" + std::string(clinical)
                                    + R"(","verificationStatus":")" + verification + R"(","code":)"
                                    + sulfonamide
                            ))
                        ))
            .facts.allergies.size();
    };
    BOOST_TEST(allergies("active", "confirmed") == 1);
    BOOST_TEST(allergies("resolved", "confirmed") == 0);
    BOOST_TEST(allergies("active", "refuted") == 0);
}

BOOST_AUTO_TEST_CASE(substance_exposure_risk) {
    const auto allergies = [](const char* risk) {
        return Gathered(
                   request(
                       R"("allergies":)"
                       + bundle(dstu2(
                           "AllergyIntolerance",
                           R"("extension":[{"url":"http://hl7.org/fhir/StructureDefinition/allergyintolerance-substanceExposureRisk",)"
                           R"("extension":[{"url":"substance","valueCodeableConcept":)"
                               + sulfonamide
                               + R"(},{"url":"exposureRisk","valueCodeableConcept":{"coding":[{"code":")"
                               + risk + R"("}]}}]}])"
                       ))
                   )
        )
            .facts.allergies.size();
    };
    BOOST_TEST(allergies("known-reaction-risk") == 1);
    BOOST_TEST(allergies("no-known-reaction-risk") == 0);
}

// --- R5

BOOST_AUTO_TEST_CASE(r5_medication_request) {
    const std::string dose =
        R"(,"dosageInstruction":[{"asNeeded":false,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
        R"("doseAndRate":[{"doseQuantity":{"value":20,"unit":"mg"}}]}])";
    const Gathered concept_(on_record(
        R"("status":"active","intent":"order","medication":{"concept":)" + prednisone
        + R"(},"reason":[{"concept":)" + dermatomyositis + "}]" + dose
    ));
    BOOST_TEST(only_order(concept_).is(drug::prednisone));
    BOOST_TEST(mg_a_day(only_order(concept_)) == 20);
    BOOST_TEST(only_order(concept_).reasons.has(condition::dermatomyositis));

    const std::string medication = R"({"resourceType":"Medication","id":"p","code":)" + prednisone + "}";
    const Gathered reference(request(
        R"("medications":)"
        + bundle(
            medication + "," + resource("Condition", R"("id":"c","code":)" + dermatomyositis) + ","
            + resource(
                "MedicationRequest",
                R"("status":"active","intent":"order","medication":{"reference":{"reference":"Medication/p"}},)"
                R"("reason":[{"reference":{"reference":"Condition/c"}}])"
                    + dose
            )
        )
    ));
    BOOST_TEST(only_order(reference).is(drug::prednisone));
    BOOST_TEST(only_order(reference).reasons.has(condition::dermatomyositis));
}

BOOST_AUTO_TEST_CASE(r5_statement_is_recorded) {
    const auto state = [](const char* adherence) {
        const Gathered one(request(
            R"("statements":)"
            + bundle(resource(
                "MedicationStatement",
                R"("status":"recorded","adherence":{"code":{"coding":[{"code":")" + std::string(adherence)
                    + R"("}]}},"medication":{"concept":)" + prednisone + "}"
            ))
        ));
        return one.facts.orders.empty() ? std::optional<OrderState>() : one.facts.orders.front().state;
    };
    BOOST_TEST((state("taking") == OrderState::current));
    BOOST_TEST((state("on-hold") == OrderState::on_hold));
    BOOST_TEST((state("stopped") == OrderState::historical));
    BOOST_TEST(!state("not-taking").has_value());
}

BOOST_AUTO_TEST_CASE(r5_administration_and_dispensing) {
    const Gathered one(request(
        R"("administrations":)"
        + bundle(
            resource(
                "MedicationAdministration",
                R"("status":"completed","occurenceDateTime":"2026-11-01","dosage":{"dose":{"value":500,"unit":"mg"}},)"
                R"("medication":{"concept":)"
                    + prednisone + "}"
            )
            + ","
            + resource(
                "MedicationDispense",
                R"("status":"completed","recorded":"2026-11-02","medication":{"concept":)" + prednisone + "}"
            )
        )
    ));
    BOOST_TEST_REQUIRE(one.facts.administrations.size() == 1);
    BOOST_TEST(one.facts.administrations.front().mg.value_or(0) == 500);
    BOOST_TEST((one.facts.administrations.front().date == day(2026, 11, 1)));
    BOOST_TEST_REQUIRE(one.facts.dispenses.size() == 1);
    BOOST_TEST((one.facts.dispenses.front().date == day(2026, 11, 2)));
}

// --- sex

BOOST_AUTO_TEST_CASE(sex_of_the_patient) {
    constexpr std::string_view core = "http://hl7.org/fhir/us/core/StructureDefinition/";
    const auto ext = [&](const char* name, const char* code) {
        return R"({"url":")" + std::string(core) + name + R"(","valueCode":")" + code + R"("})";
    };
    const auto sex = [&](const std::string& extensions, const char* gender) {
        return Gathered(request(
                            R"("patient":{"resourceType":"Patient","id":"1","extension":[)" + extensions
                            + R"(],"gender":")" + gender + R"("})"
                        ))
            .facts.demographics.sex;
    };
    BOOST_TEST((sex("", "female") == Sex::female));
    BOOST_TEST((sex(ext("us-core-sex", "248153007"), "female") == Sex::male));
    BOOST_TEST((sex(ext("us-core-sex", "248152002"), "unknown") == Sex::female));
    BOOST_TEST((sex(ext("us-core-sex", "asked-declined"), "male") == Sex::male));
    BOOST_TEST(
        (sex(ext("us-core-sex", "248153007") + "," + ext("us-core-birthsex", "F"), "male") == Sex::female)
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine::test

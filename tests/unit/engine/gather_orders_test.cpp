#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

BOOST_AUTO_TEST_SUITE(gather_orders)

// ORD-8, in its order
BOOST_AUTO_TEST_CASE(finds_the_drug_wherever_it_stands) {
    const std::string medication =
        R"("code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"312615"}]})";
    const struct {
        std::string what, request;
        bool from_text;
    } cases[] = {
        {"concept", request("", draft(rxnorm("312615"))), false},
        {"contained",
         request(
             "",
             draft(
                 R"("contained":[{"resourceType":"Medication","id":"m",)" + medication
                 + R"(}],"medicationReference":{"reference":"#m"})"
             )
         ),
         false},
        {"other entry of the basket",
         request(
             "",
             R"("draftOrders":)"
                 + bundle(
                     resource(
                         "MedicationRequest",
                         R"("status":"draft","medicationReference":{"reference":"Medication/9"})"
                     )
                     + R"(,{"resourceType":"Medication","id":"9",)" + medication + "}"
                 )
         ),
         false},
        {"prefetch, absolute reference",
         request(
             R"("anything":)" + bundle(R"({"resourceType":"Medication","id":"9",)" + medication + "}"),
             draft(R"("medicationReference":{"reference":"https://ehr.example/fhir/Medication/9"})")
         ),
         false},
        {"R5 concept",
         request(
             "",
             draft(
                 R"("medication":{"concept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"312615"}]}})"
             )
         ),
         false},
        {"R5 reference",
         request(
             R"("x":)" + bundle(R"({"resourceType":"Medication","id":"9",)" + medication + "}"),
             draft(R"("medication":{"reference":{"reference":"Medication/9"}})")
         ),
         false},
        {"display only",
         request(
             "",
             draft(
                 R"("medicationReference":{"reference":"Medication/404","display":"prednisone 20 mg tablet"})"
             )
         ),
         true},
        {"text only", request("", draft(R"("medicationCodeableConcept":{"text":"Prednisone 20 mg"})")), true},
        {"local code and text",
         request(
             "",
             draft(
                 R"("medicationCodeableConcept":{"coding":[{"system":"urn:local","code":"77"}],"text":"prednisone"})"
             )
         ),
         true},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.what) {
            const Gathered got(one.request);
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
            BOOST_TEST(got.facts.orders[0].is(drug::prednisone));
            BOOST_TEST(got.facts.orders[0].identity_from_text == one.from_text);
        }
    }
}

// Epic sends several RxNorm codes, the ingredient first.
BOOST_AUTO_TEST_CASE(prefers_the_product_among_several_codes) {
    const Gathered got(request(
        "",
        draft(
            R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"8640"},{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"312615"}]},)"
            + daily("3", "tablet")
        )
    ));
    BOOST_TEST(!only_order(got).ingredient_only);
    BOOST_TEST_REQUIRE(only_order(got).dose.phases.size() == 1);
    BOOST_TEST(only_order(got).dose.phases[0].mg_per_day.hi.value() == 60);
}

BOOST_AUTO_TEST_CASE(takes_the_strength_of_a_medication_resource) {
    const Gathered got(request(
        "",
        draft(
            R"("contained":[{"resourceType":"Medication","id":"m","ingredient":[{"itemCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"8640"}]},"strength":{"numerator":{"value":5,"unit":"mg"},"denominator":{"value":1,"unit":"tablet"}}}]}],"medicationReference":{"reference":"#m"},)"
            + daily("3", "tablet")
        )
    ));
    BOOST_TEST_REQUIRE(only_order(got).dose.phases.size() == 1);
    BOOST_TEST(only_order(got).dose.phases[0].mg_per_day.hi.value() == 15);
}

BOOST_AUTO_TEST_CASE(keeps_only_what_a_rule_can_ask_for) {
    const Gathered got(request(
        R"("medications":)"
            + bundle(resource(
                "MedicationRequest",
                R"("status":"active","intent":"order","medicationCodeableConcept":{"text":"an everyday drug"})"
            )),
        draft(R"("id":"d","medicationCodeableConcept":{"text":"some new drug"})")
    ));
    BOOST_TEST(only_order(got).source.id == "d");
    BOOST_TEST(only_order(got).drugs.empty());
    BOOST_TEST(only_order(got).label == "some new drug");
}

// ORD-6
BOOST_AUTO_TEST_CASE(reads_a_draft_that_holds_nothing_yet) {
    const Gathered got(request(
        "",
        R"("draftOrders":{"entry":[{"resource":{"resourceType":"MedicationRequest","requester":{"extension":[{}]}}}],"resourceType":"Bundle"})"
    ));
    BOOST_TEST((only_order(got).state == OrderState::draft));
}

BOOST_AUTO_TEST_CASE(marks_the_selected_drafts) {
    const struct {
        std::string selections;
        bool a, b, noted;
    } cases[] = {
        {R"(["MedicationRequest/a"])", true, false, false},
        {R"(["a"])", true, false, false},
        {R"(["https://ehr.example/fhir/MedicationRequest/b"])", false, true, false},
        {R"(["MedicationRequest/zzz"])", false, false, true},
        {R"(["MedicationRequest/zzz","MedicationRequest/b"])", false, true, true},
        {R"(["ServiceRequest/a"])", false, false, false},
        {R"([])", false, false, false},
        {R"([7,null,{}])", false, false, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.selections) {
            const Gathered got(
                request(
                    "",
                    R"("selections":)" + one.selections + R"(,"draftOrders":)"
                        + bundle(
                            resource("MedicationRequest", R"("id":"a","status":"draft",)" + rxnorm("8640"))
                            + ","
                            + resource("MedicationRequest", R"("id":"b","status":"draft",)" + rxnorm("6851"))
                        )
                ),
                Hook::order_select
            );
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 2);
            BOOST_TEST(got.facts.orders[0].selected == one.a);
            BOOST_TEST(got.facts.orders[1].selected == one.b);
            BOOST_TEST(got.noted("unknown-selection") == one.noted);
        }
    }
}

// The Da Vinci request generator sends the order in context and again under its own prefetch key.
BOOST_AUTO_TEST_CASE(counts_an_order_once_that_comes_twice) {
    const std::string order = R"("id":"rx","status":"active","intent":"order",)" + rxnorm("312615");
    const Gathered got(request(
        R"("medicationRequestBundle":)" + bundle(resource("MedicationRequest", order)),
        R"("draftOrders":)" + bundle(resource("MedicationRequest", order))
    ));
    BOOST_TEST(only_order(got).in_context);
    BOOST_TEST((only_order(got).state == OrderState::draft));
    // A key that nobody can place says nothing about the rest of the medication list.
    BOOST_TEST((got.facts.sources.medications == Availability::partial));
}

BOOST_AUTO_TEST_CASE(keeps_two_drafts_that_share_an_id_but_not_the_drug) {
    const auto drafts = [](const std::string& second) {
        return Gathered(request(
            "",
            R"("draftOrders":)"
                + bundle(
                    resource("MedicationRequest", R"("id":"a","status":"draft",)" + rxnorm("8640")) + ","
                    + resource("MedicationRequest", R"("id":"a","status":"draft",)" + rxnorm(second))
                )
        ));
    };
    BOOST_TEST(drafts("6851").facts.orders.size() == 2);
    BOOST_TEST(drafts("8640").facts.orders.size() == 1);
}

BOOST_AUTO_TEST_CASE(reads_reasons_and_relations) {
    const Gathered got(request(
        R"("conditions":)"
            + bundle(resource(
                "Condition",
                R"("id":"c","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]})"
            )),
        draft(
            rxnorm("8640")
            + R"(,"authoredOn":"2026-11-01","priorPrescription":{"reference":"https://x/MedicationRequest/old"},"courseOfTherapyType":{"coding":[{"code":"acute"}]},"reasonReference":[{"reference":"Condition/c"}],"note":[{"text":"In addition to the current dose"}])"
        )
    ));
    const Order& order = only_order(got);
    BOOST_TEST(order.reasons.has(condition::dermatomyositis));
    BOOST_TEST(order.has_reason);
    BOOST_TEST(order.prior_id == "MedicationRequest/old");
    BOOST_TEST(order.acute_course);
    BOOST_TEST(order.additional);
    BOOST_TEST((order.authored == day(2026, 11, 1)));
}

BOOST_AUTO_TEST_CASE(an_infusion_note_adds_no_drug) {
    const struct {
        std::string text;
        bool want;
    } cases[] = {
        {"take in addition to current tablets", true},
        {"add 10 mg", true},
        {"add to 100 mL sodium chloride", false},
        {"not in addition to the old dose", false},
        {"Additional 30 mg to existing 60 mg", true},
        {"additional dose", true},
        {"add-on to current prednisone", true},
        {"Adding 30 mg", true},
        {"plus current dose", true},
        {"Extra dose on top of current prednisone", true},
        {"to be added to her current prednisone 60 mg", true},
        {"No response, additional 30 mg", true},
        {"Do not add to current dose", false},
        {"replaces current prednisone, no additional doses", false},
        {"No additional refills", false},
        {"Additional instructions: with food", false},
        {"Dispense additional 30 tablets", false},
        {"Addressed with patient", false},
        {"vitamin B plus zinc", false},
        {"", false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.text) {
            const Gathered got(request(
                "", draft(rxnorm("8640") + R"(,"dosageInstruction":[{"text":")" + one.text + R"("}])")
            ));
            BOOST_TEST(only_order(got).additional == one.want);
        }
    }
}

BOOST_AUTO_TEST_CASE(uses_the_weight_of_the_same_request_whatever_comes_first) {
    const std::string weight = R"("observations":)"
                               + bundle(resource(
                                   "Observation",
                                   R"("status":"final","effectiveDateTime":"2026-11-10",)" + loinc("29463-7")
                                       + R"(,"valueQuantity":{"value":80,"code":"kg"})"
                               ));
    const std::string meds =
        R"("medications":)"
        + bundle(resource(
            "MedicationRequest",
            R"("status":"active","intent":"order",)" + rxnorm("8640") + "," + daily("0.5", "mg/kg")
        ));
    for (const std::string& prefetch : {meds + "," + weight, weight + "," + meds}) {
        const Gathered got(request(prefetch));
        BOOST_TEST(only_order(got).mg_per_day(today).hi.value() == 40);  // F26
    }
}

BOOST_AUTO_TEST_CASE(reads_an_order_of_dstu2) {
    const Gathered got(request(
        "",
        R"("draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationOrder","id":"order-123","status":"draft","patient":{"reference":"Patient/1"},"dateWritten":"2026-11-20","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"312615"}]}}}]})"
    ));
    BOOST_TEST(only_order(got).is(drug::prednisone));
    BOOST_TEST((only_order(got).authored == today));
}

BOOST_AUTO_TEST_CASE(an_absurd_number_of_instructions_is_not_read) {
    std::string many;
    for (int i = 0; i < 101; ++i) many += std::string(i ? "," : "") + R"({"text":"1 tablet daily"})";
    const Gathered got(request("", draft(rxnorm("312615") + R"(,"dosageInstruction":[)" + many + "]")));
    BOOST_TEST(only_order(got).dose.has(iim::fhir::dose_unreadable));
    BOOST_TEST(only_order(got).dose.phases.empty());
}

BOOST_AUTO_TEST_SUITE_END()

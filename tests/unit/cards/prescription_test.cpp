#include "cards/prescription.hpp"
#include "cards/resources.hpp"
#include "fhir/json.hpp"
#include "tests/unit/cards/sample.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_prescription)

using namespace iim;
using namespace iim::cards::sample;
using engine::DrugProposal;
using engine::Route;

DrugProposal weekly_methotrexate() {
    DrugProposal one;
    one.drug = engine::drug::methotrexate;
    one.dose = 15;
    one.period_unit = "wk";
    one.weekdays = 1;
    one.supply_weeks = 4;
    one.note = "Once weekly.\nNever daily.";
    return one;
}

BOOST_AUTO_TEST_CASE(instructions_read_like_a_label) {
    struct Case {
        double dose;
        std::string_view unit;
        double times, period;
        std::string_view period_unit;
        std::uint8_t weekdays;
        Route route;
        std::string_view want;
    };
    const Case cases[] = {
        {15, "mg", 1, 1, "wk", 1, Route::oral, "Take 15 mg by mouth once weekly on Monday"},
        {12.5, "mg", 1, 1, "wk", 64, Route::sc, "Inject 12.5 mg under the skin once weekly on Sunday"},
        {0.5, "mg", 2, 1, "d", 0, Route::oral, "Take 0.5 mg by mouth twice daily"},
        {500, "mg", 3, 1, "d", 0, Route::oral, "Take 500 mg by mouth three times daily"},
        {960,
         "mg",
         3,
         1,
         "wk",
         21,
         Route::oral,
         "Take 960 mg by mouth three times weekly on Monday, Wednesday and Friday"},
        {300, "mg", 1, 4, "wk", 0, Route::inhaled, "Inhale 300 mg every 4 weeks"},
        {5, "mg", 1, 12, "mo", 0, Route::iv, "Give 5 mg intravenously every 12 months"},
        {800, "[iU]", 1, 1, "d", 0, Route::oral, "Take 800 IU by mouth once daily"},
        {400, "ug", 4, 1, "d", 0, Route::oral, "Take 400 micrograms by mouth 4 times daily"},
        {1500, "mg", 0.5, 1, "d", 0, Route::unknown, "Give 1500 mg every 2 days"},
        {60, "mg", 2, 3, "wk", 0, Route::im, "Inject 60 mg into the muscle twice every 3 weeks"},
    };
    for (const Case& each : cases) {
        DrugProposal drug;
        drug.drug = engine::drug::methotrexate;
        drug.dose = each.dose;
        drug.unit = each.unit;
        drug.times = each.times;
        drug.period = each.period;
        drug.period_unit = each.period_unit;
        drug.weekdays = each.weekdays;
        drug.route = each.route;
        BOOST_TEST(cards::instruction_text(drug) == each.want);
        BOOST_TEST(cards::is_complete(drug));
    }
}

BOOST_AUTO_TEST_CASE(numbers_that_are_no_prescription) {
    const auto broken = [](auto change) {
        DrugProposal drug = weekly_methotrexate();
        change(drug);
        return !cards::is_complete(drug) && !cards::medication_request(drug, patient());
    };
    BOOST_TEST(broken([](DrugProposal& d) { d.dose = 0; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.dose = -15; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.dose = std::numeric_limits<double>::infinity(); }));
    BOOST_TEST(broken([](DrugProposal& d) { d.times = 0; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.times = 25; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.period = std::numeric_limits<double>::quiet_NaN(); }));
    BOOST_TEST(broken([](DrugProposal& d) { d.period_unit = "fortnight"; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.unit = ""; }));
    BOOST_TEST(broken([](DrugProposal& d) { d.drug = {}; }));
}

BOOST_AUTO_TEST_CASE(methotrexate_is_written_once_weekly) {
    const auto text = cards::medication_request(weekly_methotrexate(), patient());
    BOOST_TEST_REQUIRE(text.has_value());
    fhir::Document document;
    const auto parsed = document.parse(*text);
    BOOST_TEST_REQUIRE(parsed.has_value());
    const fhir::Json order = *parsed;
    BOOST_TEST(order["resourceType"].text() == "MedicationRequest");
    BOOST_TEST(order["status"].text() == "draft");
    BOOST_TEST(order["intent"].text() == "order");
    BOOST_TEST(order["subject"]["reference"].text() == "Patient/pat-1");
    BOOST_TEST(order["reasonReference"].at(0)["reference"].text() == "Condition/cond-1");
    const fhir::Json drug = order["medicationCodeableConcept"];
    BOOST_TEST(drug["coding"].at(0)["system"].text() == "http://www.nlm.nih.gov/research/umls/rxnorm");
    BOOST_TEST(drug["coding"].at(0)["code"].text() == "6851");
    BOOST_TEST(drug["text"].text() == "methotrexate");
    BOOST_TEST(order["note"].at(0)["text"].text() == "Once weekly. Never daily.");
    const fhir::Json dosage = order["dosageInstruction"].at(0);
    BOOST_TEST(dosage["text"].text() == "Take 15 mg by mouth once weekly on Monday");
    const fhir::Json repeat = dosage["timing"]["repeat"];
    BOOST_TEST(repeat["frequency"].number().value_or(0) == 1);
    BOOST_TEST(repeat["period"].number().value_or(0) == 1);
    BOOST_TEST(repeat["periodUnit"].text() == "wk");
    BOOST_TEST(repeat["dayOfWeek"].size() == 1u);
    BOOST_TEST(repeat["dayOfWeek"].at(0).text() == "mon");
    BOOST_TEST(dosage["route"]["coding"].at(0)["code"].text() == "26643006");
    const fhir::Json rate = dosage["doseAndRate"].at(0);
    BOOST_TEST(rate["type"]["coding"].at(0)["code"].text() == "ordered");
    BOOST_TEST(rate["doseQuantity"]["value"].number().value_or(0) == 15);
    BOOST_TEST(rate["doseQuantity"]["system"].text() == "http://unitsofmeasure.org");
    BOOST_TEST(rate["doseQuantity"]["code"].text() == "mg");
    const fhir::Json supply = order["dispenseRequest"];
    BOOST_TEST(supply["numberOfRepeatsAllowed"].number().value_or(9) == 0);
    BOOST_TEST(supply["expectedSupplyDuration"]["value"].number().value_or(0) == 28);
    BOOST_TEST(supply["expectedSupplyDuration"]["code"].text() == "d");
}

BOOST_AUTO_TEST_CASE(nothing_is_said_that_is_not_known) {
    DrugProposal drug;
    drug.drug = engine::drug::folic_acid;
    drug.dose = 1;
    drug.route = Route::unknown;
    engine::Facts known = facts();
    known.conditions.front().source = {"Condition", "not an id"};
    const auto text = cards::medication_request(drug, patient(known));
    BOOST_TEST_REQUIRE(text.has_value());
    fhir::Document document;
    const auto order = document.parse(*text);
    BOOST_TEST_REQUIRE(order.has_value());
    for (const char* name : {"reasonReference", "note", "dispenseRequest", "requester", "id"})
        BOOST_TEST_CONTEXT(name) BOOST_TEST(!(*order)[name]);
    BOOST_TEST(!(*order)["dosageInstruction"].at(0)["route"]);
    BOOST_TEST(!(*order)["dosageInstruction"].at(0)["timing"]["repeat"]["dayOfWeek"]);
}

BOOST_AUTO_TEST_CASE(no_drug_without_a_code_and_none_without_a_patient) {
    DrugProposal drug = weekly_methotrexate();
    drug.drug = engine::drug::voclosporin;
    BOOST_TEST(!cards::medication_request(drug, patient()));
    engine::Facts nobody = facts();
    nobody.patient_id = {};
    BOOST_TEST(!cards::medication_request(weekly_methotrexate(), patient(nobody)));
    BOOST_TEST(!cards::service_request(test(engine::lab::tpmt_genotype), patient(nobody)));
}

BOOST_AUTO_TEST_CASE(a_test_is_a_service_request) {
    const auto text =
        cards::service_request({engine::lab::tpmt_genotype, true, "before the first dose"}, patient());
    BOOST_TEST_REQUIRE(text.has_value());
    fhir::Document document;
    const auto parsed = document.parse(*text);
    BOOST_TEST_REQUIRE(parsed.has_value());
    const fhir::Json request = *parsed;
    BOOST_TEST(request["resourceType"].text() == "ServiceRequest");
    BOOST_TEST(request["status"].text() == "draft");
    BOOST_TEST(request["intent"].text() == "order");
    BOOST_TEST(request["priority"].text() == "urgent");
    BOOST_TEST(request["code"]["coding"].at(0)["system"].text() == "http://loinc.org");
    BOOST_TEST(request["code"]["text"].text() == terms().name(engine::lab::tpmt_genotype));
    BOOST_TEST(request["subject"]["reference"].text() == "Patient/pat-1");
    BOOST_TEST(request["note"].at(0)["text"].text() == "before the first dose");
}

BOOST_AUTO_TEST_CASE(a_request_without_a_verified_code_has_words_only) {
    const engine::Concept uncoded = engine::procedure::plasmapheresis;
    BOOST_TEST_REQUIRE(!terms().orderable(uncoded).has_value());
    const auto text = cards::service_request(test(uncoded), patient());
    BOOST_TEST_REQUIRE(text.has_value());
    fhir::Document document;
    const auto request = document.parse(*text);
    BOOST_TEST_REQUIRE(request.has_value());
    BOOST_TEST((*request)["priority"].text() == "routine");
    BOOST_TEST(!(*request)["code"]["coding"]);
    BOOST_TEST(!(*request)["note"]);
    BOOST_TEST((*request)["code"]["text"].text() == terms().name(uncoded));
}

BOOST_AUTO_TEST_CASE(references_are_fhir_ids) {
    BOOST_TEST(
        cards::reference_to({"MedicationRequest", "request-123"}).value_or("")
        == "MedicationRequest/request-123"
    );
    const std::string epic(194, 'e');
    BOOST_TEST(cards::reference_to({"MedicationRequest", epic}).has_value());
    for (const std::string_view id : {"", "a b", "a/b", "../x", "a\"b", "a_b", "\xC3\xBC"})
        BOOST_TEST_CONTEXT(id) BOOST_TEST(!cards::reference_to({"MedicationRequest", id}).has_value());
    const std::string endless(257, 'e');
    BOOST_TEST(!cards::reference_to({"MedicationRequest", endless}).has_value());
    BOOST_TEST(!cards::reference_to({"", "1"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

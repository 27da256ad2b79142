#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

namespace tt = boost::test_tools;

std::string result(const std::string& code, const std::string& rest, const std::string& status = "final") {
    return resource(
        "Observation",
        R"("status":")" + status + R"(","effectiveDateTime":"2026-11-10",)" + loinc(code)
            + (rest.empty() ? rest : "," + rest)
    );
}

Gathered labs(const std::string& resources) {
    return Gathered(request(R"("observations":)" + bundle(resources)));
}

std::string quantity(const std::string& value, const std::string& unit) {
    return R"("valueQuantity":{"value":)" + value + R"(,"unit":")" + unit + R"("})";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_results)

// RULES 2.8
BOOST_AUTO_TEST_CASE(status_of_a_result) {
    const struct {
        std::string status;
        bool final_, pending;
    } cases[] = {
        {"final", true, false},
        {"amended", true, false},
        {"corrected", true, false},
        {"preliminary", false, true},
        {"registered", false, true},
        {"entered-in-error", false, false},
        {"cancelled", false, false},
        {"unknown", false, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.status) {
            const Gathered got = labs(result("79713-4", R"("valueString":"Normal metabolizer")", one.status));
            const Labs& all = got.facts.labs;
            BOOST_TEST((all.latest(lab::tpmt_phenotype, today, Days(365)) != nullptr) == one.final_);
            BOOST_TEST((all.pending(lab::tpmt_phenotype, today) != nullptr) == one.pending);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_test_that_gave_no_answer_is_no_result) {
    const struct {
        std::string rest;
        bool final_;
    } cases[] = {
        {"", false},
        {R"("dataAbsentReason":{"coding":[{"code":"error"}]})", false},
        {R"("hasMember":[{"reference":"Observation/9"}])", false},
        {R"("valueString":"see scanned report")", false},
        {R"("valueString":"Test not performed")", false},
        {R"("valueString":"a text nobody can read")", true},
    };
    for (const auto& one : cases) {
        const Gathered got = labs(result("79713-4", one.rest));
        BOOST_TEST(!got.facts.labs.all(lab::tpmt_phenotype).empty() == one.final_, one.rest);
    }
    BOOST_TEST(labs(result("79713-4", "", "registered")).facts.labs.pending(lab::tpmt_phenotype, today));
    BOOST_TEST(
        labs(result("57021-8", R"("hasMember":[{"reference":"Observation/9"}])"))
            .facts.labs.all(lab::cbc_panel)
            .size()
        == 1
    );
}

BOOST_AUTO_TEST_CASE(values_come_in_the_unit_of_the_rules) {
    const struct {
        std::string code, value, unit;
        Concept test;
        double want;
    } cases[] = {
        {"26499-4", "3500", "/uL", lab::neutrophils, 3.5},
        {"26499-4", "3.5", "10*3/uL", lab::neutrophils, 3.5},
        {"26499-4", "3.5", "K/uL", lab::neutrophils, 3.5},
        {"20509-6", "7.9", "g/dL", lab::hemoglobin, 79},
        {"14682-9", "1", "mg/dL", lab::creatinine, 88.4},
        {"2823-3", "5.5", "meq/L", lab::potassium, 5.5},
        {"2458-8", "250", "mg/dL", lab::iga, 2.5},
        {"29463-7", "154.324", "[lb_av]", observation::body_weight, 70},
        {"29463-7", "70000", "g", observation::body_weight, 70},
        {"8302-2", "1.65", "m", observation::body_height, 165},
        {"8302-2", "60", "[in_i]", observation::body_height, 152.4},
        {"33914-3", "45", "mL/min", lab::egfr, 45},
        {"33914-3", "45", "mL/min/{1.73_m2}", lab::egfr, 45},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.code << " " << one.value << " " << one.unit) {
            const Gathered got = labs(result(one.code, quantity(one.value, one.unit)));
            const Result* found = got.facts.labs.latest(one.test, today, Days(365));
            BOOST_TEST_REQUIRE(found);
            BOOST_TEST_REQUIRE(found->value.has_value());
            BOOST_TEST(*found->value == one.want, tt::tolerance(1e-3));
            BOOST_TEST(!found->unit_unknown);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_number_without_a_known_unit_is_not_a_number) {
    for (const std::string& value :
         {quantity("5", "furlong"),
          std::string(R"("valueQuantity":{"value":5})"),
          std::string(R"("valueInteger":5)")}) {
        const Gathered got = labs(result("2823-3", value));
        const Result* found = got.facts.labs.latest(lab::potassium, today, Days(365));
        BOOST_TEST_REQUIRE(found);
        BOOST_TEST(!found->value.has_value(), value);
        BOOST_TEST(found->unit_unknown, value);
    }
}

BOOST_AUTO_TEST_CASE(a_text_that_is_an_amount_is_read_as_one) {
    const std::string range = R"("referenceRange":[{"low":{"value":150,"unit":"10*9/L"},)"
                              R"("high":{"value":400,"unit":"10*9/L"}}])";
    const std::string odd_range = R"("referenceRange":[{"low":{"value":150,"unit":"10*9/L"},)"
                                  R"("high":{"value":400,"unit":"furlong"}}])";
    const struct {
        std::string rest;
        std::optional<double> want;
        char comparator;
    } cases[] = {
        {R"("valueString":"45 10*9/L")", 45, 0},
        {R"("valueString":"< 45 Gpt/l")", 45, '<'},
        {R"("valueCodeableConcept":{"text":"45 K/uL"})", 45, 0},
        {R"("valueString":"45",)" + range, 45, 0},
        {R"("valueQuantity":{"value":45},)" + range, 45, 0},
        {R"("valueInteger":45,)" + range, 45, 0},
        {R"("valueString":"45",)" + odd_range, {}, 0},
        {R"("valueString":"45")", {}, 0},
        {R"("valueString":"45 furlong",)" + range, {}, 0},
        {R"("valueString":"clumped",)" + range, {}, 0},
        {R"("valueString":"45 clumped",)" + range, {}, 0},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.rest) {
            const Gathered got = labs(result("777-3", one.rest));
            const Labs& all = got.facts.labs;
            const Result* newest = all.latest(lab::platelets, today, Days(365));
            BOOST_TEST_REQUIRE(newest);
            BOOST_TEST((newest->value == one.want));
            if (one.want) BOOST_TEST(newest->comparator == one.comparator);
            BOOST_TEST((all.measured(lab::platelets, today, Days(365)) != nullptr) == one.want.has_value());
            BOOST_TEST((all.unreadable(lab::platelets, today, Days(365)) != nullptr) == !one.want);
        }
}

BOOST_AUTO_TEST_CASE(ranges_flags_and_bounds) {
    const Gathered got = labs(result(
        "20509-6",
        R"("valueQuantity":{"value":7,"comparator":"<","unit":"g/dL"},"interpretation":[{"coding":[{"code":"L"}]}],"referenceRange":[{"type":{"coding":[{"code":"treatment"}]},"high":{"value":99}},{"low":{"value":12,"unit":"g/dL"},"high":{"value":160,"unit":"g/L"}}])"
    ));
    const Result* found = got.facts.labs.latest(lab::hemoglobin, today, Days(365));
    BOOST_TEST_REQUIRE(found);
    BOOST_TEST(found->comparator == '<');
    BOOST_TEST(found->flag == 'L');
    BOOST_TEST(found->range_low.value() == 120);
    BOOST_TEST(found->range_high.value() == 160);
}

BOOST_AUTO_TEST_CASE(dates_of_a_result) {
    const struct {
        std::string date;
        Day want;
        bool dated;
    } cases[] = {
        {R"("effectiveDateTime":"2026-03")", day(2026, 3, 1), true},
        {R"("effectivePeriod":{"start":"2026-01-01","end":"2026-01-05"})", day(2026, 1, 5), true},
        {R"("effectiveInstant":"2026-01-05T10:00:00Z")", day(2026, 1, 5), true},
        {R"("issued":"2026-01-06T10:00:00Z")", day(2026, 1, 6), true},
        {R"("effectiveDateTime":"2026-01-05","issued":"2026-01-06T10:00:00Z")", day(2026, 1, 5), true},
        {R"("effectiveDateTime":"soon")", day(1900, 1, 1), false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.date) {
            const Gathered got = labs(resource(
                "Observation",
                R"("status":"final",)" + one.date + "," + loinc("2823-3") + "," + quantity("4", "mmol/L")
            ));
            const auto all = got.facts.labs.all(lab::potassium);
            BOOST_TEST_REQUIRE(all.size() == 1);
            BOOST_TEST((all[0]->date == one.want));
            BOOST_TEST(all[0]->dated == one.dated);
        }
    }
}

BOOST_AUTO_TEST_CASE(panels_carry_their_components) {
    const Gathered got = labs(resource(
        "Observation",
        R"("status":"final","effectiveDateTime":"2026-11-10",)" + loinc("85354-9") + R"(,"component":[{)"
            + loinc("8480-6") + "," + quantity("140", "mm[Hg]") + "},{" + loinc("8462-4") + ","
            + quantity("90", "mm[Hg]") + "}]"
    ));
    BOOST_TEST(got.facts.labs.latest(observation::systolic_bp, today, Days(30))->value.value() == 140);
    BOOST_TEST(got.facts.labs.latest(observation::diastolic_bp, today, Days(30))->value.value() == 90);
}

BOOST_AUTO_TEST_CASE(how_qualitative_results_read) {
    const auto snomed = [](const std::string& code) {
        return R"("valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":")" + code
               + R"("}]})";
    };
    const struct {
        std::string value;
        Reading want;
    } cases[] = {
        {snomed("10828004"), Reading::positive},
        {snomed("11214006"), Reading::positive},
        {snomed("260385009"), Reading::negative},
        {snomed("131194007"), Reading::negative},
        {snomed("82334004"), Reading::indeterminate},
        {R"("valueString":"Non-Reactive")", Reading::negative},
        {R"("valueString":"REACTIVE")", Reading::positive},
        {R"("valueString":"not detected.")", Reading::negative},
        {R"("valueString":"see comment")", Reading::unknown},
        {R"("valueCodeableConcept":{"text":"Positive"})", Reading::positive},
        {R"("valueBoolean":false)", Reading::negative},
        {R"("valueQuantity":{"value":0.1,"unit":"s/co"},"interpretation":[{"coding":[{"code":"NEG"}]}])",
         Reading::negative},
        {R"("valueQuantity":{"value":9,"unit":"s/co"},"interpretation":[{"coding":[{"code":"POS"}]}])",
         Reading::positive},
        {R"("valueQuantity":{"value":9,"unit":"s/co"},"interpretation":[{"coding":[{"code":"A"}]}])",
         Reading::positive},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.value) {
            const Gathered got = labs(result("5195-3", one.value));
            const Result* found = got.facts.labs.latest(lab::hbsag, today, Days(365));
            BOOST_TEST_REQUIRE(found);
            BOOST_TEST((found->reading == one.want));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_delivery_date_is_an_answer) {
    const Gathered got = labs(result("11778-8", R"("valueDateTime":"2027-03-01")"));
    const Result* found = got.facts.labs.latest(observation::estimated_delivery_date, today, Days(300));
    BOOST_TEST_REQUIRE(found);
    BOOST_TEST((found->value_day == day(2027, 3, 1)));
}

BOOST_AUTO_TEST_CASE(phenotype_from_codes_and_for_both_genes_of_one_test) {
    const Gathered coded = labs(result(
        "79713-4", R"("valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA9657-3"}]})"
    ));
    BOOST_TEST((coded.facts.labs.latest(lab::tpmt_phenotype, today, Days(365))->phenotype == Phenotype::poor)
    );
    const Gathered both = labs(result("93193-1", R"("valueString":"TPMT *1/*3A, NUDT15 *1/*1")"));
    BOOST_TEST(
        (both.facts.labs.latest(lab::tpmt_genotype, today, Days(365))->phenotype == Phenotype::intermediate)
    );
    BOOST_TEST(
        (both.facts.labs.latest(lab::nudt15_genotype, today, Days(365))->phenotype == Phenotype::normal)
    );
}

BOOST_AUTO_TEST_CASE(a_thiopurine_test_with_a_local_code_is_noted) {
    const auto local = [](const std::string& text) {
        return labs(resource(
            "Observation",
            R"("status":"final","code":{"coding":[{"system":"urn:local","code":"1"}],"text":")" + text
                + R"("},"valueString":"normal")"
        ));
    };
    BOOST_TEST(local("TPMT activity").noted("unmapped-tpmt-test"));
    BOOST_TEST(local("Thiopurine methyltransferase").noted("unmapped-tpmt-test"));
    BOOST_TEST(!local("TPMT activity").noted("unmapped-nudt15-test"));
    BOOST_TEST(local("NUDT15 genotype").noted("unmapped-nudt15-test"));
    BOOST_TEST(!local("ALT").noted("unmapped-tpmt-test"));
    const Gathered panel = labs(result(
        "93193-1",
        R"("component":[{"code":{"text":"TPMT"},"valueString":"*3A/*3A"},{"code":{"text":"Comment"}}])"
    ));
    BOOST_TEST(panel.noted("unmapped-tpmt-test"));
    BOOST_TEST(!panel.noted("unmapped-nudt15-test"));
    BOOST_TEST(!labs(result("93193-1", R"("valueString":"TPMT *1/*1")")).noted("unmapped-tpmt-test"));
}

BOOST_AUTO_TEST_CASE(reports_count_for_what_is_coded) {
    const auto report = [](const std::string& rest) {
        return labs(
            resource("DiagnosticReport", R"("status":"final","effectiveDateTime":"2026-11-10",)" + rest)
        );
    };
    const Gathered tpmt = report(
        loinc("79713-4")
        + R"(,"conclusionCode":[{"coding":[{"system":"http://loinc.org","code":"LA10317-8"}]}])"
    );
    BOOST_TEST(
        (tpmt.facts.labs.latest(lab::tpmt_phenotype, today, Days(9999))->phenotype == Phenotype::intermediate)
    );
    BOOST_TEST(report(loinc("79713-4") + R"(,"conclusion":"poor metabolizer")")
                   .facts.labs.all(lab::tpmt_phenotype)
                   .empty());
    const Gathered lung = report(
        R"("code":{"text":"HRCT"},"conclusionCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"J84.9"}]}])"
    );
    BOOST_TEST_REQUIRE(lung.facts.conditions.size() == 1);
    BOOST_TEST(lung.facts.conditions[0].concepts.has(condition::interstitial_lung_disease));
    BOOST_TEST(report(loinc("38269-7")).facts.labs.all(observation::dxa_study).size() == 1);
    // The report around a result does not hide the result.
    BOOST_TEST(report(loinc("5195-3")).facts.labs.all(lab::hbsag).empty());
}

BOOST_AUTO_TEST_CASE(ten_thousand_results_are_read_in_a_moment) {
    std::string many = R"({"resourceType":"Bundle","entry":[)";
    for (int i = 0; i < 10000; ++i)
        many +=
            (i ? "," : "")
            + (R"({"resource":)"
               + resource(
                   "Observation",
                   R"("id":")" + std::to_string(i) + R"(","status":"final","effectiveDateTime":"2026-11-10",)"
                       + loinc("2823-3") + "," + quantity("4", "mmol/L")
               ))
            + "}";
    const auto before = std::chrono::steady_clock::now();
    const Gathered got(request(R"("observations":)" + many + "]}"));
    BOOST_TEST(got.facts.labs.all(lab::potassium).size() == 10000);
    // Generous even under sanitizers; a quadratic pass takes minutes.
    BOOST_TEST((std::chrono::steady_clock::now() - before < std::chrono::seconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()

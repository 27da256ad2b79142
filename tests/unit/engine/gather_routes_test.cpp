#include "engine/facts/routes.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

const std::string rx = R"("system":"http://www.nlm.nih.gov/research/umls/rxnorm")";

std::string coded(const std::string& code, const std::string& text) {
    return R"("medicationCodeableConcept":{"coding":[{)" + rx + R"(,"code":")" + code + R"("}],"text":")"
           + text + R"("})";
}

std::string routed(const std::string& route) {
    return R"("route":)" + route;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_routes)

BOOST_AUTO_TEST_CASE(reads_stated_routes) {
    const struct {
        std::string route;
        Route want;
    } cases[] = {
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"26643006"}]})", Route::oral},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"47625008"}]})", Route::iv},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"34206005"}]})", Route::sc},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration","code":"PO"}]})",
         Route::oral},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0162","code":"IS"}]})",
         Route::intra_articular},
        {R"({"coding":[{"system":"urn:oid:2.16.840.1.113883.12.162","code":"NG"}]})", Route::enteral},
        {R"j({"coding":[{"system":"urn:local","code":"1","display":"Intra-articular route (qualifier value)"}]})j",
         Route::intra_articular},
        {R"({"text":"Oral"})", Route::oral},
        {R"({"text":"oral use"})", Route::oral},
        {R"({"text":"by mouth"})", Route::oral},
        {R"({"text":"IV push"})", Route::iv},
        {R"({"text":"given"})", Route::unknown},
        {R"({"text":"Per NG tube"})", Route::enteral},
        {R"({"text":"Per G tube"})", Route::enteral},
        {R"({"text":"via PEG"})", Route::enteral},
        {R"({"text":"Swallow"})", Route::oral},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"419993007"}]})", Route::iv},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"418114005"}]})", Route::iv},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration","code":"NGT"}]})",
         Route::enteral},
        {R"({"text":"both eyes"})", Route::ophthalmic},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"54485002"}]})", Route::ophthalmic},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"10547007"}]})", Route::otic},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"448598008"}]})", Route::topical},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"12130007"}]})", Route::intra_articular},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"372466002"}]})", Route::intralesional},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"404820008"}]})", Route::epidural},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"72607000"}]})", Route::intrathecal},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"16857009"}]})", Route::other},
        {R"({"coding":[{"system":"http://snomed.info/sct","code":"418441008"}]})", Route::enteral},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration","code":"OPTHALTA"}]})",
         Route::ophthalmic},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration","code":"IARTINJ"}]})",
         Route::intra_articular},
        {R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration","code":"IVCI"}]})",
         Route::iv},
        {R"({"coding":[{"system":"http://standardterms.edqm.eu","code":"20051000"}]})", Route::ophthalmic},
        {R"({"coding":[{"system":"http://standardterms.edqm.eu","code":"20045000"}]})", Route::iv},
        {R"({"coding":[{"system":"http://standardterms.edqm.eu","code":"20062000"}]})", Route::unknown},
        {R"({"coding":[{"system":"urn:local","code":"1"}]})", Route::unknown},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.route) {
            const Gathered got(request(
                "", draft(coded("5492", "hydrocortisone") + "," + daily("20", "mg", routed(one.route)))
            ));
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
            BOOST_TEST((got.facts.orders[0].route == one.want));
            BOOST_TEST(got.facts.orders[0].route_stated == (one.want != Route::unknown));
        }
    }
}

// F23 and NOTES trap 2
BOOST_AUTO_TEST_CASE(local_corticosteroids_are_not_systemic) {
    const struct {
        std::string order;
    } cases[] = {
        {coded("8638", "prednisolone acetate 1 % ophthalmic suspension") + "," + daily("1", "drop")},
        {coded("8638", "prednisolone") + "," + daily("1", "drop", routed(R"({"text":"ophthalmic"})"))},
        {coded("10759", "triamcinolone") + "," + daily("40", "mg", routed(R"({"text":"intra-articular"})"))},
        {coded("10759", "triamcinolone") + "," + daily("40", "mg")},
        {coded("10759", "triamcinolone 0.1 % cream") + "," + daily("1", "application")},
        {coded("5492", "hydrocortisone rectal enema") + "," + daily("100", "mg")},
        {coded("5492", "hydrocortisone") + "," + daily("20", "mg")},
        {coded("3264", "dexamethasone") + "," + daily("4", "mg")},
        {coded("1514", "betamethasone") + "," + daily("4", "mg")},
        {R"("medicationCodeableConcept":{"text":"fluticasone inhaler"},)" + daily("2", "puff")},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.order) {
            const Gathered got(request("", draft(one.order)));
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
            BOOST_TEST(!got.facts.orders[0].systemic());
        }
    }
}

// R06: eye drops without a route; a vitamin is swallowed in drops.
BOOST_AUTO_TEST_CASE(a_dose_in_drops_or_puffs_is_local) {
    const struct {
        std::string order;
        Route want;
    } cases[] = {
        {coded("10829", "trimethoprim") + "," + daily("1", "{drop}"), Route::ophthalmic},
        {coded("10829", "trimethoprim") + "," + daily("1", "[drp]"), Route::ophthalmic},
        {coded("10829", "trimethoprim") + "," + daily("1", "gtt"), Route::ophthalmic},
        {coded("8638", "prednisolone") + "," + daily("1", "drops"), Route::ophthalmic},
        {coded("10759", "triamcinolone") + "," + daily("1", "application(s)"), Route::topical},
        {coded("3264", "dexamethasone") + "," + daily("2", "puff"), Route::inhaled},
        {coded("10829", "trimethoprim") + "," + daily("1", "tablet"), Route::unknown},
        {coded("10829", "trimethoprim") + "," + daily("100", "mg"), Route::unknown},
        {coded("10829", "trimethoprim") + "," + daily("1", "{drop}", routed(R"({"text":"oral"})")),
         Route::oral},
        {coded("2418", "cholecalciferol") + "," + daily("4", "drops"), Route::unknown},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.order) {
            const Gathered got(request("", draft(one.order)));
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
            BOOST_TEST((got.facts.orders[0].route == one.want));
        }
    }
}

// Swallowed budesonide is an oral order of a drug that no steroid rule counts.
BOOST_AUTO_TEST_CASE(enteric_budesonide_is_no_prednisone) {
    const Gathered got(request("", draft(coded("1244214", "budesonide 3 mg") + "," + daily("3", "capsule"))));
    BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
    BOOST_TEST(got.facts.orders[0].drugs.has(drug::budesonide_oral));
    BOOST_TEST(!got.facts.orders[0].drugs.has(drug::prednisone));
}

BOOST_AUTO_TEST_CASE(systemic_corticosteroids_without_a_stated_route) {
    const struct {
        std::string order;
        Route want;
        bool stated;
        std::string note;
    } cases[] = {
        {coded("312615", "") + "," + daily("3", "tablet"), Route::oral, true, ""},
        {coded("8640", "prednisone") + "," + daily("60", "mg"), Route::oral, false, ""},
        {coded("8640", "prednisone"), Route::oral, false, ""},
        {coded("22396", "deflazacort") + "," + daily("30", "mg"), Route::oral, false, ""},
        {coded("8638", "prednisolone") + "," + daily("30", "mg"), Route::oral, false, "route-assumed"},
        {coded("8638", "prednisolone"), Route::unknown, false, "route-unknown"},
        {coded("6902", "methylprednisolone") + "," + daily("100", "mg"), Route::oral, false, "route-assumed"},
        {coded("6902", "methylprednisolone") + "," + daily("101", "mg"), Route::iv, false, "route-assumed"},
        {coded("6902", "methylprednisolone") + "," + daily("1000", "mg"), Route::iv, false, "route-assumed"},
        {coded("6902", "methylprednisolone"), Route::unknown, false, "route-unknown"},
        {coded("3264", "dexamethasone") + "," + daily("2", "{tbl}"), Route::oral, false, ""},
        {coded("5492", "hydrocortisone") + "," + daily("20", "mg"), Route::unknown, false, "route-unknown"},
        {coded("5492", "hydrocortisone oral tablet") + "," + daily("20", "mg"), Route::oral, true, ""},
        {coded("5492", "hydrocortisone")
             + R"(,"dosageInstruction":[{"text":"20 mg by mouth in the morning"}])",
         Route::oral,
         true,
         ""},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.order) {
            const Gathered got(request("", draft(one.order)));
            BOOST_TEST_REQUIRE(got.facts.orders.size() == 1);
            BOOST_TEST((got.facts.orders[0].route == one.want));
            BOOST_TEST(got.facts.orders[0].route_stated == one.stated);
            for (const std::string code : {"route-unknown", "route-assumed"})
                BOOST_TEST(got.noted(code) == (code == one.note), code);
        }
    }
}

BOOST_AUTO_TEST_CASE(systemic_is_what_rules_2_6_says) {
    for (const Route route : {Route::oral, Route::iv, Route::im, Route::sc, Route::enteral})
        BOOST_TEST(is_systemic(route));
    for (const Route route :
         {Route::unknown,
          Route::topical,
          Route::ophthalmic,
          Route::otic,
          Route::nasal,
          Route::inhaled,
          Route::intra_articular,
          Route::intralesional,
          Route::epidural,
          Route::intrathecal,
          Route::rectal,
          Route::other})
        BOOST_TEST(!is_systemic(route));
}

BOOST_AUTO_TEST_CASE(forms_that_leave_no_doubt) {
    const struct {
        std::string_view form;
        Route want;
    } cases[] = {
        {"Oral Tablet", Route::oral},
        {"Delayed Release Oral Tablet", Route::oral},
        {"gastro-resistant tablets", Route::oral},
        {"oral suspension", Route::oral},
        {"Injection", Route::unknown},
        {"Injectable Suspension", Route::unknown},
        {"Ophthalmic Suspension", Route::ophthalmic},
        {"Inhalation Solution", Route::inhaled},
        {"Nasal Spray", Route::nasal},
        {"Topical Cream", Route::topical},
        {"Rectal Foam", Route::rectal},
        {"Otic Solution", Route::otic},
        {"", Route::unknown},
    };
    for (const auto& one : cases) BOOST_TEST((route_of_form(one.form) == one.want), one.form);
}

BOOST_AUTO_TEST_SUITE_END()

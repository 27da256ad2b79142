#include "engine/terms/concepts.hpp"
#include "engine/terms/terms.hpp"
#include "tests/unit/engine/code_cases.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::engine {

namespace {

using namespace code_cases;

}  // namespace

BOOST_AUTO_TEST_SUITE(terms_)

BOOST_AUTO_TEST_CASE(a_code_of_every_system_is_known) {
    check({
        {rxnorm, "8640", "drug/prednisone"},
        {rxnorm, "312615", "drug/prednisone"},
        {snomed, "116602009", "drug/prednisone"},
        {loinc, "5196-1", "lab/hbsag"},
        {icd_10_cm, "G72.41", "condition/inclusion-body-myositis"},
        {icd_10, "M33.2", "condition/polymyositis"},
        {icd_10_gm, "M33.0", "condition/juvenile-dermatomyositis"},
        {atc, "L04AX01", "drug/azathioprine"},
        {cvx, "187", "vaccine/zoster-recombinant"},
        {dmd, "12080411000001105", "drug/azathioprine"},
        {"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration", "PO", "route/po"},
    });
}

BOOST_AUTO_TEST_CASE(old_and_oid_uris_mean_the_same_system) {
    check({
        {"urn:oid:2.16.840.1.113883.6.96", "116602009", "drug/prednisone"},
        {"urn:oid:2.16.840.1.113883.6.88", "8640", "drug/prednisone"},
        {"urn:oid:2.16.840.1.113883.6.1", "5196-1", "lab/hbsag"},
        {"urn:oid:2.16.840.1.113883.6.90", "M33.20", "condition/polymyositis"},
        {"http://hl7.org/fhir/sid/icd-10-us", "M33.20", "condition/polymyositis"},
        {"urn:oid:2.16.840.1.113883.12.292", "187", "vaccine/zoster-recombinant"},
        {"urn:oid:2.16.840.1.113883.6.73", "L04AX01", "drug/azathioprine"},
        {"http://fhir.de/CodeSystem/bfarm/atc", "L04AX01", "drug/azathioprine"},
        {"http://fhir.de/CodeSystem/dimdi/atc", "L04AX01", "drug/azathioprine"},
        {"http://fhir.de/CodeSystem/dimdi/icd-10-gm", "M33.2", "condition/polymyositis"},
        {"http://hl7.org/fhir/sid/icd-10-de", "M33.2", "condition/polymyositis"},
        {"urn:oid:2.16.840.1.113883.6.3", "M33.2", "condition/polymyositis"},
        {"urn:oid:2.16.840.1.113883.6.4", "30233N1", "procedure/transfusion-red-cells"},
        {"urn:oid:2.16.840.1.113883.5.112", "PO", "route/po"},
        {"http://hl7.org/fhir/v3/RouteOfAdministration", "PO", "route/po"},
        {snomed, "12080411000001105", "drug/azathioprine"},
    });
}

BOOST_AUTO_TEST_CASE(unknown_codes_mean_nothing) {
    const std::string endless(5000, '1');
    check({
        {rxnorm, "0", ""},
        {rxnorm, "", ""},
        {"", "8640", ""},
        {loinc, "8640", ""},  // the number of another system
        {"http://example.org", "8640", ""},
        {"urn:oid:2.16.840.1.113883.6.9", "116602009", ""},
        {rxnorm, endless, ""},
        {icd_10_cm, "...", ""},
        {icd_10_cm, "C", ""},
        {icd_10_cm, "Q99.9", ""},
    });
}

BOOST_AUTO_TEST_CASE(icd_codes_come_with_or_without_dot_in_either_case) {
    const std::string amyopathic = "condition/amyopathic-dermatomyositis, condition/dermatomyositis";
    check({
        {icd_10_cm, "M33.13", amyopathic},
        {icd_10_cm, "M3313", amyopathic},
        {icd_10_cm, "m33.13", amyopathic},
        {icd_10_gm, "M36.0*", "condition/dermatomyositis-paraneoplastic"},
        {icd_10_cm, "M33.1", "condition/dermatomyositis"},
        {cvx, "03", "vaccine/mmr"},
        {cvx, "3", "vaccine/mmr"},
    });
}

BOOST_AUTO_TEST_CASE(a_prefix_row_stands_for_all_codes_below_it) {
    check({
        {icd_10_cm, "C50.919", "condition/malignancy"},
        {icd_10_cm, "C50", "condition/malignancy"},
        {icd_10_cm, "C50919", "condition/malignancy"},
        {icd_10, "J45.9", "condition/asthma"},
        {icd_10_cm, "J15.212", "condition/pneumonia"},
        {icd_10_cm, "C98.1", ""},
        {icd_10_cm, "M33.29x", ""},  // M33.29 is a code, not a prefix
    });
}

// RULES 3.1 and 3.3; NOTES trap 5.
BOOST_AUTO_TEST_CASE(myositis_codes_keep_their_subtype) {
    check({
        {icd_10_cm, "M33.00", "condition/juvenile-dermatomyositis"},
        {icd_10_cm,
         "M33.01",
         "condition/juvenile-dermatomyositis, condition/myositis-with-respiratory-involvement"},
        {icd_10_cm, "M33.11", "condition/dermatomyositis, condition/myositis-with-respiratory-involvement"},
        {icd_10_cm, "M33.21", "condition/myositis-with-respiratory-involvement, condition/polymyositis"},
        {icd_10_cm, "M33.90", "condition/dermatopolymyositis"},
        {icd_10_cm,
         "M33.91",
         "condition/dermatopolymyositis, condition/myositis-with-respiratory-involvement"},
        {icd_10_cm, "M33.93", "condition/dermatopolymyositis"},
        {icd_10_cm, "M36.0", "condition/dermatomyositis-paraneoplastic"},
        {icd_10_cm, "G72.49", "condition/inflammatory-myopathy-nec"},
        {icd_10, "M33.0", "condition/juvenile-dermatomyositis"},
        {icd_10, "M33.1", "condition/dermatomyositis"},
        {icd_10, "M33.9", "condition/dermatopolymyositis"},
        {icd_10_gm, "M33.9", "condition/dermatopolymyositis"},
        {snomed, "702380008", "condition/iim-unspecified"},
        {snomed, "26889001", "condition/myositis-unspecified"},
        {snomed, "1332474003", "condition/myositis-unspecified"},  // includes infective necrotizing myositis
        {snomed, "715863001", "condition/immune-mediated-necrotizing-myopathy"},
    });
}

BOOST_AUTO_TEST_CASE(immunoglobulin_products_say_their_route_where_it_is_certain) {
    check({
        {rxnorm, "758996", "drug/immunoglobulin-human, drug/ivig"},  // Privigen
        {rxnorm, "902750", "drug/immunoglobulin-human, drug/scig"},  // Hizentra
        {rxnorm, "42697", "drug/immunoglobulin-human"},              // Gammagard: either
        {rxnorm, "797554", "drug/immunoglobulin-im"},                // GamaSTAN
        {rxnorm, "5666", "drug/immunoglobulin-human"},
        {atc, "J06BA02", "drug/immunoglobulin-human, drug/ivig"},
    });
}

BOOST_AUTO_TEST_CASE(a_drug_code_is_a_drug_before_it_is_an_allergy) {
    const auto found = terms().lookup(rxnorm, "10831");
    BOOST_TEST_REQUIRE(found.size() == 2);
    BOOST_TEST((found[0].concept_ == drug::sulfamethoxazole_trimethoprim));
    BOOST_TEST((found[1].concept_ == allergy::sulfonamide));
}

BOOST_AUTO_TEST_CASE(steroids_of_similar_name_stay_apart) {
    check({
        {rxnorm, "8640", "drug/prednisone"},
        {rxnorm, "8638", "drug/prednisolone"},
        {rxnorm, "6902", "drug/methylprednisolone"},
        {snomed, "116602009", "drug/prednisone"},
        {snomed, "116601002", "drug/prednisolone"},
        {snomed, "116593003", "drug/methylprednisolone"},
    });
}

BOOST_AUTO_TEST_CASE(codes_for_the_exclusions_of_the_first_rules_exist) {
    check({
        {snomed, "71493000", "procedure/transfusion-red-cells"},
        {icd_10_cm, "E27.1", "condition/adrenal-insufficiency"},
        {icd_10_cm, "E23.0", "condition/hypopituitarism"},
        {icd_10_cm, "J44.1", "condition/copd"},
        {icd_10_cm, "A41.9", "condition/sepsis"},
        {icd_10_cm, "Z51.5", "condition/palliative-care"},
        {icd_10_cm, "K74.60", "condition/cirrhosis, condition/liver-disease"},
        {loinc, "2823-3", "lab/potassium"},
        {rxnorm, "29046", "drug/ace-inhibitor"},
        {rxnorm, "52175", "drug/angiotensin-receptor-blocker"},
        {rxnorm, "9997", "drug/potassium-sparing-diuretic"},
        {rxnorm, "306266", "drug/hepatitis-b-antiviral"},
        {snomed, "39579001", "reaction/anaphylaxis"},
        {snomed, "306290009", "procedure/rheumatology-referral"},
        {dmd, "42099511000001102", "drug/allopurinol"},
        {dmd, "324430000", "drug/trimethoprim"},
    });
}

BOOST_AUTO_TEST_CASE(terms_may_move) {
    Terms first = Terms::embedded();
    const Terms second = std::move(first);
    BOOST_TEST(second.lookup(rxnorm, "8640").size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine

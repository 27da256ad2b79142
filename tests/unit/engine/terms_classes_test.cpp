#include "engine/terms/concepts.hpp"
#include "engine/terms/groups.hpp"
#include "engine/terms/risk_groups.hpp"
#include "engine/terms/terms.hpp"
#include "tests/unit/engine/code_cases.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

/// What the rules of interactions, clots, infections and vaccines ask of the tables.
namespace iim::engine {

namespace {

using namespace code_cases;

std::string drug_of(std::string_view text) {
    const auto found = terms().lookup_drug_text(text);
    return found ? std::string(terms().id(found->concept_)) : std::string();
}

bool means_one_of(std::string_view system, std::string_view code, ConceptGroup group) {
    return std::ranges::any_of(terms().lookup(system, code), [&](const Meaning& one) {
        return in(one.concept_, group);
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terms_classes)

BOOST_AUTO_TEST_CASE(icd_families_reach_their_longest_codes) {
    check({
        {icd_10_cm, "I26.99", "condition/venous-thromboembolism"},
        {icd_10_cm, "I82.401", "condition/venous-thromboembolism"},
        {icd_10, "I80.2", "condition/venous-thromboembolism"},
        {icd_10_gm, "I26.9", "condition/venous-thromboembolism"},
        {icd_10_cm, "I80.01", ""},  // superficial phlebitis
        {icd_10_cm, "I21.4", "condition/myocardial-infarction"},
        {icd_10_cm, "I25.2", "condition/coronary-artery-disease, condition/myocardial-infarction"},
        {icd_10_cm, "I25.10", "condition/coronary-artery-disease"},
        {icd_10_cm, "D68.61", "condition/antiphospholipid-syndrome, condition/hypercoagulable-state"},
        {icd_10_cm, "D68.51", "condition/hypercoagulable-state"},
        {icd_10_cm, "J45.51", "condition/asthma, condition/asthma-severe"},
        {icd_10_cm, "J45.20", "condition/asthma"},
        {icd_10_cm, "E27.2", "condition/adrenal-crisis, condition/adrenal-insufficiency"},
        {icd_10_cm, "E27.1", "condition/adrenal-insufficiency"},
        {icd_10_cm, "B37.7", "condition/sepsis"},  // candidal
        {icd_10, "B37.7", "condition/sepsis"},
        {icd_10_gm, "B37.7", "condition/sepsis"},
        {icd_10_cm, "I33.0", "condition/infection-other-serious"},
        {icd_10_cm, "M30.3", "condition/kawasaki, condition/systemic-vasculitis"},
        {icd_10_cm, "G70.01", "condition/myasthenia-gravis"},
        {icd_10_cm, "K63.1", "condition/gastrointestinal-perforation"},
        {icd_10_cm, "K21.9", ""},  // reflux alone is no bar to an oral bisphosphonate
        {icd_10_cm, "T46.6X5A", "condition/statin-adverse-effect"},
        {icd_10, "Z85.3", "condition/malignancy-history"},
    });
}

BOOST_AUTO_TEST_CASE(emergency_contraception_is_no_contraception) {
    check({
        {rxnorm, "483325", "drug/contraceptive-emergency"},  // levonorgestrel 1.5 mg
        {atc, "G03AD", "drug/contraceptive-emergency"},
        {atc, "G03A", "drug/contraceptive-hormonal"},
    });
    BOOST_TEST(drug_of("Plan B One-Step") == "drug/contraceptive-emergency");
    BOOST_TEST(drug_of("NuvaRing") == "drug/contraceptive-hormonal");
}

BOOST_AUTO_TEST_CASE(oestrogen_by_any_route_that_reaches_the_blood) {
    check({{rxnorm, "242891", "drug/estrogen-class"}});  // a patch
    BOOST_TEST(drug_of("estradiol") == "drug/estrogen-class");
    BOOST_TEST(drug_of("Premarin") == "drug/estrogen-class");
}

BOOST_AUTO_TEST_CASE(interacting_drugs_by_code_and_by_name) {
    struct Want {
        std::string_view text;
        ConceptGroup group;
        bool member;
    };
    for (const Want& want : {
             Want{"clarithromycin", group::strong_cyp3a4_inhibitors, true},
             Want{"voriconazole", group::strong_cyp3a4_inhibitors, true},
             Want{"ritonavir", group::strong_cyp3a4_inhibitors, true},
             Want{"diltiazem", group::strong_cyp3a4_inhibitors, false},
             Want{"diltiazem", group::moderate_cyp3a4_inhibitors, true},
             Want{"rifampin", group::cyp3a4_inducers, true},
             Want{"carbamazepine", group::cyp3a4_inducers, true},
             Want{"etodolac", group::nsaids, true},
             Want{"ibuprofen", group::nsaids, true},
             Want{"aspirin", group::nsaids, false},
             Want{"piperacillin", group::high_dose_penicillins, true},
             Want{"atorvastatin", group::statins, true},
             Want{"ezetimibe", group::statins, false},
             Want{"romosozumab", group::antiresorptives, true},
             Want{"relatlimab", group::checkpoint_inhibitors, true},
             Want{"vedolizumab", group::other_biologics, true},
             Want{"ublituximab", group::anti_cd20, true},
         })
        BOOST_TEST_CONTEXT(want.text) {
            const auto found = terms().lookup_drug_text(want.text);
            BOOST_TEST_REQUIRE(found.has_value());
            BOOST_TEST(in(found->concept_, want.group) == want.member);
        }
    BOOST_TEST(drug_of("azithromycin") == "");
    BOOST_TEST(drug_of("evolocumab") == "drug/pcsk9-inhibitor");
}

BOOST_AUTO_TEST_CASE(live_vaccines_in_every_system) {
    BOOST_TEST(means_one_of(snomed, "836494009", group::live_vaccines));  // measles, mumps, rubella
    BOOST_TEST(means_one_of(atc, "J07BD54", group::live_vaccines));
    BOOST_TEST(means_one_of(atc, "J07AP01", group::live_vaccines));
    BOOST_TEST(means_one_of(rxnorm, "762602", group::live_vaccines));      // Vivotif
    BOOST_TEST(means_one_of(rxnorm, "2691308", group::live_vaccines));     // FluMist
    BOOST_TEST(!means_one_of(atc, "J07BK03", group::live_vaccines));       // zoster, purified antigen
    BOOST_TEST(!means_one_of(snomed, "871740006", group::live_vaccines));  // inactivated polio
}

BOOST_AUTO_TEST_CASE(tests_of_lung_lipids_and_heart) {
    check({
        {loinc, "19872-1", "observation/fvc-percent-predicted"},
        {loinc, "19870-5", "observation/fvc"},
        {loinc, "19911-7", "observation/dlco"},
        {loinc, "2571-8", "lab/triglycerides"},
        {loinc, "89579-7", "lab/troponin-i"},
        {loinc, "19162-7", "lab/varicella-igg"},
        {loinc, "11524-6", "procedure/ecg"},
        {loinc, "30745-4", "procedure/chest-x-ray"},
        {snomed, "40701008", "procedure/echocardiogram"},
        {snomed, "183529009", "procedure/oncology-referral"},
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine

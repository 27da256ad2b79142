#include "engine/facts/allergy_words.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

Gathered with_condition(const std::string& rest) {
    return Gathered(request(R"("conditions":)" + bundle(resource("Condition", rest))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(allergy_words)

// RULES 2.9: sulfonamide antibiotics as records write them.
BOOST_AUTO_TEST_CASE(sulfonamide_antibiotics) {
    for (const std::string_view text :
         {"Sulfa",
          "Sulfa (Sulfonamide Antibiotics)",
          "sulpha drugs",
          "Sulfa allergy",
          "Allergy to sulfonamides",
          "Sulfonamide (antibiotic)",
          "SULFADIAZINE",
          "Sulfamethoxazole/Trimethoprim",
          "Bactrim DS",
          "Septra DS",
          "Septrin",
          "TMP/SMX",
          "TMP-SMX",
          "cotrimoxazole",
          "Co-trimoxazole",
          "SMX/TMP",
          "tmpsmx",
          "Eusaprim forte - rash",
          "Sulfamethoxazol"})
        BOOST_TEST(substances_named(terms(), text).any_of(group::allergen::sulfonamide_antibiotics), text);
}

BOOST_AUTO_TEST_CASE(what_only_sounds_like_it) {
    for (const std::string_view text :
         {"sulfites",
          "Sodium sulfate",
          "Sulfur",
          "furosemide",
          "Celecoxib",
          "Hydrochlorothiazide",
          "Sulfasalazine",
          "Sulfonylureas",
          "Sulfonamide, non-antibiotic",
          "furosemide (sulfonamide)",
          "Penicillin",
          ""})
        BOOST_TEST(!substances_named(terms(), text).any_of(group::allergen::sulfonamide_antibiotics), text);
}

BOOST_AUTO_TEST_CASE(other_drugs_of_the_rules) {
    BOOST_TEST(substances_named(terms(), "Imuran - pancreatitis").has(drug::azathioprine));
    BOOST_TEST(substances_named(terms(), "methotrexate (hives)").has(drug::methotrexate));
    BOOST_TEST(substances_named(terms(), "CellCept tablets").any_of(group::allergen::mycophenolate));
    BOOST_TEST(substances_named(terms(), "Allergy to dapsone").has(drug::dapsone));
    BOOST_TEST(substances_named(terms(), "Atovaquone rash").has(drug::atovaquone));
    BOOST_TEST(substances_named(terms(), "pentamidine, inhaled").has(drug::pentamidine));
    BOOST_TEST(substances_named(terms(), "Trimethoprim").any_of(group::allergen::trimethoprim));
}

// RULES 2.9: the same names as in orders.
BOOST_AUTO_TEST_CASE(immunoglobulin_mycophenolate_and_brands) {
    for (const std::string_view text :
         {"Immunoglobulin",
          "Immune globulin",
          "human immunoglobulin",
          "IVIG - anaphylaxis",
          "Privigen",
          "Kiovig"})
        BOOST_TEST(substances_named(terms(), text).any_of(group::allergen::immunoglobulin), text);
    for (const std::string_view text :
         {"anti-thymocyte immunoglobulin (rabbit)", "Equine immune globulin", "globulin"})
        BOOST_TEST(!substances_named(terms(), text).any_of(group::allergen::immunoglobulin), text);
    for (const std::string_view text : {"Mycophenolate", "mycophenolate (nausea)", "MMF", "Myfortic"})
        BOOST_TEST(substances_named(terms(), text).any_of(group::allergen::mycophenolate), text);
    for (const std::string_view text : {"MTX", "Methotrexate sodium", "Metoject pen", "Méthotrexate"})
        BOOST_TEST(substances_named(terms(), text).any_of(group::allergen::methotrexate), text);
    for (const std::string_view text : {"Imurek", "6-MP", "mercaptopurine/allopurinol"})
        BOOST_TEST(substances_named(terms(), text).any_of(group::allergen::thiopurines), text);
}

BOOST_AUTO_TEST_CASE(unrelated_substances) {
    BOOST_TEST(names_only_unrelated("Penicillin V"));
    BOOST_TEST(names_only_unrelated("Allergy to peanuts"));
    BOOST_TEST(names_only_unrelated("Furosemide"));
    BOOST_TEST(!names_only_unrelated("Sulfasalazine"));
    BOOST_TEST(!names_only_unrelated("Drug allergy"));
    BOOST_TEST(!names_only_unrelated("Penicillin, Baktrimm"));
    BOOST_TEST(!names_only_unrelated(""));
}

BOOST_AUTO_TEST_CASE(an_allergy_status_among_the_diagnoses) {
    const std::string z88 =
        R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z88.2"}]})";
    const Gathered got = with_condition(z88);
    BOOST_TEST_REQUIRE(got.facts.allergies.size() == 1);
    BOOST_TEST(got.facts.allergies[0].substances.has(allergy::sulfonamide));
    BOOST_TEST((got.facts.allergies[0].severity == AllergySeverity::unknown));
    BOOST_TEST(got.facts.conditions.empty());
    BOOST_TEST(with_condition(R"("verificationStatus":{"coding":[{"code":"refuted"}]},)" + z88)
                   .facts.allergies.empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_substance_stays_visible) {
    const auto with = [](const std::string& rest) {
        return Gathered(request(
            R"("allergies":)"
            + bundle(
                R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},)" + rest + "}"
            )
        ));
    };
    const Gathered got = with(R"("code":{"text":"Baktrimm"})");
    BOOST_TEST_REQUIRE(got.facts.allergies.size() == 1);
    BOOST_TEST(got.facts.allergies[0].unmatched());
    BOOST_TEST(got.facts.allergies[0].label == "Baktrimm");
    BOOST_TEST(with(R"("code":{"text":"peanuts"})").facts.allergies.empty());
    BOOST_TEST(with(R"("category":["food"],"code":{"text":"durian"})").facts.allergies.empty());
}

BOOST_AUTO_TEST_SUITE_END()

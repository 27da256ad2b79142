#include "engine/terms/concepts.hpp"
#include "engine/terms/terms.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::engine {

namespace {

constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
constexpr std::string_view snomed = "http://snomed.info/sct";
constexpr std::string_view atc = "http://www.whocc.no/atc";
constexpr std::string_view dmd = "https://dmd.nhs.uk";

const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

const Product* product(std::string_view system, std::string_view code) {
    const auto found = terms().lookup(system, code);
    return found.empty() ? nullptr : found.front().product;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terms_products)

BOOST_AUTO_TEST_CASE(ingredients_have_no_product_and_products_are_not_ingredients) {
    for (const auto& [system, code, ingredient] :
         std::initializer_list<std::tuple<std::string_view, std::string_view, bool>>{
             {rxnorm, "8640", true},
             {rxnorm, "312615", false},
             {rxnorm, "151399", true},  // Bactrim
             {snomed, "116602009", true},
             {atc, "L04AX01", true},
             {dmd, "12080411000001105", false}})
        BOOST_TEST_CONTEXT(system << " " << code) {
            const auto found = terms().lookup(system, code);
            BOOST_TEST_REQUIRE(!found.empty());
            BOOST_TEST(found.front().ingredient_only == ingredient);
            BOOST_TEST((found.front().product == nullptr) == ingredient);
        }
}

BOOST_AUTO_TEST_CASE(strengths_are_mg) {
    struct Want {
        std::string_view system, code;
        std::optional<double> mg_per_unit, mg_per_mL;
        std::string_view form;
    };
    for (const Want& want : {
             Want{rxnorm, "312615", 20.0, {}, "Oral Tablet"},  // prednisone 20 MG
             Want{rxnorm, "198334", 80.0, {}, "Oral Tablet"},  // trimethoprim counts, not sulfamethoxazole
             Want{dmd, "41947411000001107", 80.0, {}, "tablets"},  // Co-trimoxazole 80mg/400mg
             Want{snomed, "41947511000001106", {}, 16.0, "oral suspension"},
             Want{rxnorm, "198335", 160.0, {}, "Oral Tablet"},
             Want{rxnorm, "313134", {}, 8.0, "Oral Suspension"},
             Want{rxnorm, "1809083", 80.0, 16.0, "Injection"},           // 5 ML of 16 MG/ML
             Want{rxnorm, "1655960", 50.0, 25.0, "Injection"},           // 2 ML methotrexate 25 MG/ML
             Want{rxnorm, "308429", {}, 150.0, "Oral Suspension"},       // atovaquone
             Want{dmd, "12080411000001105", {}, 25.0, "oral solution"},  // 125mg/5ml
         })
        BOOST_TEST_CONTEXT(want.code) {
            const Product* const found = product(want.system, want.code);
            BOOST_TEST_REQUIRE(found != nullptr);
            BOOST_TEST((found->mg_per_unit == want.mg_per_unit));
            BOOST_TEST((found->mg_per_mL == want.mg_per_mL));
            BOOST_TEST(found->form == want.form);
            BOOST_TEST(!found->display.empty());
        }
}

BOOST_AUTO_TEST_CASE(every_concept_has_a_name_and_a_distinct_id) {
    std::vector<std::string_view> ids;
    for (std::uint16_t index = 1; index <= concept_count; ++index) {
        const Concept c{index};
        BOOST_TEST_CONTEXT(terms().id(c)) {
            BOOST_TEST(!terms().name(c).empty());
        }
        ids.push_back(terms().id(c));
    }
    std::ranges::sort(ids);
    BOOST_TEST((std::ranges::adjacent_find(ids) == ids.end()));
    BOOST_TEST(terms().name(Concept{}).empty());
    BOOST_TEST(terms().name(Concept{60000}).empty());
    BOOST_TEST(terms().id(Concept{60000}).empty());
}

BOOST_AUTO_TEST_CASE(names_are_those_of_the_ward) {
    for (const auto& [c, want] : std::initializer_list<std::pair<Concept, std::string_view>>{
             {drug::methotrexate, "methotrexate"},
             {drug::sulfamethoxazole_trimethoprim, "trimethoprim-sulfamethoxazole"},
             {lab::tpmt_genotype, "TPMT genotype"},
             {lab::hbsag, "hepatitis B surface antigen (HBsAg)"},
             {lab::antibody_hmgcr, "anti-HMGCR antibody"}})
        BOOST_TEST(terms().name(c) == want);
}

BOOST_AUTO_TEST_CASE(what_suggestions_order_has_a_code_that_means_it) {
    for (const Concept c : {
             drug::methotrexate,
             drug::azathioprine,
             drug::mycophenolate_mofetil,
             drug::folic_acid,
             drug::sulfamethoxazole_trimethoprim,
             drug::atovaquone,
             drug::pentamidine,
             drug::dapsone,
             drug::prednisone,
             lab::tpmt_genotype,
             lab::nudt15_genotype,
             lab::cbc_panel,
             lab::alt,
             lab::ast,
             lab::albumin,
             lab::creatinine,
             lab::hbsag,
             lab::anti_hbc_total,
             lab::anti_hbs,
             lab::hcv_ab,
             lab::pregnancy_test_serum,
             lab::pregnancy_test_urine,
             lab::g6pd,
             lab::potassium,
             lab::calcium,
             procedure::rheumatology_referral,
             procedure::specialist_referral,
             procedure::infectious_disease_referral,
         })
        BOOST_TEST_CONTEXT(terms().id(c)) {
            const auto code = terms().orderable(c);
            BOOST_TEST_REQUIRE(code.has_value());
            BOOST_TEST(!code->display.empty());
            const auto found = terms().lookup(code->system, code->code);
            BOOST_TEST((std::ranges::find(found, c, &Meaning::concept_) != found.end()));
        }
    BOOST_TEST(!terms().orderable(Concept{}).has_value());
    BOOST_TEST(!terms().orderable(Concept{60000}).has_value());
    BOOST_TEST(!terms().orderable(condition::asthma).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine

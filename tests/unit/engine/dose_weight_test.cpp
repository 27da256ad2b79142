#include "engine/derive/dose_weight.hpp"
#include "engine/facts/anthropometrics.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

using namespace record;

Facts person(Sex sex, std::optional<double> cm, std::optional<double> kg, int age = 50) {
    Facts facts = adult(age, sex);
    if (cm) facts.labs.add(number(observation::body_height, days_ago(10), *cm));
    if (kg) facts.labs.add(number(observation::body_weight, days_ago(10), *kg));
    facts.labs.freeze();
    facts.body = measure(facts.labs, facts.demographics, facts.now);
    return facts;
}

BOOST_AUTO_TEST_SUITE(dose_weight)

BOOST_AUTO_TEST_CASE(worked_values_of_the_catalogue) {
    struct Case {
        Sex sex;
        double cm, kg, max_mg;
        bool base;
    };
    // RULES 2.7: 2 mg/kg of azaWeight.
    constexpr Case cases[] = {
        {Sex::female, 165, 62, 113.8, false},
        {Sex::male, 178, 90, 146.4, false},
        {Sex::female, 150, 110, 91.0, true},
        {Sex::female, 145, 45, 90, false},
    };
    for (const Case& one : cases) BOOST_TEST_CONTEXT(one.cm << " cm " << one.kg << " kg") {
            const auto weight = thiopurine_weight(person(one.sex, one.cm, one.kg), Policy());
            BOOST_TEST_REQUIRE(weight.has_value());
            BOOST_TEST(2 * weight->kg == one.max_mg, boost::test_tools::tolerance(1e-3));
            BOOST_TEST(weight->base_used == one.base);
        }
}

BOOST_AUTO_TEST_CASE(without_a_height_the_actual_weight_counts_with_a_flag) {
    const auto weight = thiopurine_weight(person(Sex::female, {}, 62), Policy());
    BOOST_TEST_REQUIRE(weight.has_value());
    BOOST_TEST(weight->kg == 62);
    BOOST_TEST(weight->height_missing);
    BOOST_TEST(!thiopurine_weight(person(Sex::female, 165, {}), Policy()));
}

BOOST_AUTO_TEST_CASE(a_child_is_dosed_by_actual_weight) {
    const auto weight = thiopurine_weight(person(Sex::male, 115, 20, 6), Policy());
    BOOST_TEST_REQUIRE(weight.has_value());
    BOOST_TEST(weight->kg == 20);
    BOOST_TEST(!weight->height_missing);
}

BOOST_AUTO_TEST_CASE(unknown_sex_takes_the_lower_ideal_weight) {
    const auto weight = thiopurine_weight(person(Sex::unknown, 178, 90), Policy());
    BOOST_TEST_REQUIRE(weight.has_value());
    BOOST_TEST(weight->kg == 68.7, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(weight->sex_unknown);
}

BOOST_AUTO_TEST_CASE(the_site_chooses_the_basis) {
    const Facts facts = person(Sex::male, 178, 90);  // ideal 73.2
    struct Case {
        const char* basis;
        double kg;
    };
    constexpr Case cases[] = {{"ibw", 73.18}, {"actual", 90}, {"adjusted", 79.91}, {"min-ibw-actual", 73.18}};
    for (const Case& one : cases) BOOST_TEST_CONTEXT(one.basis) {
            Policy policy;
            policy.aza_weight_basis = one.basis;
            BOOST_TEST(thiopurine_weight(facts, policy)->kg == one.kg, boost::test_tools::tolerance(1e-3));
        }
}

BOOST_AUTO_TEST_CASE(immunoglobulin_by_ideal_weight_from_bmi_30_on) {
    // 170 cm: BMI 29.9 is 86.4 kg, 30.0 is 86.7 kg; the ideal weight of a man is 65.9 kg.
    BOOST_TEST(immunoglobulin_weight(person(Sex::male, 170, 86.6), Policy())->kg == 86.6);
    const auto obese = immunoglobulin_weight(person(Sex::male, 170, 86.71), Policy());
    BOOST_TEST(obese->kg == 65.94, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(obese->describe() == "ideal body weight 65.9 kg");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

#include "fhir/quantity_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;

BOOST_AUTO_TEST_SUITE(quantity_text)

BOOST_AUTO_TEST_CASE(a_bound_a_number_and_a_unit) {
    const struct {
        std::string_view text;
        double value;
        char comparator;
        std::string_view unit;
    } cases[] = {
        {"2.83 mg/dL", 2.83, 0, "mg/dL"},
        {"< 15 mL/min/1.73m2", 15, '<', "mL/min/1.73m2"},
        {"<15mL/min", 15, '<', "mL/min"},
        {">=90 mL/min", 90, '>', "mL/min"},
        {"<= 0.5 g/L", 0.5, '<', "g/L"},
        {"\u2264 7 mg/dL", 7, '<', "mg/dL"},
        {"\u2265 60", 60, '>', ""},
        {" 45 ", 45, 0, ""},
        {"2,83 mg/dL", 2.83, 0, "mg/dL"},
        {"0,825 mg/dL", 0.825, 0, "mg/dL"},
        {"0.825 mg/dL", 0.825, 0, "mg/dL"},
        {"5 x10^9/L", 5, 0, "x10^9/L"},
        {"12 (repeated)", 12, 0, "(repeated)"},  // no unit that anybody reads
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.text) {
            const Quantity got = quantity_in_words(one.text);
            BOOST_TEST_REQUIRE(got.value.has_value());
            BOOST_TEST(*got.value == one.value);
            BOOST_TEST(got.comparator == one.comparator);
            BOOST_TEST(got.unit == one.unit);
            BOOST_TEST(got.printed == one.unit);
        }
}

BOOST_AUTO_TEST_CASE(what_is_no_number_or_may_be_two) {
    for (const std::string_view text :
         {"",
          " ",
          "<",
          "clumped",
          "about 12 mg/dL",
          "-2.5",
          "+2",
          ".5 mg/dL",
          "5. mg/dL",
          "1.2.3",
          "1,250 U/L",
          "1.250 U/L",
          "1,234.5 U/L",
          "< > 5",
          "1234567890123456789"})
        BOOST_TEST_CONTEXT(text) {
            const Quantity got = quantity_in_words(text);
            BOOST_TEST(!got.value.has_value());
            BOOST_TEST(got.comparator == 0);
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "engine/facts/test_words.hpp"
#include "engine/terms/concepts.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::string named(const std::string& text) {
    return resource(
        "Observation",
        R"("status":"final","effectiveDateTime":"2026-11-10","code":{"text":")" + text
            + R"("},"valueQuantity":{"value":76})"
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(test_words)

BOOST_AUTO_TEST_CASE(names_of_tests_without_a_code) {
    const struct {
        std::string_view text;
        Concept want;
    } table[] = {
        {"MMT8", observation::muscle_strength_mmt8},
        {"MMT-8", observation::muscle_strength_mmt8},
        {" Manual Muscle Testing 8 ", observation::muscle_strength_mmt8},
        {"HAQ-DI", observation::haq},
        {"Health Assessment Questionnaire", observation::haq},
        {"FRAX major osteoporotic fracture", observation::frax_major},
        {"Adequate dietary calcium", observation::dietary_calcium},
        {"MMT8 not done", {}},
        {"MMT", {}},
        {"", {}},
        {"Calcium", {}},  // tests with a code are known by it
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.text)
    BOOST_TEST((test_named(each.text) == each.want));
}

BOOST_AUTO_TEST_CASE(a_result_that_is_named_in_words) {
    const Gathered got(request(R"("observations":)" + bundle(named("MMT8"))));
    const Result* one = got.facts.labs.latest(observation::muscle_strength_mmt8, got.facts.now, Days(365));
    BOOST_REQUIRE(one);
    BOOST_TEST(one->value.value_or(0) == 76);
}

BOOST_AUTO_TEST_SUITE_END()

#include "fhir/json.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;

BOOST_AUTO_TEST_SUITE(duplicates)

BOOST_AUTO_TEST_CASE(a_member_that_stands_twice_is_found_at_any_depth) {
    const struct {
        std::string_view body, want;
    } cases[] = {
        {R"({"a":1,"b":2})", ""},
        {R"({"a":1,"a":2})", "a"},
        {R"({"a":{"x":1,"x":2}})", "x"},
        {R"({"a":[1,{"b":[{"value":15,"unit":"mg","value":60}]}]})", "value"},
        {R"([{"a":1},{"a":1}])", ""},
        {R"({"a":{"a":{"a":1}}})", ""},
        {R"({"a":{"v":1},"b":{"v":2}})", ""},
        {R"({"a":{"v":1,"\u0076":2}})", "v"},
        {R"({"a":null,"a":null})", "a"},
        {R"("text")", ""},
        {"7", ""},
        {"[]", ""},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.body) {
            Document document;
            const auto parsed = document.parse(std::string(one.body));
            BOOST_TEST_REQUIRE(parsed.has_value());
            BOOST_TEST(parsed->duplicate_within().value_or("") == one.want);
        }
}

BOOST_AUTO_TEST_CASE(deep_and_long) {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += R"({"a":[)";
    deep += R"({"end":1,"end":2})";
    for (int i = 0; i < 100; ++i) deep += "]}";
    Document document;
    BOOST_TEST(document.parse(deep, 256).value().duplicate_within().value_or("") == "end");
    std::string flat = "[";
    for (int i = 0; i < 50'000; ++i) flat += R"({"a":1},)";
    flat += R"({"a":1,"b":2,"a":3}])";
    const auto parsed = document.parse(flat);
    BOOST_TEST_REQUIRE(parsed.has_value());
    BOOST_TEST(parsed->duplicate_within().value_or("") == "a");
}

BOOST_AUTO_TEST_SUITE_END()

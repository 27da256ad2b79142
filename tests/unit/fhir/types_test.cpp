#include "fhir/types.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;

namespace {

/// Keeps the bytes alive while a view of them is looked at.
struct Parsed {
    explicit Parsed(std::string text) : root(document.parse(std::move(text)).value()) {}
    Document document;
    Json root;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(types)

BOOST_AUTO_TEST_CASE(a_reference_is_type_and_id) {
    const struct {
        std::string value, want;
    } cases[] = {
        {R"({"reference":"Patient/1"})", "Patient/1"},
        {R"({"reference":"http://x/fhir/Patient/1"})", "Patient/1"},
        {R"({"reference":"https://x:8080/a/b/Patient/a-1.B"})", "Patient/a-1.B"},
        {R"({"reference":"Patient/1/_history/2"})", "Patient/1"},
        {R"({"reference":"http://x/fhir/Patient/1/_history/2"})", "Patient/1"},
        {R"({"reference":"/Patient/1"})", "Patient/1"},
        {R"({"reference":"#med"})", "#med"},
        {R"({"reference":"#"})", "#"},
        {R"({"reference":"urn:uuid:0b9e-1"})", "urn:uuid:0b9e-1"},
        {R"({"reference":"urn:oid:1.2.3"})", "urn:oid:1.2.3"},
        {R"("Patient/1")", "Patient/1"},
        {R"([{"reference":"Patient/1"},{"reference":"Patient/2"}])", "Patient/1"},
        {R"({"reference":{"reference":"Condition/7"}})", "Condition/7"},
        {R"({"reference":"Patient?identifier=a/b"})", ""},
        {R"({"reference":"Patient/"})", ""},
        {R"({"reference":"/1"})", ""},
        {R"({"reference":"1"})", ""},
        {R"({"reference":"http://example.org"})", ""},
        {R"({"reference":"http://example.org/1"})", ""},
        {R"({"reference":""})", ""},
        {R"({"reference":"/"})", ""},
        {R"({"reference":"//"})", ""},
        {R"({"reference":"/_history/"})", ""},
        {R"({"reference":7})", ""},
        {R"({"display":"Patient/1"})", ""},
        {"[]", ""},
        {"null", ""},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value)
    BOOST_TEST(reference(Parsed(one.value).root) == one.want);
}

BOOST_AUTO_TEST_CASE(codings_are_found_in_every_shape) {
    const struct {
        std::string value, want;
    } cases[] = {
        {R"({"coding":[{"system":"s","code":"a","display":"A"},{"code":"b"}]})", "s|a|A;|b|;"},
        {R"([{"coding":[{"code":"a"}]},{"coding":[{"code":"b"}]}])", "|a|;|b|;"},
        {R"({"system":"s","code":"a"})", "s|a|;"},
        {R"({"coding":{"code":"a"}})", "|a|;"},
        {R"({"coding":[7,null,"x",{"code":9}]})", "||;||;|x|;||;"},
        {R"({"text":"words"})", ""},
        {R"("active")", ""},
        {"{}", ""},
        {"null", ""},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value) {
            const Parsed parsed(one.value);
            std::string seen;
            for_each_coding(parsed.root, [&](const Coding& c) {
                seen +=
                    std::string(c.system) + "|" + std::string(c.code) + "|" + std::string(c.display) + ";";
            });
            BOOST_TEST(seen == one.want);
        }
}

BOOST_AUTO_TEST_CASE(a_status_is_a_code_or_a_concept) {
    BOOST_TEST(has_code(Parsed(R"("active")").root, "active"));
    BOOST_TEST(!has_code(Parsed(R"("inactive")").root, "active"));
    BOOST_TEST(has_code(Parsed(R"({"coding":[{"code":"x"},{"code":"active"}]})").root, "active"));
    BOOST_TEST(!has_code(Parsed(R"({"coding":[{"code":"Active"}],"text":"active"})").root, "active"));
    BOOST_TEST(!has_code(Json(), "active"));
}

BOOST_AUTO_TEST_CASE(a_concept_is_called_by_its_text_first) {
    const struct {
        std::string value, want;
    } cases[] = {
        {R"({"text":"T","coding":[{"display":"D","code":"c"}]})", "T"},
        {R"({"coding":[{"code":"c"},{"display":"D","code":"d"}]})", "D"},
        {R"({"text":"","coding":[{"code":"c"},{"code":"d"}]})", "c"},
        {R"([{"text":"first"},{"text":"second"}])", "first"},
        {R"("bare")", "bare"},
        {R"({"display":"D","code":"c"})", "D"},
        {"{}", ""},
        {"7", ""},
    };
    for (const auto& one : cases)
        BOOST_TEST_CONTEXT(one.value) BOOST_TEST(label(Parsed(one.value).root) == one.want);
}

BOOST_AUTO_TEST_CASE(a_quantity_has_a_value_and_a_unit) {
    const struct {
        std::string value;
        std::optional<double> number;
        std::string unit;
        char comparator;
    } cases[] = {
        {R"({"value":60,"unit":"mg"})", 60, "mg", 0},
        {R"({"value":3,"unit":"tablet","system":"http://unitsofmeasure.org","code":"{tbl}"})", 3, "{tbl}", 0},
        {R"({"value":3,"unit":"mg","system":"http://snomed.info/sct","code":"258684004"})", 3, "mg", 0},
        {R"({"value":3,"code":"mg"})", 3, "mg", 0},
        {R"({"value":3,"system":"http://unitsofmeasure.org","unit":"mg"})", 3, "mg", 0},
        {R"({"value":30,"comparator":"<","unit":"mL/min"})", 30, "mL/min", '<'},
        {R"({"value":30,"comparator":"<=","unit":"g"})", 30, "g", '<'},
        {R"({"value":30,"comparator":">=","unit":"g"})", 30, "g", '>'},
        {R"({"value":30,"comparator":">","unit":"g"})", 30, "g", '>'},
        {R"({"value":30,"comparator":"ad","unit":"g"})", 30, "g", 0},
        {R"({"value":30,"comparator":7,"unit":7})", 30, "", 0},
        {R"({"value":"30","unit":"g"})", {}, "g", 0},
        {R"({"unit":"g"})", {}, "g", 0},
        {"[]", {}, "", 0},
        {"null", {}, "", 0},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value) {
            const Parsed parsed(one.value);
            const Quantity got = quantity(parsed.root);
            BOOST_TEST((got.value == one.number));
            BOOST_TEST(got.unit == one.unit);
            BOOST_TEST(got.comparator == one.comparator);
        }
    const Parsed both(R"({"unit":"tablet","system":"http://unitsofmeasure.org","code":"{dose}"})");
    BOOST_TEST(quantity(both.root).printed == "tablet");
}

BOOST_AUTO_TEST_CASE(a_period_may_lack_either_end) {
    const Parsed parsed(
        R"({"whole":{"start":"2025-01","end":"2025-03-10T23:00:00Z"},"open":{"start":"2025"},"bad":{"start":"x","end":7}})"
    );
    BOOST_TEST(to_string(period(parsed.root["whole"], {}).start->first) == "2025-01-01");
    BOOST_TEST(to_string(period(parsed.root["whole"], {}).end->last) == "2025-03-10");
    BOOST_TEST(!period(parsed.root["open"], {}).end.has_value());
    BOOST_TEST(!period(parsed.root["bad"], {}).start.has_value());
    BOOST_TEST(!period(parsed.root["bad"], {}).end.has_value());
    BOOST_TEST(!period(Json(), {}).start.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

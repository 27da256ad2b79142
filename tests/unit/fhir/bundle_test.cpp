#include "fhir/bundle.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;

namespace {

std::string ids_under(const std::string& text) {
    Document document;
    std::string seen;
    for_each_resource(document.parse(text).value(), [&](Json one) {
        seen += std::string(one["resourceType"].text()) + "/" + std::string(one["id"].text()) + " ";
    });
    return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle)

// PFD-3 to PFD-6, FHA-8: "there is none" is an answer, what cannot be read is none.
BOOST_AUTO_TEST_CASE(tells_an_answer_from_a_failure) {
    const std::string patient = R"({"resourceType":"Patient"})";
    const std::string warning =
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"x"}]})";
    const std::string error =
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"x"}]})";
    const auto bundle_of = [](const std::string& entries) {
        return R"({"resourceType":"Bundle","entry":)" + entries + "}";
    };
    const auto with = [&](const std::string& resource) {
        return bundle_of(R"([{"resource":)" + resource + "}]");
    };
    const struct {
        std::string value;
        bool want;
    } cases[] = {
        {"null", true},
        {"[]", true},
        {patient, true},
        {R"({"resourceType":"Bundle"})", true},
        {bundle_of("[]"), true},
        {with(patient), true},
        {with(warning), true},
        {bundle_of("[5,{\"resource\":" + patient + "}]"), true},
        {"[5," + patient + "]", true},
        {"5", false},
        {R"("x")", false},
        {"{}", false},
        {R"({"resourceType":5})", false},
        {"[5]", false},
        {warning, false},
        {error, false},
        {with(error), false},
        {bundle_of("5"), false},
        {bundle_of("{}"), false},
        {bundle_of("[5]"), false},
        {bundle_of("[{}]"), false},
        {with("7"), false},
    };
    for (const auto& [value, want] : cases) BOOST_TEST_CONTEXT(value) {
            Document document;
            BOOST_TEST(says_something(document.parse(value).value()) == want);
        }
}

BOOST_AUTO_TEST_CASE(finds_the_resources_of_every_prefetch_shape) {
    const struct {
        std::string value, want;
    } cases[] = {
        {R"({"resourceType":"Patient","id":"1"})", "Patient/1 "},
        {R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"A","id":"1"}},
             {"resource":{"resourceType":"B","id":"2"}}]})",
         "A/1 B/2 "},
        {R"([{"resourceType":"A","id":"1"},{"resourceType":"Bundle","entry":[
             {"resource":{"resourceType":"B","id":"2"}}]}])",
         "A/1 B/2 "},
        {R"({"resourceType":"Bundle","entry":[
             {"search":{"mode":"outcome"},"resource":{"resourceType":"A","id":"1"}},
             {"search":{"mode":"include"},"resource":{"resourceType":"B","id":"2"}},
             {"resource":{"resourceType":"OperationOutcome","id":"3"}},
             {"resource":null},{"resource":{"id":"4"}},{},7,null]})",
         "B/2 "},
        {R"({"resourceType":"OperationOutcome","id":"1"})", ""},
        {R"({"resourceType":"Bundle"})", ""},
        {R"({"resourceType":"Bundle","entry":{"resource":{}}})", ""},
        {"null", ""},
        {"[]", ""},
        {"\"Patient/1\"", ""},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value) BOOST_TEST(ids_under(one.value) == one.want);
}

BOOST_AUTO_TEST_CASE(knows_when_more_pages_follow) {
    const struct {
        std::string value;
        bool want;
    } cases[] = {
        {R"({"link":[{"relation":"self","url":"x"},{"relation":"next","url":"y"}]})", true},
        {R"([{"link":[]},{"link":[{"relation":"next"}]}])", true},
        {R"({"link":[{"relation":"self","url":"x"}]})", false},
        {R"({"link":{"relation":"next"}})", false},
        {R"({"link":["next",7,null]})", false},
        {"{}", false},
        {"[]", false},
        {"null", false},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value) {
            Document document;
            BOOST_TEST(has_next_page(document.parse(one.value).value()) == one.want);
        }
}

BOOST_AUTO_TEST_CASE(resolves_references_of_every_shape) {
    Document document;
    const Json root = document
                          .parse(R"({
        "entry":[
            {"resource":{"resourceType":"Medication","id":"m1","v":"a"}},
            {"resource":{"resourceType":"Medication","id":"m2","v":"b"}},
            {"resource":{"resourceType":"Condition","id":"m1","v":"c"}},
            {"resource":{"resourceType":"Medication","id":"m1","v":"later"}},
            {"fullUrl":"urn:uuid:0001","resource":{"resourceType":"Medication","v":"u"}},
            {"fullUrl":"http://x/Medication/m3","resource":{"resourceType":"Medication","id":"m3","v":"d"}},
            {"resource":{"resourceType":"Medication"}}, {"resource":{"id":"m9"}}, {}
        ],
        "owner":{"v":"owner","contained":[{"id":"m1","v":"inside"},7,null]},
        "hostile":{"contained":{"id":"m1"}}
    })")
                          .value();
    References known;
    for (const Json entry : root["entry"]) known.add(entry["resource"], entry["fullUrl"].text());
    const struct {
        std::string reference, want;
    } cases[] = {
        {"Medication/m1", "a"},
        {"Medication/m2", "b"},
        {"Condition/m1", "c"},
        {"http://other/Medication/m2", "b"},
        {"Medication/m2/_history/7", "b"},
        {"Medication/m3", "d"},
        {"urn:uuid:0001", "u"},
        {"urn:uuid:0002", ""},
        {"#m1", "inside"},
        {"#m2", ""},
        {"#", "owner"},
        {"Medication/m9", ""},
        {"Patient/m1", ""},
        {"m1", ""},
        {"", ""},
    };
    for (const bool frozen : {false, true}) {
        if (frozen) known.freeze();
        for (const auto& one : cases) BOOST_TEST_CONTEXT(one.reference << (frozen ? " frozen" : "")) {
                Document other;
                const Json value = other.parse("{\"reference\":\"" + one.reference + "\"}").value();
                BOOST_TEST(known.resolve(value, root["owner"])["v"].text() == one.want);
            }
    }
    Document other;
    const Json inside = other.parse(R"({"reference":"#m1"})").value();
    BOOST_TEST(!known.resolve(inside, root["hostile"]));
    BOOST_TEST(!known.resolve(inside, Json()));
    BOOST_TEST(!References().resolve(inside, Json()));
}

BOOST_AUTO_TEST_SUITE_END()

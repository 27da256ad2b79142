#include "fhir/original.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(original)

/// Parses and pairs the root's member `context` with its bytes.
struct Kept {
    explicit Kept(std::string body) : root(document.parse(std::move(body), 64, "context").value()) {}
    Original context() const { return {root["context"], document.kept()}; }
    Document document;
    Json root;
};

BOOST_AUTO_TEST_CASE(bytes_of_one_member_survive_the_parse) {
    struct Case {
        std::string body, want;
    };
    const Case cases[] = {
        {R"({"context":{"a":1.50}})", R"({"a":1.50})"},
        {R"({"a":[1],"context" :  { "a" : "\u00e9\"}" } ,"b":{}})", R"({ "a" : "\u00e9\"}" })"},
        {R"({"context":{},"z":1})", "{}"},
        {R"({"context":[{"a":[]}],"prefetch":{"context":{"no":1}}})", R"([{"a":[]}])"},
        {R"({"prefetch":{"context":{"no":1}}})", ""},
        {R"({"context":"text"})", ""},
        {R"({"context":7})", ""},
        {R"({"cont\u0065xt":{"a":1}})", ""},
        {R"([{"context":{"a":1}}])", ""},
        {R"("context")", ""},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.body) {
            Document document;
            BOOST_TEST_REQUIRE(document.parse(each.body, 64, "context").has_value());
            BOOST_TEST(document.kept() == each.want);
        }
}

BOOST_AUTO_TEST_CASE(the_first_of_two_is_kept) {
    Document document;
    BOOST_TEST_REQUIRE(document.parse(R"({"context":{"a":1},"context":{"b":2}})", 64, "context").has_value());
    BOOST_TEST(document.kept() == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_unasked_or_after_a_refusal) {
    Document document;
    BOOST_TEST_REQUIRE(document.parse(R"({"context":{"a":1}})", 64, "context").has_value());
    BOOST_TEST(!document.kept().empty());
    BOOST_TEST_REQUIRE(document.parse(R"({"context":{"a":1}})").has_value());
    BOOST_TEST(document.kept().empty());
    BOOST_TEST_REQUIRE(!document.parse(R"({"context":{"a":1)", 64, "context").has_value());
    BOOST_TEST(document.kept().empty());
}

BOOST_AUTO_TEST_CASE(a_member_beyond_the_limit_is_not_kept) {
    const auto body = [](std::size_t size) {
        return R"({"context":{"a":")" + std::string(size - 8, 'x') + R"("}})";
    };
    Document document;
    BOOST_TEST_REQUIRE(document.parse(body(Document::kept_most), 64, "context").has_value());
    BOOST_TEST(document.kept().size() == Document::kept_most);
    BOOST_TEST_REQUIRE(document.parse(body(Document::kept_most + 1), 64, "context").has_value());
    BOOST_TEST(document.kept().empty());
}

BOOST_AUTO_TEST_CASE(values_stand_beside_their_bytes) {
    const Kept kept(R"({"context":{ "n" : 1.50 , "t":"a\"},{" ,"k\u0065y":[ 1e2,{"x":[]} ,null ],"n":2}})");
    const auto members = kept.context().members();
    BOOST_TEST_REQUIRE(members.size() == 4u);
    BOOST_TEST(members[0].name == "n");
    BOOST_TEST(members[0].value.text == "1.50");
    BOOST_TEST(*members[0].value.value.number() == 1.5);
    BOOST_TEST(members[1].value.text == R"("a\"},{")");
    BOOST_TEST(members[1].value.value.text() == "a\"},{");
    BOOST_TEST(members[2].name == "key");
    BOOST_TEST(members[2].key == R"("k\u0065y")");
    BOOST_TEST(members[3].value.text == "2");
    const auto elements = members[2].value.elements();
    BOOST_TEST_REQUIRE(elements.size() == 3u);
    BOOST_TEST(elements[0].text == "1e2");
    BOOST_TEST(elements[1].text == R"({"x":[]})");
    BOOST_TEST(elements[2].text == "null");
    BOOST_TEST(kept.context()["key"].elements().size() == 3u);
    BOOST_TEST(kept.context()["absent"].text.empty());
    BOOST_TEST(kept.context()["n"].members().empty());
    BOOST_TEST(kept.context()["n"].elements().empty());
}

BOOST_AUTO_TEST_CASE(resources_are_found_where_a_context_holds_them) {
    const Kept kept(R"({"context":{"patientId":"1","draftOrders":{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"A","id":"a","d":1.0}},{},
        {"fullUrl":"x","resource":{"resourceType":"B","id":"b"}}]},
        "list":[{"resourceType":"C","id":"c"}],"bare":{"resourceType":"D","id":"d"}}})");
    const Json context = kept.root["context"];
    const Json entries = context["draftOrders"]["entry"];
    const auto text = [&](Json which) { return find_resource(kept.context(), which.identity()).text; };
    BOOST_TEST(text(entries.at(0)["resource"]) == R"({"resourceType":"A","id":"a","d":1.0})");
    BOOST_TEST(text(entries.at(2)["resource"]) == R"({"resourceType":"B","id":"b"})");
    BOOST_TEST(text(context["list"].at(0)) == R"({"resourceType":"C","id":"c"})");
    BOOST_TEST(text(context["bare"]) == R"({"resourceType":"D","id":"d"})");
    BOOST_TEST(text(kept.root).empty());
    BOOST_TEST(text({}).empty());
    BOOST_TEST(find_resource({context, {}}, entries.at(0)["resource"].identity()).text.empty());
}

BOOST_AUTO_TEST_SUITE_END()

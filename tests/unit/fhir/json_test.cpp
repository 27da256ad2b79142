#include "fhir/json.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <new>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::fhir;
using namespace std::string_literals;

namespace {

std::string nested(std::size_t depth, char open, char close) {
    return std::string(depth, open) + std::string(depth, close);
}

std::string object_with(std::size_t members, const std::string& extra) {
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) text += "\"m" + std::to_string(i) + "\":1,";
    return text + extra + "}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(paths_chain_through_whatever_is_missing) {
    Document document;
    const Json root =
        document.parse(R"({"name":[{"family":"Curie","n":null}],"text":"x","deep":{"a":[1,[2]]}})").value();
    BOOST_TEST(root["name"].at(0)["family"].text() == "Curie");
    BOOST_TEST(root["name"].first()["family"].is("Curie"));
    BOOST_TEST(root["text"].first().is("x"));
    BOOST_TEST(!root["name"].at(1));
    BOOST_TEST(!root["name"].at(0)["n"]);
    BOOST_TEST(!root["name"]["family"]);
    BOOST_TEST(!root["text"]["a"].at(7)["b"].first());
    BOOST_TEST(!Json()["a"].at(0).first());
    BOOST_TEST(*root["deep"]["a"].at(1).at(0).number() == 2);
    BOOST_TEST(!root["tex"]);
    BOOST_TEST(!root["text2"]);
    BOOST_TEST(!root[""]);
    BOOST_TEST(!root[std::string_view{}]);
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_no_value) {
    Document document;
    const Json root = document.parse(R"({"s":"7","n":7,"b":true,"a":[7],"o":{"x":1},"z":null})").value();
    BOOST_TEST(!root["s"].number().has_value());
    BOOST_TEST(!root["n"].string().has_value());
    BOOST_TEST(!root["b"].number().has_value());
    BOOST_TEST(!root["n"].boolean().has_value());
    BOOST_TEST(*root["b"].boolean());
    BOOST_TEST(root["o"].size() == 0u);
    BOOST_TEST(root["a"].member_count() == 0u);
    BOOST_TEST(root["a"].size() == 1u);
    BOOST_TEST(root["o"].member_count() == 1u);
    BOOST_TEST(root["o"].member(0).name == "x");
    BOOST_TEST(!root["o"].member(1).value);
    BOOST_TEST(root["a"].is_array());
    BOOST_TEST(!root["a"].is_object());
    BOOST_TEST(root["o"].is_object());
    BOOST_TEST(!root["z"].is_array());
    BOOST_TEST(!root["s"].is("8"));
    BOOST_TEST(!root["z"].is(""));
}

BOOST_AUTO_TEST_CASE(iterates_arrays_only) {
    Document document;
    const Json root = document.parse(R"({"a":[1,null,3],"o":{"x":1}})").value();
    std::vector<double> seen;
    for (const Json one : root["a"]) seen.push_back(one.number().value_or(-1));
    BOOST_TEST(seen == (std::vector<double>{1, -1, 3}), boost::test_tools::per_element());
    for (const Json one : root["o"]) BOOST_FAIL("an object has no elements " << bool(one));
    for (const Json one : Json()) BOOST_FAIL("nothing has no elements " << bool(one));
}

BOOST_AUTO_TEST_CASE(the_first_of_two_members_counts_and_the_second_is_found) {
    const struct {
        std::string body;
        std::string want;
    } cases[] = {
        {R"({})", ""},
        {R"([1,1])", ""},
        {R"({"a":1,"b":2})", ""},
        {R"({"a":1,"b":2,"a":3})", "a"},
        {R"({"a":1,"\u0061":2})", "a"},
        {R"({"a":{"x":1,"x":2}})", ""},
        {object_with(15, R"("z":1)"), ""},
        {object_with(15, R"("m3":1)"), "m3"},
        {object_with(16, R"("m15":1)"), "m15"},
        {object_with(5000, R"("z":1)"), ""},
        {object_with(5000, R"("m4321":1,"m77":1,"m4321":2)"), "m4321"},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.body.substr(0, 60)) {
            Document document;
            const auto found = document.parse(one.body).value().duplicate_member();
            BOOST_TEST(found.value_or("") == one.want);
        }
    Document document;
    BOOST_TEST(*document.parse(R"({"a":1,"a":2})").value()["a"].number() == 1);
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_one_clean_json_value) {
    const struct {
        std::string body;
        JsonError want;
        std::size_t offset;
    } cases[] = {
        {"", JsonError::syntax, 0},
        {"   ", JsonError::syntax, 3},
        {"{", JsonError::syntax, 1},
        {R"({"a":1}x)", JsonError::syntax, 7},
        {R"({"a":1}{})", JsonError::syntax, 7},
        {R"({"a":1,})", JsonError::syntax, 7},
        {"{'a':1}", JsonError::syntax, 1},
        {"[1 2]", JsonError::syntax, 3},
        {"[NaN]", JsonError::syntax, 1},
        {"[Infinity]", JsonError::syntax, 1},
        {"[01]", JsonError::syntax, 2},
        {"[1] // c", JsonError::syntax, 4},
        {"\"abc", JsonError::syntax, 4},
        {"[\"a\nb\"]", JsonError::syntax, 3},
        {"\xEF\xBB\xBF{}", JsonError::syntax, 0},
        {"{\"a\":1}\0{}"s, JsonError::embedded_nul, 7},
        {"[\"a\0b\"]"s, JsonError::embedded_nul, 3},
        {"\0"s, JsonError::embedded_nul, 0},
        {"[\"\xC3\"]", JsonError::bad_utf8, 2},
        {"[\"\xC0\xAF\"]", JsonError::bad_utf8, 2},
        {"[\"ok\xED\xA0\x80\"]", JsonError::bad_utf8, 4},
        {"[\"\xF5\x80\x80\x80\"]", JsonError::bad_utf8, 2},
        {"\"\xF0\x9F\x98", JsonError::bad_utf8, 1},
        {"\"\xF0", JsonError::bad_utf8, 1},
        {"\"\xE2\x82", JsonError::bad_utf8, 1},
        {R"(["x\ud83d"])", JsonError::syntax, 3},
        {R"(["x\ud83dy"])", JsonError::syntax, 3},
        {R"(["x\udc00"])", JsonError::bad_utf8, 3},
        {R"(["\ud83d\ude00\uDE00"])", JsonError::bad_utf8, 14},
        {R"(["\\\udfff"])", JsonError::bad_utf8, 4},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.body) {
            Document document;
            const auto got = document.parse(one.body);
            BOOST_TEST_REQUIRE(got.has_error());
            BOOST_TEST(got.error() == make_error_code(one.want));
            BOOST_TEST(document.error_offset() == one.offset);
            BOOST_TEST(!got.error().message().empty());
        }
}

BOOST_AUTO_TEST_CASE(reads_escapes) {
    const struct {
        std::string body, want;
    } cases[] = {
        {R"("\u00e9\n\t\"\\\/")", "\xC3\xA9\n\t\"\\/"},
        {R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
        {R"("\\udc00")", "\\udc00"},
        {R"("\\\\udc00")", "\\\\udc00"},
        {"\"\xF0\x9F\x98\x80 \xE2\x80\xA8\"", "\xF0\x9F\x98\x80 \xE2\x80\xA8"},
        {R"("a\u0000b")", "a\0b"s},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.body) {
            Document document;
            BOOST_TEST(document.parse(one.body).value().text() == one.want);
        }
}

BOOST_AUTO_TEST_CASE(nesting_has_a_limit) {
    Document document;
    BOOST_TEST(document.parse(nested(64, '[', ']')).has_value());
    BOOST_TEST(document.parse(nested(65, '[', ']')).error() == make_error_code(JsonError::too_deep));
    BOOST_TEST(document.error_offset() == 65u);  // behind the bracket that is too many
    BOOST_TEST(document.parse("[[{\"a\":[1]},[],{}],[[[]]]]", 4).has_value());
    BOOST_TEST(
        document.parse("[[{\"a\":[1]},[],{}],[[[[]]]]]", 4).error() == make_error_code(JsonError::too_deep)
    );
    BOOST_TEST(document.parse("1", 0).has_value());
    BOOST_TEST(document.parse("{}", 0).error() == make_error_code(JsonError::too_deep));
    BOOST_TEST(document.parse(nested(256, '[', ']'), 1'000'000).has_value());
    BOOST_TEST(
        document.parse(nested(257, '[', ']'), 1'000'000).error() == make_error_code(JsonError::too_deep)
    );
    BOOST_TEST(document.parse(std::string(200'000, '[')).error() == make_error_code(JsonError::too_deep));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    BOOST_TEST(document.parse(objects).error() == make_error_code(JsonError::too_deep));
}

BOOST_AUTO_TEST_CASE(numbers_are_finite_or_refused) {
    const struct {
        std::string body;
        double want;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"7.25", 7.25},
        {"0.1", 0.1},
        {"1e-400", 0},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"18446744073709551615", 18446744073709551615.0},
        {"-9223372036854775808", -9223372036854775808.0},
        {"18446744073709551616", 18446744073709551616.0},
        {"0e-0030", 0},
        {"12345678901234567890", 12345678901234567890.0},
    };
    for (const auto& one : good) BOOST_TEST_CONTEXT(one.body) {
            Document document;
            const auto number = document.parse(one.body).value().number();
            BOOST_TEST_REQUIRE(number.has_value());
            BOOST_TEST(*number == one.want);
        }
    const std::string bad[] = {
        "1e400",
        "-1e309",
        "[1e999999999999]",
        std::string(400, '9'),
        "1.8e308",
        "+1",
        ".5",
        "1.",
        "1e",
        "0x10",
    };
    for (const auto& one : bad) BOOST_TEST_CONTEXT(one) {
            Document document;
            BOOST_TEST(document.parse(one).error() == make_error_code(JsonError::syntax));
        }
}

BOOST_AUTO_TEST_CASE(a_document_is_reused_moved_and_survives_errors) {
    Document document;
    BOOST_TEST(document.parse("[1,2,3]").value().size() == 3u);
    BOOST_TEST(document.parse("[1,2").has_error());
    BOOST_TEST(document.error_offset() == 4u);
    BOOST_TEST(document.parse("[1,2]").value().size() == 2u);
    BOOST_TEST(document.error_offset() == 0u);
    const Json root = document.parse(R"({"a":"text that is longer than any small string"})").value();
    Document other = std::move(document);
    BOOST_TEST(root["a"].is("text that is longer than any small string"));
    document = Document();
    BOOST_TEST(document.parse("[]").has_value());
    Document third = std::move(other);
    BOOST_TEST(other.error_offset() == 0u);         // NOLINT(bugprone-use-after-move): must not crash
    BOOST_TEST(other.parse("[true]").has_value());  // NOLINT(bugprone-use-after-move)
}

BOOST_AUTO_TEST_CASE(large_and_small_documents_take_turns) {
    Document document;
    std::string large = "[";
    for (int i = 0; i < 200'000; ++i) large += "{\"a\":[1,2,{\"b\":\"c\"}]},";
    large += "0]";
    for (int round = 0; round < 3; ++round) {
        const Json root = document.parse(large).value();
        BOOST_TEST(root.size() == 200'001u);
        BOOST_TEST(root.at(199'999)["a"].at(2)["b"].is("c"));
        for (int i = 0; i < 40; ++i) BOOST_TEST(*document.parse("{\"x\":1}").value()["x"].number() == 1);
    }
}

BOOST_AUTO_TEST_CASE(null_is_a_document_without_a_value) {
    Document document;
    const auto got = document.parse("null");
    BOOST_TEST(got.has_value());
    BOOST_TEST(!*got);
}

BOOST_AUTO_TEST_SUITE_END()

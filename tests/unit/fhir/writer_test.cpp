#include "fhir/writer.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace iim::fhir;
using namespace std::string_literals;

namespace {

std::string written(double number) {
    Writer out;
    return out.value(number).take();
}

/// A random JSON text, with spaces nowhere and numbers in the form that the writer gives them.
rc::Gen<std::string> json_text(int depth) {
    const auto word = rc::gen::container<std::string>(rc::gen::inRange('a', 'f'));
    const auto leaf = rc::gen::oneOf(
        rc::gen::element(
            "true"s, "false"s, "null"s, "-1"s, "0.1"s, "2.5"s, "1234567890123"s, "\"\\u0001\\n\xC3\xA9\""s
        ),
        rc::gen::map(word, [](const std::string& w) { return "\"" + w + "\""; })
    );
    if (depth == 0) return leaf;
    const auto items = rc::gen::container<std::vector<std::string>>(json_text(depth - 1));
    const auto array = rc::gen::map(items, [](const std::vector<std::string>& parts) {
        std::string text = "[";
        for (const auto& part : parts) text += (text.size() > 1 ? "," : "") + part;
        return text + "]";
    });
    const auto object = rc::gen::map(items, [](const std::vector<std::string>& parts) {
        std::string text = "{";
        for (const auto& part : parts)
            text += (text.size() > 1 ? ",\"k" : "\"k") + std::to_string(text.size()) + "\":" + part;
        return text + "}";
    });
    return rc::gen::oneOf(leaf, array, object);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(writer)

BOOST_AUTO_TEST_CASE(writes_members_in_order) {
    Writer out;
    out.begin_object().member("cards", 0).member("ok", true).member("text", "a").key("list").begin_array();
    out.value(1).value("two").value(2.5).begin_object().end_object().end_array();
    out.optional("empty", "").optional("full", "x").end_object();
    BOOST_TEST(out.take() == R"({"cards":0,"ok":true,"text":"a","list":[1,"two",2.5,{}],"full":"x"})");
}

BOOST_AUTO_TEST_CASE(starts_afresh_after_take) {
    Writer out;
    BOOST_TEST(out.begin_array().end_array().take() == "[]");
    BOOST_TEST(out.begin_object().member("a", "b").end_object().take() == R"({"a":"b"})");
}

BOOST_AUTO_TEST_CASE(escapes_what_json_wants_and_nothing_else) {
    const struct {
        std::string text, want;
    } cases[] = {
        {"", R"("")"},
        {"\"\\/", R"("\"\\/")"},
        {"**a** | `b`\n- c\t\r", R"("**a** | `b`\n- c\t\r")"},
        {"\x01\x1F\x7F"s, "\"\\u0001\\u001F\x7F\""},
        {"a\0b"s, R"("a\u0000b")"},
        {"\xC3\xA9 \xE2\x89\xA5 \xF0\x9F\x98\x80", "\"\xC3\xA9 \xE2\x89\xA5 \xF0\x9F\x98\x80\""},
        {"<script>&", R"("<script>&")"},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.text) {
            Writer out;
            BOOST_TEST(out.value(std::string_view(one.text)).take() == one.want);
            BOOST_TEST(out.value(std::string_view{}).take() == R"("")");
        }
}

BOOST_AUTO_TEST_CASE(numbers_are_short_and_plain) {
    const struct {
        double number;
        std::string want;
    } cases[] = {
        {0, "0"},
        {20, "20"},
        {2.5, "2.5"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {-7.25, "-7.25"},
        {1e5, "100000"},
        {1e6 / 3, "333333.3333333333"},
        {0.00005, "0.00005"},
        {1e300, "1e+300"},
        {5e-324, "5e-324"},
        {123456789012345, "123456789012345"},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.want) BOOST_TEST(written(one.number) == one.want);
}

BOOST_AUTO_TEST_CASE(undefined_numbers_are_refused_and_nothing_is_written) {
    Writer out;
    out.begin_array();
    BOOST_CHECK_THROW(out.value(std::nan("")), std::invalid_argument);
    BOOST_CHECK_THROW(out.value(std::numeric_limits<double>::infinity()), std::invalid_argument);
    BOOST_CHECK_THROW(out.value(-std::numeric_limits<double>::infinity()), std::invalid_argument);
    BOOST_TEST(out.value(1).end_array().take() == "[1]");
}

BOOST_AUTO_TEST_CASE(an_unfinished_document_cannot_be_taken) {
    Writer out;
    BOOST_CHECK_THROW(out.take(), std::logic_error);
    out.begin_object();
    BOOST_CHECK_THROW(out.take(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(misuse_throws_instead_of_writing_nonsense) {
    Writer out;
    out.begin_array();
    BOOST_CHECK_THROW(out.end_object(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(finished_json_is_taken_over_byte_by_byte) {
    Writer out;
    out.begin_object().key("resource").raw(R"({"value":1.50})").key("list").begin_array().raw("[]").raw("7");
    BOOST_TEST(out.end_array().end_object().take() == R"({"resource":{"value":1.50},"list":[[],7]})");
    BOOST_CHECK_THROW(out.raw(""), std::invalid_argument);
    BOOST_CHECK_THROW(out.raw({}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_parsed_value_is_written_as_it_was_read) {
    const std::string cases[] = {
        R"({"resourceType":"MedicationRequest","a":[1,-2,3.5,18446744073709551615,-9223372036854775808],"n":null})",
        R"("\"\\\n")",
        "[]",
        "{}",
        "[[[{}]]]",
        "true",
        R"({"a":1,"a":2})",
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one) {
            Document document;
            Writer out;
            BOOST_TEST(out.value(document.parse(one).value()).take() == one);
        }
    Writer out;
    BOOST_TEST(out.begin_array().value(Json()).end_array().take() == "[null]");
}

RC_BOOST_PROP(parse_then_write_is_the_identity, ()) {
    const auto text = *json_text(3);
    Document document;
    Writer out;
    RC_ASSERT(out.value(document.parse(text).value()).take() == text);
}

RC_BOOST_PROP(every_finite_double_reads_back, (std::uint64_t bits)) {
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    RC_PRE(std::isfinite(number));
    RC_ASSERT(std::strtod(written(number).c_str(), nullptr) == number);
}

RC_BOOST_PROP(clinical_decimals_survive_a_round_trip, ()) {
    const auto thousandths = *rc::gen::inRange(-10'000'000, 10'000'000);
    const double number = thousandths / 1000.0;
    Document document;
    RC_ASSERT(*document.parse(written(number)).value().number() == number);
}

RC_BOOST_PROP(any_text_survives_a_round_trip, (const std::string& bytes)) {
    std::string ascii = bytes;
    for (char& c : ascii) c = static_cast<char>(c & 0x7F);
    Document document;
    Writer out;
    RC_ASSERT(document.parse(out.value(std::string_view(ascii)).take()).value().text() == ascii);
}

BOOST_AUTO_TEST_SUITE_END()

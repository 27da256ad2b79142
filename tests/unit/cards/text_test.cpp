#include "cards/text.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_text)

using iim::cards::code_points;
using iim::cards::one_line;
using iim::cards::shorten;

BOOST_AUTO_TEST_CASE(one_line_keeps_what_can_be_read) {
    struct Case {
        std::string_view input, want;
    };
    using namespace std::string_view_literals;
    const Case cases[] = {
        {"", ""},
        {"  prednisone\t20 mg \r\n daily ", "prednisone 20 mg daily"},
        {"a\0b"sv, "a b"},
        {"bell\x07 and delete\x7F.", "bell and delete ."},
        {"next\xC2\x85line", "next line"},
        {"line\xE2\x80\xA8separator", "line separator"},
        {"no\xC2\xA0"
         "break",
         "no break"},
        {"left \xE2\x80\xAEgnp.exe\xE2\x80\xAC", "left gnp.exe"},
        {"\xE2\x81\xA6isolated\xE2\x81\xA9", "isolated"},
        {"\xE2\x80\x8Fmark\xE2\x80\x8E", "mark"},
        {"zero\xE2\x80\x8Bwidth\xEF\xBB\xBF", "zerowidth"},
        {"tag\xF3\xA0\x81\xA1s", "tags"},
        {"joiner \xE0\xA4\x95\xE2\x80\x8D\xE0\xA4\xB7", "joiner \xE0\xA4\x95\xE2\x80\x8D\xE0\xA4\xB7"},
        {"M\xC3\xBCller \xE2\x89\xA5 20 \xC2\xB5g", "M\xC3\xBCller \xE2\x89\xA5 20 \xC2\xB5g"},
        {"cut \xE2\x89", "cut \xEF\xBF\xBD\xEF\xBF\xBD"},
        {"overlong \xC0\xAF!", "overlong \xEF\xBF\xBD\xEF\xBF\xBD!"},
        {"surrogate \xED\xA0\x80!", "surrogate \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!"},
        {"beyond \xF4\x90\x80\x80!", "beyond \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.input) BOOST_TEST(one_line(each.input) == each.want);
}

BOOST_AUTO_TEST_CASE(the_limit_counts_code_points) {
    const std::string micro = "\xC2\xB5";
    std::string many;
    for (int i = 0; i < 139; ++i) many += micro;
    BOOST_TEST(code_points(many) == 139u);
    BOOST_TEST(shorten(many, 139) == many);
    const std::string cut = shorten(many + micro, 139);
    BOOST_TEST(code_points(cut) == 139u);
    BOOST_TEST(cut == many.substr(0, 136 * micro.size()) + "...");
}

BOOST_AUTO_TEST_CASE(cuts_after_a_word) {
    const std::string head(130, 'x');
    BOOST_TEST(shorten(head + " 1234567", 138) == head + " 1234567");
    BOOST_TEST(shorten(head + " 12345678", 139) == head + " 12345678");
    BOOST_TEST(shorten(head + " 123456789", 139) == head + "...");
    BOOST_TEST(shorten(head + " 12345 789", 139) == head + " 12345...");
    BOOST_TEST(shorten("one, two, three, four", 12) == "one, two...");
    BOOST_TEST(shorten("abcdefghijklmnop", 8) == "abcde...");
}

BOOST_AUTO_TEST_CASE(never_cuts_inside_a_code_point) {
    for (const std::string wide : {"\xC3\xBC", "\xE2\x89\xA5", "\xF0\x9F\x92\x8A"})
        for (std::size_t lead = 0; lead < 5; ++lead) {
            std::string text(lead, 'a');
            for (int i = 0; i < 200; ++i) text += wide;
            const std::string cut = shorten(text, 139);
            BOOST_TEST(code_points(cut) == 139u);
            BOOST_TEST(one_line(cut) == cut);
            BOOST_TEST((cut.size() - 3 - lead) % wide.size() == 0u);
        }
}

BOOST_AUTO_TEST_SUITE_END()

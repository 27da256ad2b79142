#include "cards/markdown.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_markdown)

using iim::cards::markdown::escape;
using iim::cards::markdown::Place;

struct Case {
    std::string_view input, want;
};

BOOST_AUTO_TEST_CASE(prose_stays_as_it_is) {
    const std::string_view prose[] = {
        "Prednisone 60 mg/day (0.8 mg/kg) since 2026-01-05, no stop date.",
        "eGFR 44 mL/min/1.73 m\xC2\xB2; K+ 5.6 mmol/L!",
        "CD19-positive, anti-Jo-1: yes; WBC > 3.5; 50% of 2 mg/kg @ night",
        "drugs and/or tests: TPMT & NUDT15 {pill}",
        "-5 days; 1.5 x ULN",
        "1.5 mg daily",
        "2026-11-20 signed",
    };
    for (const std::string_view each : prose) BOOST_TEST(escape(each) == each);
}

BOOST_AUTO_TEST_CASE(what_is_active_is_escaped) {
    const Case cases[] = {
        {"<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"},
        {"a </td><script>b", "a &lt;/td>&lt;script>b"},
        {"<!-- x", "&lt;!-- x"},
        {"](javascript:alert(1))", "\\](javascript:alert(1))"},
        {"[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"},
        {"![x](y)", "!\\[x\\](y)"},
        {"[ref]: x", "\\[ref\\]: x"},
        {"&lt;b&gt; &#60; &#x3C; & &;", "&amp;lt;b&amp;gt; &amp;#60; &amp;#x3C; & &;"},
        {"TPMT *1/*3A", "TPMT \\*1/\\*3A"},
        {"__bold__ snake_case", "\\_\\_bold\\_\\_ snake\\_case"},
        {"`code` ``x``", "\\`code\\` \\`\\`x\\`\\`"},
        {"~~gone~~", "\\~\\~gone\\~\\~"},
        {"a | b", "a \\| b"},
        {"a \\| b \\* c\\", "a \\\\\\| b \\\\\\* c\\\\"},
        {"two\n\nblocks\r\n# x", "two blocks # x"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.input) BOOST_TEST(escape(each.input, Place::inside) == each.want);
}

BOOST_AUTO_TEST_CASE(a_block_cannot_begin_in_text) {
    const Case cases[] = {
        {"# heading", "\\# heading"},
        {"###", "\\###"},
        {"- item", "\\- item"},
        {"---", "\\---"},
        {"-", "\\-"},
        {"+ item", "\\+ item"},
        {"* item", "\\* item"},
        {"* * *", "\\* \\* \\*"},
        {"> quote", "&gt; quote"},
        {"===", "\\==="},
        {"~~~", "\\~\\~\\~"},
        {"1. first", "1\\. first"},
        {"12) twelfth", "12\\) twelfth"},
        {"1.", "1\\."},
        {"    code", "code"},
        {"\t- item", "\\- item"},
        {"| a | b |", "\\| a \\| b \\|"},
        {"[ ] task", "\\[ \\] task"},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.input) BOOST_TEST(escape(each.input) == each.want);
}

BOOST_AUTO_TEST_CASE(addresses_are_not_linked) {
    const Case cases[] = {
        {"see http://evil.example/x?a=1.", "see `http://evil.example/x?a=1`."},
        {"HTTPS://EVIL.EXAMPLE", "`HTTPS://EVIL.EXAMPLE`"},
        {"(ftp://e.x/y)", "(`ftp://e.x/y`)"},
        {"xhttp://e.x", "`xhttp://e.x`"},
        {"www.evil.example", "`www.evil.example`"},
        {"*WWW.evil.example*", "\\*`WWW.evil.example`\\*"},
        {"a.www.evil.example", "`a.www.evil.example`"},
        {"write to mailto:nurse@ward.example now", "write to mailto:`nurse@ward.example` now"},
        {"nurse_1@ward.example", "`nurse_1@ward.example`"},
        {"http://a`http://b", "`http://a`\\``http://b`"},
        {"http://a<http://b", "`http://a`&lt;`http://b`"},
        {"http://a|b", "`http://a`\\|b"},
        {"http://a&lt;b", "`http://a`&amp;lt;b"},
        {"http://\xC3\xBC.example", "`http://`\xC3\xBC.example"},
    };
    for (const Case& each : cases)
        BOOST_TEST_CONTEXT(each.input) BOOST_TEST(escape(each.input, Place::inside) == each.want);
}

BOOST_AUTO_TEST_CASE(hidden_marks_are_gone) {
    BOOST_TEST(
        escape("mg\xE2\x80\xAE"
               "05\xE2\x80\xAC")
        == "mg05"
    );
}

BOOST_AUTO_TEST_CASE(a_huge_label_is_cut) {
    const std::string text = escape(std::string(1'000'000, '*'));
    BOOST_TEST(text.size() < 2'100u);
    BOOST_TEST(text.ends_with("..."));
}

BOOST_AUTO_TEST_SUITE_END()

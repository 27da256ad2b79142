#include "cards/overrides.hpp"
#include "tests/unit/cards/sample.hpp"

#include <array>
#include <set>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_overrides)

using namespace iim;

BOOST_AUTO_TEST_CASE(a_rule_offers_its_own_reasons_in_its_order) {
    static constexpr std::array<std::string_view, 3> codes{"result-pending", "not-a-code", "specialist-plan"};
    engine::Rule rule = cards::sample::rule("R02", "tpmt-before-azathioprine");
    rule.override_codes = codes;
    const auto offered = cards::overrides_of(rule);
    BOOST_TEST_REQUIRE(offered.size() == 2u);
    BOOST_TEST(offered[0].system == "urn:iim-cds:override-reason");
    BOOST_TEST(offered[0].code == "result-pending");
    BOOST_TEST(offered[0].display == "Test taken, result pending");
    BOOST_TEST(offered[1].display == "Specialist has advised this plan");
}

BOOST_AUTO_TEST_CASE(the_default_set_where_none_is_listed) {
    const auto offered = cards::overrides_of(cards::sample::rule("R37", "steroid-taper-too-fast"));
    std::string codes;
    for (const auto& each : offered) codes += each.code + " ";
    BOOST_TEST(
        codes
        == "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect "
    );
}

BOOST_AUTO_TEST_CASE(every_code_is_there_once_with_words) {
    std::set<std::string_view> codes;
    for (const auto& each : cards::override_reasons()) {
        BOOST_TEST(codes.insert(each.code).second);
        BOOST_TEST(!each.display.empty());
    }
    BOOST_TEST(codes.size() == 15u);
}

BOOST_AUTO_TEST_CASE(every_rule_lists_only_codes_of_the_code_system) {
    for (const engine::Rule* const rule : engine::all_rules()) BOOST_TEST_CONTEXT(rule->id)
    if (!rule->override_codes.empty())
        BOOST_TEST(cards::overrides_of(*rule).size() == rule->override_codes.size());
}

BOOST_AUTO_TEST_SUITE_END()

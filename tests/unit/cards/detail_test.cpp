#include "cards/detail.hpp"
#include "tests/unit/cards/sample.hpp"

#include <array>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_detail)

using namespace iim;
using namespace iim::cards::sample;
using engine::OptionRow;

constexpr std::array sources{
    engine::Evidence{"BSR22", "BSR guideline 2022", "https://doi.org/10.1093/rheumatology/keac115"},
    engine::Evidence{"seed 000", "", ""}};

Rule documented(std::string_view number, std::string_view id) {
    Rule one = rule(number, id);
    one.why = "Early combination spares steroid.";
    one.evidence = sources;
    return one;
}
const Rule leading = documented("R01", "steroid-monotherapy");
const Rule merged = documented("R35", "steroid-taper-plan-missing");

std::string detail(const cards::Problem& problem, cards::DetailParts parts = {}) {
    parts.policy_hash = "0a1b2c3d";
    return cards::detail_of(problem, patient(), parts);
}

BOOST_AUTO_TEST_CASE(sections_stand_in_the_order_of_the_catalogue) {
    const engine::Order order = draft("a", engine::drug::prednisone, "prednisone 20 mg");
    Finding first = finding(leading, Indicator::warning, &order);
    first.why = {"60 mg/day since 2026-01-05"};
    first.consider = {"adding methotrexate"};
    first.options = {
        {"methotrexate", OptionRow::Verdict::fits, "no lung disease"},
        {"azathioprine", OptionRow::Verdict::caution, "TPMT unknown"},
        {"mycophenolate", OptionRow::Verdict::avoid, "pregnancy"}};
    first.not_checked = {"contraception"};
    Finding second = finding(merged, Indicator::info, &order, "No taper");
    second.why = {"no stop date"};
    second.consider = {"a taper"};
    second.not_checked = {"contraception", "weight"};
    cards::Offer offer;
    offer.not_offered = {"Offered on another card: HBsAg"};
    const std::array<std::string, 1> more{"one rule failed"};
    const std::string want =
        "**Why this appears**\n\n"
        "- Order: prednisone 20 mg\n"
        "- 60 mg/day since 2026-01-05\n"
        "- Early combination spares steroid.\n"
        "\n**Consider**\n\n"
        "- adding methotrexate\n"
        "- Offered on another card: HBsAg\n"
        "\n| Option | Fit | Because |\n| --- | --- | --- |\n"
        "| methotrexate | fits | no lung disease |\n"
        "| azathioprine | caution | TPMT unknown |\n"
        "| mycophenolate | avoid | pregnancy |\n"
        "\n**No taper**\n\n"
        "- Order: prednisone 20 mg\n"
        "- no stop date\n"
        "- Early combination spares steroid.\n"
        "- a taper\n"
        "\n**Not checked**\n\n"
        "- contraception\n"
        "- weight\n"
        "- one rule failed\n"
        "\n**Evidence**\n\n"
        "- BSR guideline 2022 (BSR22)\n"
        "- seed 000\n"
        "\nDecision support; clinical judgement applies. Rule `steroid-monotherapy` v1.2.3, "
        "with `steroid-taper-plan-missing` v1.2.3, policy `0a1b2c3d`.\n";
    BOOST_TEST(detail({{&first, &second}}, {&offer, more, {}}) == want);
}

BOOST_AUTO_TEST_CASE(empty_sections_are_left_out) {
    const Rule plain = rule("R57", "malignancy-screening");
    Finding one = finding(plain, Indicator::info);
    one.why = {"onset 2026-01-05", " \n"};
    BOOST_TEST(
        detail({{&one}})
        == "**Why this appears**\n\n- onset 2026-01-05\n\nDecision support; clinical judgement applies. "
           "Rule `malignancy-screening` v1.2.3, policy `0a1b2c3d`.\n"
    );
}

BOOST_AUTO_TEST_CASE(text_from_the_record_stays_text_wherever_it_stands) {
    const std::string attack =
        "<img src=x onerror=alert(1)>](javascript:alert(1))| `x` \xE2\x80\xAE\n# h www.e.x";
    const engine::Order order = draft("a", engine::drug::prednisone, attack);
    Finding first = finding(leading, Indicator::warning, &order);
    first.why = first.consider = first.not_checked = {attack};
    first.options = {{attack, OptionRow::Verdict::fits, attack}};
    Finding second = finding(merged, Indicator::info, &order, attack);
    cards::Offer offer;
    offer.not_offered = {attack};
    const std::string text = detail({{&first, &second}}, {&offer, {}, {}});
    const std::string inert =
        "&lt;img src=x onerror=alert(1)>\\](javascript:alert(1))\\| \\`x\\` # h `www.e.x`";
    std::size_t times = 0;
    for (std::size_t at = text.find(inert); at != std::string::npos; at = text.find(inert, at + 1)) ++times;
    BOOST_TEST(times == 9u);  // order (2), why, consider, option, because, not offered, summary, not checked
    BOOST_TEST(text.find('<') == std::string::npos);
    BOOST_TEST(text.find("\xE2\x80\xAE") == std::string::npos);
    BOOST_TEST(text.find("\n#") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

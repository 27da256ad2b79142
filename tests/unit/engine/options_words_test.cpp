#include "engine/options/words.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule steroid_monotherapy;
extern const Rule pjp_prophylaxis_missing;
}  // namespace iim::engine

namespace iim::engine::test {

BOOST_AUTO_TEST_SUITE(options_words)

BOOST_AUTO_TEST_CASE(numbers_have_no_trailing_zeros) {
    const std::vector<std::pair<double, std::string_view>> cases{
        {60, "60"},
        {7.5, "7.5"},
        {56.666, "56.67"},
        {0, "0"},
        {-0.001, "0"},
        {100, "100"},
        {0.05, "0.05"},
        {0.002, "0.002"},
        {0.0004, "0.0004"},
        {1e-9, "0"}};
    for (const auto& [value, want] : cases) BOOST_TEST(words::number(value) == want);
}

BOOST_AUTO_TEST_CASE(a_spelling_of_its_own_stays) {
    BOOST_TEST(words::capitalised("prednisone") == "Prednisone");
    BOOST_TEST(words::capitalised("eGFR 29.1") == "eGFR 29.1");
    BOOST_TEST(words::capitalised("").empty());
}

BOOST_AUTO_TEST_CASE(durations_and_lists) {
    BOOST_TEST(words::duration(1) == "1 day");
    BOOST_TEST(words::duration(13) == "13 days");
    BOOST_TEST(words::duration(14) == "2 weeks");
    BOOST_TEST(words::duration(25) == "25 days");
    BOOST_TEST(words::duration(28) == "4 weeks");
    const std::vector<std::string> three{"a", "b", "c"};
    BOOST_TEST(words::either(three) == "a, b or c");
    BOOST_TEST(words::all_of(std::span(three).first(2)) == "a and b");
    BOOST_TEST(words::either(std::span(three).first(1)) == "a");
    BOOST_TEST(words::either({}).empty());
}

BOOST_AUTO_TEST_CASE(labels_name_no_resources) {
    BOOST_TEST(words::without_sources("WBC 3 on 2026-11-15 (Observation/o-1)") == "WBC 3 on 2026-11-15");
    BOOST_TEST(words::without_sources("ALT 150 (Observation/a): from muscle") == "ALT 150: from muscle");
    BOOST_TEST(
        words::without_sources("poor (TPMT or NUDT15) (eGFR 29)") == "poor (TPMT or NUDT15) (eGFR 29)"
    );
    BOOST_TEST(words::without_sources("at most (2 mg/kg") == "at most (2 mg/kg");
}

BOOST_AUTO_TEST_CASE(summaries_fit_with_the_longest_names) {
    const std::vector<std::function<void(Build&)>> patients{
        [](Build&) {},
        [](Build& b) { b.condition(condition::pneumonia, -3); },
        [](Build& b) { b.age(30, Sex::female).condition(condition::pregnancy, -60); },
        [](Build& b) { b.requests(lab::tpmt_genotype); },
        [](Build& b) { b.facts().sources.medications = Availability::unavailable; },
        [](Build& b) {
        b.allergy(drug::methotrexate).allergy(drug::azathioprine).allergy(drug::mycophenolate_mofetil);
        b.allergy(allergy::sulfonamide).allergy(allergy::atovaquone).allergy(allergy::dapsone);
        },
        [](Build& b) { b.age(70).policy().pjp_mg = 22.5; },
        };
    for (const auto& fill : patients)
        for (const Concept steroid : group::corticosteroids) {
            Build build;
            build.dermatomyositis().drafts(steroid, {{.mg = 156.25}});
            fill(build);
            const Judged got(std::move(build), {&steroid_monotherapy, &pjp_prophylaxis_missing});
            BOOST_TEST_CONTEXT(terms().name(steroid)) {
                for (const Finding& finding : got.result.findings) {
                    BOOST_TEST(finding.summary.size() <= 139U, finding.summary);
                    for (const char c : finding.summary) BOOST_TEST((c >= ' ' && c <= '~'));
                }
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test

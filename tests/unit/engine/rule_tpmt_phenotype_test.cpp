#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule tpmt_before_azathioprine;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

template <class Fill>
Judged ordering(Fill fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    build.drafts(drug::azathioprine, {{.mg = 50}});
    fill(build);
    return Judged(std::move(build), {&tpmt_before_azathioprine});
}

auto genes(Phenotype tpmt, Phenotype nudt15) {
    return [=](Build& b) { b.phenotype(lab::tpmt_genotype, tpmt).phenotype(lab::nudt15_genotype, nudt15); };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_tpmt_phenotype)

BOOST_AUTO_TEST_CASE(a_phenotype_that_matters_is_named) {
    struct {
        Phenotype tpmt, nudt15;
        std::string_view indicator, summary;
    } const table[] = {
        {Phenotype::normal, Phenotype::normal, "", ""},
        {Phenotype::poor, Phenotype::normal, "warning", "TPMT poor metaboliser on file"},
        {Phenotype::normal, Phenotype::poor, "warning", "NUDT15 poor metaboliser on file"},
        {Phenotype::intermediate, Phenotype::normal, "info", "TPMT intermediate metaboliser"},
        {Phenotype::normal, Phenotype::intermediate, "info", "NUDT15 intermediate metaboliser"},
        {Phenotype::intermediate, Phenotype::intermediate, "info", "TPMT and NUDT15 intermediate"},
        {Phenotype::indeterminate,
         Phenotype::normal,
         "info",
         "TPMT result indeterminate: consider enzyme activity"},
        {Phenotype::normal, Phenotype::indeterminate, "info", "NUDT15 result indeterminate: monitor closely"},
        {Phenotype::unknown, Phenotype::normal, "warning", "could not be read: please look it up"},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.summary << " " << each.indicator) {
            const Judged got = ordering(genes(each.tpmt, each.nudt15));
            BOOST_TEST(got.indicator() == each.indicator);
            BOOST_TEST(contains(got.summary(), each.summary));
        }
}

BOOST_AUTO_TEST_CASE(a_site_that_asks_for_no_test_is_still_told_of_a_poor_metaboliser) {
    const auto no_test = [](Build& b) { b.policy().tpmt_require = "off"; };
    const auto poor = [&](Build& b) {
        genes(Phenotype::poor, Phenotype::normal)(b);
        no_test(b);
    };
    BOOST_TEST(ordering(poor).indicator() == "warning");
    BOOST_TEST(ordering(no_test).indicator() == "");
}

BOOST_AUTO_TEST_CASE(a_poor_metaboliser_gets_a_way_out) {
    const Judged got = ordering(genes(Phenotype::poor, Phenotype::normal), Hook::order_select);
    BOOST_REQUIRE_EQUAL(got.count(), 1U);
    BOOST_TEST(contains(got.summary(), "consider a non-thiopurine"));
    BOOST_TEST(labelled(got.only(), "Remove azathioprine") != nullptr);
    BOOST_TEST(got.summary().size() <= 139U);
}

BOOST_AUTO_TEST_CASE(an_awaited_result_softens_only_a_start_without_danger) {
    const auto awaited = [](Build& b) { b.requests(lab::tpmt_genotype); };
    BOOST_TEST(ordering(awaited).indicator() == "info");
    const auto with_low_count = [&](Build& b) { b.requests(lab::tpmt_genotype).lab(lab::wbc, -2, 2.9); };
    BOOST_TEST(ordering(with_low_count).indicator() == "warning");
    const auto bound = [](double value, char comparator) {
        return [=](Build& b) { b.result(lab::wbc, -2, value).comparator = comparator; };
    };
    BOOST_TEST(ordering(bound(3.5, '<')).indicator() == "critical");
    BOOST_TEST(ordering(bound(3.5, 0)).indicator() == "warning");
}

BOOST_AUTO_TEST_CASE(an_old_preliminary_result_is_not_on_its_way) {
    const auto preliminary = [](int day) {
        return [=](Build& b) { b.result(lab::tpmt_genotype, day).state = ResultState::preliminary; };
    };
    BOOST_TEST(ordering(preliminary(-21)).indicator() == "info");
    BOOST_TEST(ordering(preliminary(-22)).indicator() == "warning");
}

BOOST_AUTO_TEST_SUITE_END()

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

BOOST_AUTO_TEST_CASE(what_a_phenotype_means_is_left_to_the_dose_rule) {
    constexpr Phenotype all[] = {
        Phenotype::normal,
        Phenotype::poor,
        Phenotype::intermediate,
        Phenotype::possible_intermediate,
        Phenotype::indeterminate};
    for (const Phenotype tpmt : all)
        for (const Phenotype nudt15 : all) BOOST_TEST(ordering(genes(tpmt, nudt15)).indicator() == "");
    const Judged unreadable = ordering(genes(Phenotype::unknown, Phenotype::normal));
    BOOST_TEST(unreadable.indicator() == "warning");
    BOOST_TEST(contains(unreadable.summary(), "could not be read: please look it up"));
}

BOOST_AUTO_TEST_CASE(a_poor_metaboliser_needs_no_second_gene) {
    const auto tpmt = [](Phenotype what) { return [=](Build& b) { b.phenotype(lab::tpmt_genotype, what); }; };
    BOOST_TEST(ordering(tpmt(Phenotype::normal)).indicator() == "info");
    BOOST_TEST(ordering(tpmt(Phenotype::intermediate)).indicator() == "info");
    BOOST_TEST(ordering(tpmt(Phenotype::poor)).indicator() == "");
}

BOOST_AUTO_TEST_CASE(a_site_may_ask_for_no_test) {
    BOOST_TEST(ordering([](Build& b) { b.policy().tpmt_require = "off"; }).indicator() == "");
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

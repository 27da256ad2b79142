#include "tests/unit/engine/self_checked.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {

BOOST_AUTO_TEST_SUITE(self_check_forbids_)

/// The critical was said of the order before: no day, dose or route mends it.
BOOST_AUTO_TEST_CASE(a_drug_that_is_to_be_avoided_is_not_corrected) {
    const auto refuses = [](Build build, Concept drug, double mg, std::string_view period_unit) {
        Checked checked(std::move(build));
        const Order& draft = checked.patient.facts().orders.front();
        const std::string json = order_json(drug, mg, period_unit);
        const Suggestion change{"", {ChangeOrder{.order = &draft}}};
        Suggestion swap;
        swap.actions = {RemoveOrder{&draft}, DrugProposal{.drug = drug, .dose = mg}};
        const bool first = checked.of(change, {json}).verdict == refused;
        BOOST_TEST((checked.of(swap, {"", json}).verdict == refused) == first);
        return first;
    };
    const auto methotrexate = [] {
        Build build;
        build.age(30, Sex::female).dermatomyositis().drafts(drug::methotrexate, {{15}});
        return build;
    };
    const auto pregnant = [&] {
        Build build = methotrexate();
        build.condition(condition::pregnancy, -60);
        return build;
    };
    const auto with_egfr = [&](double egfr) {
        Build build = methotrexate();
        build.lab(lab::egfr, -2, egfr);
        return build;
    };
    const auto febuxostat = [] {
        Build build;
        build.dermatomyositis().drafts(drug::azathioprine, {{50}}).takes(drug::febuxostat, {{80}});
        return build;
    };
    BOOST_TEST(!refuses(methotrexate(), drug::methotrexate, 15, "wk"));
    BOOST_TEST(refuses(pregnant(), drug::methotrexate, 15, "wk"));      // R09
    BOOST_TEST(refuses(with_egfr(19), drug::methotrexate, 15, "wk"));   // R16: below 20 critical
    BOOST_TEST(!refuses(with_egfr(20), drug::methotrexate, 15, "wk"));  // a warning, said before
    BOOST_TEST(refuses(febuxostat(), drug::azathioprine, 25, "d"));     // R07
}

BOOST_AUTO_TEST_CASE(no_drug_is_suggested_against_an_allergy) {
    const auto verdict = [](Concept substance, AllergySeverity severity) {
        Build build;
        build.dermatomyositis().drafts(drug::methotrexate, {{15}}).allergy(substance, severity);
        Checked checked(std::move(build));
        const Order& draft = checked.patient.facts().orders.front();
        const Suggestion change{"", {ChangeOrder{.order = &draft, .period_unit = "wk"}}};
        return checked.of(change, {order_json(drug::methotrexate, 15, "wk")});
    };
    const Opinion by_drug = verdict(drug::methotrexate, AllergySeverity::unknown);
    BOOST_TEST((by_drug.verdict == refused));
    BOOST_TEST(contains(by_drug.because, "allergy or intolerance to methotrexate is recorded"));
    BOOST_TEST((verdict(allergy::methotrexate, AllergySeverity::moderate).verdict == refused));
    BOOST_TEST((verdict(drug::methotrexate, AllergySeverity::mild_gi).verdict == fine));
    BOOST_TEST((verdict(drug::azathioprine, AllergySeverity::severe).verdict == fine));
}

/// What the chart says of a treatment that goes on is not said of a start (R53).
BOOST_AUTO_TEST_CASE(a_start_in_inclusion_body_myositis_is_told_in_the_chart_too) {
    Build build(Hook::patient_view);
    build.condition(condition::inclusion_body_myositis, -700).takes(drug::azathioprine, {{50, 1, -200}});
    Checked checked(std::move(build));
    const Opinion got =
        checked.of(start(drug::mycophenolate_mofetil), {order_json(drug::mycophenolate_mofetil, 500, "d")});
    BOOST_TEST((got.verdict == caution));
    BOOST_TEST(contains(got.because, "IBM usually does not respond"), got.because);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test

#include "engine/options/pjp_fitness.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule tmp_smx_safety, g6pd_before_dapsone;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

template <class Fill>
Judged ordering(const Rule& rule, Concept drug, Fill fill) {
    Build build;
    build.dermatomyositis().drafts(drug, {{.mg = 80}});
    fill(build);
    return Judged(std::move(build), {&rule});
}

template <class Fill>
Judged tmp_smx(Fill fill) {
    return ordering(tmp_smx_safety, drug::sulfamethoxazole_trimethoprim, fill);
}

auto measured(Concept test, double number) {
    return [=](Build& b) { b.lab(test, -2, number); };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_tmp_smx)

BOOST_AUTO_TEST_CASE(both_sides_of_each_limit) {
    struct {
        Concept test;
        double number;
        std::string_view want;
    } const table[] = {
        {lab::egfr, 14, "warning"},
        {lab::egfr, 29, "warning"},  // full dose
        {lab::egfr, 30, "warning"},  // RULES: 15-30
        {lab::egfr, 31, ""},
        {lab::potassium, 5.5, "warning"},
        {lab::potassium, 5.4, ""},
        {lab::platelets, 49, "warning"},
        {lab::platelets, 50, ""},
        {lab::neutrophils, 0.49, "warning"},
        {lab::neutrophils, 0.5, ""},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(terms().id(each.test) << " " << each.number)
    BOOST_TEST(tmp_smx(measured(each.test, each.number)).indicator() == each.want);
}

BOOST_AUTO_TEST_CASE(potassium_5_0_counts_with_another_drug_that_raises_it) {
    for (const auto& [number, want] : {std::pair(5.0, "warning"), std::pair(4.9, "")}) {
        const auto with_ace = [number = number](Build& b) {
            b.lab(lab::potassium, -2, number).takes(drug::ace_inhibitor, {{.mg = 5}});
        };
        BOOST_TEST(tmp_smx(with_ace).indicator() == want);
    }
}

BOOST_AUTO_TEST_CASE(allergies_by_severity) {
    struct {
        AllergySeverity severity;
        std::string_view want;
    } const table[] = {
        {AllergySeverity::mild_gi, ""},
        {AllergySeverity::unknown, "warning"},
        {AllergySeverity::moderate, "warning"},
        {AllergySeverity::severe, "critical"},
    };
    for (const auto& each : table) {
        const auto allergic = [&](Build& b) { b.allergy(allergy::sulfonamide, each.severity); };
        BOOST_TEST(tmp_smx(allergic).indicator() == each.want);
    }
}

BOOST_AUTO_TEST_CASE(late_pregnancy_is_a_reason_and_so_is_one_of_unknown_length) {
    const auto pregnant = [](std::optional<int> due) {
        return tmp_smx([=](Build& b) {
            b.age(30, Sex::female).condition(condition::pregnancy);
            if (due) b.result(observation::estimated_delivery_date, -10).value_day = in_days(*due);
        });
    };
    BOOST_TEST(pregnant(84).indicator() == "warning");
    BOOST_TEST(contains(pregnant(84).summary(), "late pregnancy"));
    BOOST_TEST(pregnant(85).indicator() == "");
    BOOST_TEST(pregnant({}).indicator() == "warning");
    BOOST_TEST(contains(pregnant({}).summary(), "pregnancy without a recorded delivery date"));
    BOOST_TEST(pregnant(-200).indicator() == "warning");  // of an earlier pregnancy
}

BOOST_AUTO_TEST_CASE(g6pd_results_are_read_with_care) {
    const auto of = [](std::string_view text, int day, std::optional<int> transfused) {
        Build build;
        build.result(lab::g6pd, day).text = text;
        if (transfused) {
            Event event;
            event.what = {procedure::transfusion_red_cells};
            event.date = in_days(*transfused);
            build.facts().procedures.push_back(event);
        }
        return pjp::g6pd_status(build.patient());
    };
    BOOST_TEST((of("normal", -4000, {}) == pjp::G6pd::normal));
    BOOST_TEST((of("Deficient", -4000, {}) == pjp::G6pd::deficient));
    BOOST_TEST((of("not deficient", -10, {}) == pjp::G6pd::normal));
    BOOST_TEST((of("No G6PD deficiency", -10, {}) == pjp::G6pd::normal));
    BOOST_TEST((of("see report", -10, {}) == pjp::G6pd::not_tested));
    BOOST_TEST((of("normal", -10, -130) == pjp::G6pd::not_tested));  // 120 days
    BOOST_TEST((of("normal", -10, -131) == pjp::G6pd::normal));
    BOOST_TEST((of("deficient", -10, -20) == pjp::G6pd::deficient));
}

BOOST_AUTO_TEST_CASE(a_deficient_result_stands_whatever_came_later) {
    const auto twice = [](Build& b) {
        b.result(lab::g6pd, -2000).text = "deficient";
        b.result(lab::g6pd, -10).text = "normal";
    };
    BOOST_TEST(ordering(g6pd_before_dapsone, drug::dapsone, twice).indicator() == "critical");
}

BOOST_AUTO_TEST_SUITE_END()

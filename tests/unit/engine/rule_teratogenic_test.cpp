#include "engine/options/course_start.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule teratogenic_immunosuppressant;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

template <class Fill>
Judged ordering(Concept drug, Fill fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    build.age(30, Sex::female).drafts(drug, {{.mg = 15, .per_day = 1 / 7.0}});
    fill(build);
    return Judged(std::move(build), {&teratogenic_immunosuppressant});
}

const auto nothing = [](Build&) {};
const auto pregnant = [](Build& b) { b.condition(condition::pregnancy, -40); };

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_teratogenic)

BOOST_AUTO_TEST_CASE(each_drug_has_its_strength) {
    struct {
        Concept drug;
        std::string_view when_pregnant, when_unprepared;
    } const table[] = {
        {drug::methotrexate, "critical", "warning"},
        {drug::mycophenolate_mofetil, "critical", "warning"},
        {drug::mycophenolic_acid, "critical", "warning"},
        {drug::cyclophosphamide, "critical", "warning"},
        {drug::leflunomide, "info", "info"},
        {drug::azathioprine, "", ""},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(terms().id(each.drug)) {
            BOOST_TEST(ordering(each.drug, pregnant).indicator() == each.when_pregnant);
            BOOST_TEST(ordering(each.drug, nothing).indicator() == each.when_unprepared);
        }
}

BOOST_AUTO_TEST_CASE(the_reasons_offered_fit_the_finding) {
    const auto offers = [](const Judged& got, std::string_view code) {
        return std::ranges::find(got.only().override_codes, code) != got.only().override_codes.end();
    };
    const Judged severe = ordering(drug::methotrexate, pregnant);
    BOOST_TEST(offers(severe, "data-incorrect"));
    BOOST_TEST(!offers(severe, "already-addressed"));
    const Judged unprepared = ordering(drug::methotrexate, nothing);
    BOOST_TEST(offers(unprepared, "already-addressed"));
    BOOST_TEST(!offers(unprepared, "specialist-plan"));
}

BOOST_AUTO_TEST_CASE(a_pregnancy_test_counts_from_the_start) {
    struct {
        int test, start;
        std::string_view want;
    } const table[] = {
        {-14, 0, ""},
        {-15, 0, "warning"},
        {-6, 8, ""},
        {-6, 9, "warning"},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.test << " " << each.start) {
            Build build;
            build.age(30, Sex::female).condition(condition::contraception, -30);
            build.drafts(drug::methotrexate, {{.mg = 15, .per_day = 1 / 7.0, .from = each.start}});
            build.result(lab::pregnancy_test_serum, each.test).reading = Reading::negative;
            const Judged got(std::move(build), {&teratogenic_immunosuppressant});
            BOOST_TEST(got.indicator() == each.want);
        }
}

BOOST_AUTO_TEST_CASE(no_summary_is_too_long) {
    for (const Concept drug : group::teratogens) {
        BOOST_TEST(ordering(drug, pregnant).summary().size() <= 139U);
        BOOST_TEST(ordering(drug, nothing).summary().size() <= 139U);
    }
}

BOOST_AUTO_TEST_CASE(treatment_is_followed_back_over_short_gaps) {
    struct {
        int first, first_days, second;
        int want;
    } const table[] = {
        {-300, 210, -30, -300},  // ended 91 days ago, 60 days before the next
        {-300, 100, -30, -30},   // 171 days between
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.first_days) {
            Build build;
            build.order(
                OrderState::historical, drug::methotrexate, {{15, 1 / 7.0, each.first, each.first_days}}
            );
            build.takes(drug::methotrexate, {{15, 1 / 7.0, each.second}});
            const Patient patient = build.patient();
            const auto since = taken_since(patient, group::methotrexate);
            BOOST_REQUIRE(since);
            BOOST_TEST((*since == in_days(each.want)));
        }
    Build drafted;
    drafted.drafts(drug::methotrexate, {{.mg = 15, .per_day = 1 / 7.0}});
    BOOST_TEST(!taken_since(drafted.patient(), group::methotrexate));
}

BOOST_AUTO_TEST_SUITE_END()

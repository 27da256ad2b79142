#include "engine/options/methotrexate_dose.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::string_view judged(const mtx::WeeklyLimit& limit, double mg) {
    const auto found = mtx::excess(limit, mg);
    return found ? to_string(*found) : std::string_view();
}

mtx::WeeklyLimit limit_of(Build build) {
    return mtx::weekly_limit(build.patient());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(methotrexate_dose)

BOOST_AUTO_TEST_CASE(adults_are_judged_at_25_and_30_mg) {
    const mtx::WeeklyLimit adult = limit_of(Build());
    const struct {
        double mg;
        std::string_view want;
    } table[] = {
        {7.5, ""}, {25, ""}, {25.1, "warning"}, {30, "warning"}, {30.1, "critical"}, {50, "critical"}};
    for (const auto& each : table) BOOST_TEST(judged(adult, each.mg) == each.want);
}

BOOST_AUTO_TEST_CASE(children_are_judged_by_surface_too) {
    Build build;
    build.age(7);
    build.facts().body.bsa_m2 = 0.7993;
    const mtx::WeeklyLimit child = limit_of(std::move(build));
    BOOST_REQUIRE(child.by_surface.has_value());
    const struct {
        double mg;
        std::string_view want;
    } table[] = {{15, ""}, {16, ""}, {16.7, ""}, {17, "warning"}, {40, "warning"}, {40.1, "critical"}};
    for (const auto& each : table) BOOST_TEST(judged(child, each.mg) == each.want);
}

BOOST_AUTO_TEST_CASE(without_a_body_surface_only_the_mg_rule_is_left) {
    Build build;
    build.age(7);
    build.facts().body.bsa_m2.reset();
    const mtx::WeeklyLimit child = limit_of(std::move(build));
    BOOST_TEST(child.surface_missing);
    BOOST_TEST(judged(child, 25) == "");
    BOOST_TEST(judged(child, 25.5) == "warning");
}

BOOST_AUTO_TEST_CASE(without_an_age_the_lower_limit_counts) {
    Build build;
    build.facts().demographics.age_years.reset();
    build.policy().mtx_max_week = 20;
    build.policy().mtx_max_week_child = 40;
    const Patient patient = build.patient();
    const mtx::WeeklyLimit unknown = mtx::weekly_limit(patient);
    BOOST_TEST(unknown.age_unknown);
    BOOST_TEST(unknown.mg == 20);
}

BOOST_AUTO_TEST_CASE(a_start_may_be_higher_for_who_tolerated_it) {
    const auto limit = [](bool taken_before, bool reaction) {
        Build build;
        if (taken_before) build.given(drug::methotrexate, -300);
        if (reaction) build.allergy(drug::methotrexate);
        return mtx::starting_limit(build.patient());
    };
    BOOST_TEST(limit(false, false) == 15);
    BOOST_TEST(limit(true, false) == 20);
    BOOST_TEST(limit(true, true) == 15);
}

BOOST_AUTO_TEST_CASE(lower_doses_for_adult_and_child) {
    Build build;
    build.order(OrderState::draft, drug::methotrexate, {{.mg = 40, .per_day = 1.0 / 7}});
    const Patient patient = build.patient();
    const Order& order = patient.facts().orders.front();
    const auto adult = mtx::lower_doses(patient, order, mtx::weekly_limit(patient));
    BOOST_REQUIRE_EQUAL(adult.size(), 2U);
    BOOST_TEST(adult[0].label == "Change to 25 mg once weekly");
    BOOST_TEST(contains(adult[1].label, "15 mg once weekly"));
    const auto& change = std::get<ChangeOrder>(adult[0].actions.at(0));
    BOOST_TEST(change.dose.value_or(0) == 25);
    BOOST_TEST(!change.timing);
    BOOST_TEST(change.supply_weeks.value_or(0) == 4);  // the quantity that was written is for the higher dose
}

/// R01 Sug 4: rounded down, injections to 0.5 mg, tablets to 2.5 mg; 2.7: 15.986 mg are 16.0.
BOOST_AUTO_TEST_CASE(a_child_gets_what_can_be_given) {
    const auto offered = [](Route route, double by_surface) -> std::string {
        Build build;
        build.order(OrderState::draft, drug::methotrexate, {{.mg = 40, .per_day = 1.0 / 7}}, route);
        const Patient patient = build.patient();
        const mtx::WeeklyLimit child{.mg = 25, .by_surface = by_surface, .child = true};
        const auto lower = mtx::lower_doses(patient, patient.facts().orders.front(), child);
        return lower.empty() ? "nothing" : lower.front().label;
    };
    BOOST_TEST(offered(Route::sc, 15.986) == "Change to 16 mg once weekly");
    BOOST_TEST(offered(Route::sc, 15.9) == "Change to 15.5 mg once weekly");
    BOOST_TEST(offered(Route::oral, 15.986) == "Change to 15 mg once weekly");
    BOOST_TEST(offered(Route::oral, 17.46) == "Change to 17.5 mg once weekly");
    BOOST_TEST(offered(Route::oral, 17.44) == "Change to 15 mg once weekly");
    BOOST_TEST(offered(Route::sc, 0.2) == "nothing");
    BOOST_TEST(offered(Route::oral, 2.4) == "nothing");
}

BOOST_AUTO_TEST_SUITE_END()

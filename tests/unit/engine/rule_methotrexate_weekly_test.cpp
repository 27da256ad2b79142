#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule methotrexate_daily_dosing, methotrexate_dose_limit, data_not_evaluable;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

constexpr double once_a_week = 1.0 / 7;
constexpr std::uint8_t monday = 1;

template <class Fill>
Judged judged(Fill fill, std::vector<const Rule*> rules, Hook hook = Hook::order_sign) {
    Build build(hook);
    fill(build);
    return Judged(std::move(build), std::move(rules));
}

/// A draft of `mg`, `per_day`, that names Monday when it is weekly.
auto draft(double mg, double per_day) {
    return [=](Build& build) {
        const std::uint8_t day = per_day < 0.2 ? monday : 0;
        Order& order = build.order(
            OrderState::draft, drug::methotrexate, {{.mg = mg, .per_day = per_day, .weekdays = day}}
        );
        const double a_week = std::max(1.0, per_day * 7);
        order.dose.phases[0].doses_per_week = {a_week, a_week};
    };
}

Judged r04(double mg, double per_day, Hook hook = Hook::order_sign) {
    return judged(draft(mg, per_day), {&methotrexate_daily_dosing}, hook);
}

const ChangeOrder* change_in(const Finding& finding) {
    for (const Suggestion& one : finding.suggestions)
        for (const Action& action : one.actions)
            if (const auto* change = std::get_if<ChangeOrder>(&action)) return change;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_methotrexate_weekly)

BOOST_AUTO_TEST_CASE(daily_is_critical_and_weekly_is_not) {
    const Judged daily = r04(15, 1);
    BOOST_TEST(daily.indicator() == "critical");
    BOOST_TEST(contains(daily.summary(), "15 mg daily"));
    BOOST_TEST(contains(daily.summary(), "ONCE WEEKLY"));
    BOOST_TEST(daily.summary().size() < 140U);
    BOOST_TEST(r04(15, 1, Hook::order_select).indicator() == "critical");
    BOOST_TEST(r04(15, once_a_week).indicator() == "");
}

BOOST_AUTO_TEST_CASE(the_weekly_change_keeps_the_dose_and_limits_the_supply) {
    const struct {
        double mg;
        bool offered;
        std::string_view label;
    } table[] = {
        {7.5, true, "Change to 7.5 mg once weekly on Monday"},
        {25, true, "Change to 25 mg once weekly on Monday"},
        {2.5, true, "confirm the weekly dose"},
        {25.5, false, ""},
        {50, false, ""},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.mg) {
            const Judged got = r04(each.mg, 1);
            const ChangeOrder* change = change_in(got.only());
            BOOST_TEST((change != nullptr) == each.offered);
            BOOST_TEST(labelled(got.only(), "Remove") != nullptr);
            if (!change) continue;
            BOOST_TEST(labelled(got.only(), each.label) != nullptr);
            BOOST_TEST(!change->dose.has_value());
            BOOST_TEST(change->weekdays == monday);
            BOOST_TEST(change->supply_weeks.value_or(0) == 4);
        }
}

BOOST_AUTO_TEST_CASE(an_unreadable_frequency_is_a_warning_said_once) {
    const auto unreadable = [](Build& build) {
        Order& order = build.order(OrderState::draft, drug::methotrexate, {});
        order.dose.phases.emplace_back();
        order.dose.problems = iim::fhir::frequency_unreadable;
        order.dose.raw = "as directed";
    };
    const Judged got = judged(unreadable, {&methotrexate_daily_dosing, &data_not_evaluable});
    BOOST_REQUIRE_EQUAL(got.count(), 1U);
    BOOST_TEST(got.indicator() == "warning");
    BOOST_TEST(contains(got.summary(), "frequency cannot be read"));
}

BOOST_AUTO_TEST_CASE(a_missing_amount_is_left_to_r60) {
    const auto no_amount = [](Build& build) {
        draft(15, once_a_week)(build);
        Order& order = build.facts().orders.back();
        order.dose.phases[0].mg_per_dose = order.dose.phases[0].mg_per_week = {};
        order.dose.phases[0].mg_per_day = {};
        order.dose.problems = iim::fhir::strength_unknown;
    };
    const Judged got =
        judged(no_amount, {&methotrexate_daily_dosing, &methotrexate_dose_limit, &data_not_evaluable});
    BOOST_REQUIRE_EQUAL(got.count(), 1U);
    BOOST_TEST(got.only().rule->number == "R60");
}

BOOST_AUTO_TEST_CASE(patient_reported_use_is_never_critical) {
    const auto reported = [](double mg, double per_day) {
        return [=](Build& build) {
            draft(mg, per_day)(build);
            Order& order = build.facts().orders.back();
            order.state = OrderState::current;
            order.in_context = false;
            order.reported = true;
        };
    };
    BOOST_TEST(
        judged(reported(15, 1), {&methotrexate_daily_dosing}, Hook::patient_view).indicator() == "warning"
    );
    BOOST_TEST(
        judged(reported(35, once_a_week), {&methotrexate_dose_limit}, Hook::patient_view).indicator()
        == "info"
    );
}

BOOST_AUTO_TEST_CASE(the_weekly_limit_and_its_clicks) {
    const auto continued = [](double mg) {
        return [=](Build& build) {
            build.takes(drug::methotrexate, {{.mg = 20, .per_day = once_a_week, .from = -100}});
            draft(mg, once_a_week)(build);
        };
    };
    const struct {
        double mg;
        std::string_view want;
    } table[] = {{25, ""}, {25.1, "warning"}, {30, "warning"}, {30.1, "critical"}};
    for (const auto& each : table) {
        const Judged got = judged(continued(each.mg), {&methotrexate_dose_limit});
        BOOST_TEST(got.indicator() == each.want);
        if (!each.want.empty()) BOOST_TEST(change_in(got.only())->dose.value_or(0) == 25);
    }
    BOOST_TEST(judged(draft(15, once_a_week), {&methotrexate_dose_limit}).indicator() == "");
    BOOST_TEST(judged(draft(16, once_a_week), {&methotrexate_dose_limit}).indicator() == "info");
    // Too much because it is daily: a lower amount daily would not help.
    const Judged daily = judged(draft(15, 1), {&methotrexate_dose_limit});
    BOOST_TEST(daily.indicator() == "critical");
    BOOST_TEST(change_in(daily.only()) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

#include "engine/taper/bands.hpp"
#include "engine/taper/grid.hpp"
#include "engine/taper/plan.hpp"
#include "engine/taper/tablets.hpp"
#include "engine/taper/totals.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace iim::engine;
using namespace iim::engine::taper;
using std::chrono::year;

namespace {

constexpr Day monday = std::chrono::sys_days(year(2026) / 1 / 5);

std::vector<double> doses(const Plan& plan) {
    std::vector<double> list;
    for (const TaperStep& each : plan.steps) list.push_back(each.mg);
    return list;
}

bool refused(const Plan& plan, std::string_view words) {
    return plan.steps.empty() && plan.refused.find(words) != plan.refused.npos;
}

Plan usual(Kind kind, double mg, int taken = 0, const Policy& policy = {}) {
    return plan({kind, mg, monday, taken}, policy);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(taper_plan)

BOOST_AUTO_TEST_CASE(an_odd_existing_dose_goes_to_the_grid) {
    const auto list = doses(usual(Kind::standard, 18));
    BOOST_TEST_REQUIRE(list.size() > 3u);
    BOOST_TEST(list[0] == 18);
    BOOST_TEST(list[1] == 17.5);
    BOOST_TEST(list[2] == 15);
}

BOOST_AUTO_TEST_CASE(maintenance_stops_at_5_and_goes_on) {
    const Plan kept = usual(Kind::maintenance, 20);
    BOOST_TEST(kept.steps.back().mg == 5);
    BOOST_TEST(kept.steps.back().days == 0);
}

BOOST_AUTO_TEST_CASE(the_slow_tail_begins_at_10) {
    const Plan slow = usual(Kind::slow_tail, 12.5);
    BOOST_TEST(slow.steps[1].mg == 10);
    BOOST_TEST(slow.steps[1].days == 28);
    BOOST_TEST(slow.steps[2].mg == 9);
    BOOST_TEST(slow.steps.back().mg == 1);
}

BOOST_AUTO_TEST_CASE(larger_steps_above_40_where_the_site_takes_them) {
    Policy policy;
    policy.taper_step_above_40 = 20;
    const std::vector<double> want{60, 40, 30, 25, 20, 17.5, 15, 12.5, 10, 7.5, 5, 2.5};
    BOOST_TEST(doses(usual(Kind::standard, 60, 0, policy)) == want, boost::test_tools::per_element());
    const int shorter = totals(usual(Kind::standard, 60).steps).days
                        - totals(usual(Kind::standard, 60, 0, policy).steps).days;
    BOOST_TEST(shorter == 14);
}

BOOST_AUTO_TEST_CASE(days_already_taken_shorten_the_first_phase) {
    struct {
        int taken, hold;
    } const table[] = {{0, 28}, {1, 27}, {21, 7}, {22, 7}, {27, 7}};
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.taken << " days") {
            const Plan planned = usual(Kind::standard, 60, each.taken);
            BOOST_TEST(planned.steps.front().mg == 60);
            BOOST_TEST(planned.steps.front().days == each.hold);
        }
    for (const int taken : {28, 29, 400}) BOOST_TEST_CONTEXT(taken << " days") {
            const Plan planned = usual(Kind::standard, 60, taken);
            BOOST_TEST(planned.steps.front().mg == 50);
            BOOST_TEST((planned.steps.front().from == monday));
        }
}

BOOST_AUTO_TEST_CASE(refused_outside_5_mg_and_the_maximum) {
    BOOST_TEST(refused(usual(Kind::standard, 4.9), "below 5 mg/day"));
    BOOST_TEST(!usual(Kind::standard, 5).steps.empty());
    BOOST_TEST(!usual(Kind::standard, 80).steps.empty());
    BOOST_TEST(refused(usual(Kind::standard, 80.5), "usual maximum of 80 mg/day"));
    BOOST_TEST(refused(usual(Kind::maintenance, 5), "maintenance dose of 5 mg/day"));
    BOOST_TEST(!usual(Kind::maintenance, 7.5).steps.empty());
    for (const double bad : {0.0, -5.0, std::nan(""), 1.0 / 0.0})
        BOOST_TEST(refused(usual(Kind::standard, bad), "must be a number"));
}

BOOST_AUTO_TEST_CASE(the_first_dose_by_weight) {
    BOOST_TEST(start_by_weight(62, 0.75, Policy()) == 45);
    BOOST_TEST(start_by_weight(62, 1, Policy()) == 60);
    BOOST_TEST(start_by_weight(62, 1.5, Policy()) == 60);
    BOOST_TEST(start_by_weight(120, 1, Policy()) == 80);
}

BOOST_AUTO_TEST_CASE(calendar_days_over_a_leap_day) {
    const Plan leap = plan({Kind::standard, 20, std::chrono::sys_days(year(2028) / 2 / 1)}, Policy());
    BOOST_TEST(iim::fhir::to_string(*last_day(leap.steps.front())) == "2028-02-28");
    BOOST_TEST(iim::fhir::to_string(leap.steps[1].from) == "2028-02-29");
}

BOOST_AUTO_TEST_CASE(tablets_round_up_and_say_so) {
    const std::array fives{5.0, 10.0, 20.0};
    BOOST_TEST(reachable(17.5, fives) == 20);
    BOOST_TEST(reachable(17.5, usual_tablets) == 17.5);
    BOOST_TEST(reachable(9, usual_tablets) == 9);
    BOOST_TEST(reachable(12.3, usual_tablets) == 12.5);
    const Plan fitted = fit_to_tablets(usual(Kind::standard, 20), fives, Policy());
    const std::vector<double> want{20, 15, 10, 5};
    BOOST_TEST(doses(fitted) == want, boost::test_tools::per_element());
    BOOST_TEST(fitted.steps.front().days == 42);
    BOOST_TEST(fitted.note.find("17.5 to 20 mg") != fitted.note.npos);
    BOOST_TEST(fit_to_tablets(usual(Kind::standard, 20), usual_tablets, Policy()).note.empty());
}

BOOST_AUTO_TEST_CASE(tablets_that_give_every_dose) {
    const auto all = usual(Kind::standard, 20).steps;
    BOOST_TEST(given_by(2.5, all));
    BOOST_TEST(!given_by(5, all));
    BOOST_TEST(!given_by(0, all));
    BOOST_TEST(reachable(17.5, std::vector<double>{}) == 17.5);
}

BOOST_AUTO_TEST_CASE(coarse_tablets_are_refused) {
    const std::array twenties{20.0};
    BOOST_TEST(refused(fit_to_tablets(usual(Kind::standard, 60), twenties, Policy()), "smaller strength"));
}

BOOST_AUTO_TEST_CASE(an_open_last_phase_stays_open_when_rounded) {
    const std::array tens{10.0};
    const Plan fitted = fit_to_tablets(usual(Kind::maintenance, 20), tens, Policy());
    BOOST_TEST(fitted.steps.back().mg == 10);
    BOOST_TEST(fitted.steps.back().days == 0);
}

RC_BOOST_PROP(every_plan_falls_in_usual_steps_and_ends, ()) {
    const double start = 2.5 * *rc::gen::inRange(2, 33);
    const Kind kind = *rc::gen::element(Kind::standard, Kind::slow_tail, Kind::maintenance);
    const int taken = *rc::gen::inRange(0, 60);
    Policy policy;
    policy.taper_hold_days = *rc::gen::inRange(14, 43);
    policy.taper_step_days = *rc::gen::inRange(14, 29);
    policy.taper_tail_days = *rc::gen::inRange(14, 29);
    RC_PRE(kind != Kind::maintenance || start > policy.taper_maintenance_mg);
    const Plan made = usual(kind, start, taken, policy);
    RC_ASSERT(!made.steps.empty());
    double before = start;
    Day next = monday;
    for (const TaperStep& each : made.steps) {
        const bool last = &each == &made.steps.back();
        const bool first = &each == &made.steps.front() && each.mg == start;
        RC_ASSERT(first || each.mg < before);
        const double most = before > 30 ? 10 : before > 20 ? 5 : 2.5;
        RC_ASSERT(before - each.mg <= most + slack);
        RC_ASSERT((each.days >= 7) || (last && kind == Kind::maintenance && each.days == 0));
        RC_ASSERT(each.from == next);
        next += Days(each.days);
        before = each.mg;
    }
    const double end = kind == Kind::maintenance ? policy.taper_maintenance_mg
                       : kind == Kind::slow_tail ? 1
                                                 : 2.5;
    RC_ASSERT(before == end);
}

RC_BOOST_PROP(any_dose_falls_to_zero_by_no_more_than_policy_allows, ()) {
    const double start = *rc::gen::inRange(50, 801) / 10.0;
    Policy policy;
    policy.taper_step_above_40 = *rc::gen::inRange(10, 21);
    Bands bands;
    bands.step_above_40 = policy.taper_step_above_40;
    bands.slow_tail = *rc::gen::arbitrary<bool>();
    bands.tail_step = *rc::gen::element(1.0, 1.5, 2.5);
    int phases = 0;
    for (double mg = start; mg > slack;) {
        const double next = next_lower(mg, bands);
        RC_ASSERT(next < mg);
        RC_ASSERT(mg - next <= band_step(mg, bands.step_above_40) + slack);
        mg = next;
        RC_ASSERT(++phases < 40);
    }
}

RC_BOOST_PROP(rounding_never_lowers_a_dose_nor_makes_it_rise, ()) {
    const double start = *rc::gen::inRange(50, 801) / 10.0;
    const auto tablets = *rc::gen::element(
        std::vector<double>{1, 2.5, 5, 10, 20},
        std::vector<double>{2.5, 5, 10, 20},
        std::vector<double>{5, 25},
        std::vector<double>{1, 5}
    );
    const Plan wanted = usual(Kind::slow_tail, start);
    const Plan fitted = fit_to_tablets(wanted, tablets, Policy());
    RC_PRE(!fitted.steps.empty());
    for (const TaperStep& each : wanted.steps) {
        const auto same_day = std::ranges::find_if(fitted.steps, [&](const TaperStep& one) {
            return one.from <= each.from && each.from < one.from + Days(one.days);
        });
        RC_ASSERT(same_day != fitted.steps.end());
        RC_ASSERT(same_day->mg >= each.mg - slack);
    }
    for (std::size_t i = 1; i < fitted.steps.size(); ++i)
        RC_ASSERT(fitted.steps[i].mg < fitted.steps[i - 1].mg);
    RC_ASSERT(totals(fitted.steps).days == totals(wanted.steps).days);
}

BOOST_AUTO_TEST_SUITE_END()

#include "engine/options/trimethoprim_use.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;
using iim::engine::mtx::TrimethoprimUse;

namespace {

constexpr std::uint8_t three_days = 1 | 4 | 16;

TrimethoprimUse use(double mg, double a_day, std::uint8_t weekdays = 0, double a_week = 0) {
    Build build;
    Order& order = build.order(
        OrderState::draft, drug::trimethoprim, {{.mg = mg, .per_day = a_day, .weekdays = weekdays}}
    );
    const double week = a_week > 0 ? a_week : a_day * 7;
    order.dose.phases[0].doses_per_week = {week, week};
    return mtx::trimethoprim_use(order);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trimethoprim_use)

BOOST_AUTO_TEST_CASE(treatment_is_a_high_dose_or_twice_a_day) {
    BOOST_TEST((use(80, 1) == TrimethoprimUse::prophylaxis));
    BOOST_TEST((use(160, 1) == TrimethoprimUse::prophylaxis));
    BOOST_TEST((use(161, 1) == TrimethoprimUse::treatment));
    BOOST_TEST((use(80, 2) == TrimethoprimUse::treatment));
    BOOST_TEST((use(160, 2) == TrimethoprimUse::treatment));
    BOOST_TEST((use(320, 1) == TrimethoprimUse::treatment));
    BOOST_TEST((use(160, 3.0 / 7, three_days) == TrimethoprimUse::prophylaxis));
    BOOST_TEST((use(75, 6.0 / 7, three_days, 6) == TrimethoprimUse::prophylaxis));
    BOOST_TEST((use(160, 6.0 / 7, three_days, 6) == TrimethoprimUse::treatment));
    BOOST_TEST((use(320, 3.0 / 7, three_days) == TrimethoprimUse::treatment));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_not_prophylaxis) {
    Order order;
    BOOST_TEST((mtx::trimethoprim_use(order) == TrimethoprimUse::unreadable));
    order.dose.phases.emplace_back();
    BOOST_TEST((mtx::trimethoprim_use(order) == TrimethoprimUse::unreadable));
}

BOOST_AUTO_TEST_CASE(pairs_need_an_order_in_question_and_no_long_gap) {
    const auto together = [](int methotrexate_ended, int start) {
        Build build;
        Order& old = build.order(
            OrderState::historical, drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7, .from = -100}}
        );
        old.end = in_days(-methotrexate_ended);
        old.dose.phases[0].end = old.end;
        build.drafts(drug::trimethoprim, {{.mg = 200, .per_day = 2, .from = start}});
        const Patient patient = build.patient();
        return mtx::taken_together(patient).has_value();
    };
    BOOST_TEST(together(13, 0));
    BOOST_TEST(together(14, 0));
    BOOST_TEST(!together(15, 0));
    BOOST_TEST(together(5, 9));
    BOOST_TEST(!together(5, 10));
    Build active(Hook::order_sign);
    active.takes(drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7, .from = -50}});
    active.takes(drug::trimethoprim, {{.mg = 200, .per_day = 2, .from = -5}});
    BOOST_TEST(!mtx::taken_together(active.patient()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

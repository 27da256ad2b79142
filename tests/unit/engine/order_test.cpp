#include "engine/facts/order.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

const Day start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

iim::fhir::DosePhase phase(
    int from, std::optional<int> to, std::optional<double> lo, std::optional<double> hi
) {
    iim::fhir::DosePhase one;
    one.start = start + Days(from);
    if (to) one.end = start + Days(*to);
    one.mg_per_day = {lo, hi};
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order_doses)

BOOST_AUTO_TEST_CASE(sums_the_phases_that_cover_a_day) {
    Order order;
    order.dose.phases = {phase(0, 27, 60, 60), phase(28, 41, 50, 50), phase(28, std::nullopt, 0, 10)};
    BOOST_TEST((order.mg_per_day(start) == iim::fhir::Span{60, 60}));
    BOOST_TEST((order.mg_per_day(start + Days(27)) == iim::fhir::Span{60, 60}));
    BOOST_TEST((order.mg_per_day(start + Days(28)) == iim::fhir::Span{50, 60}));
    BOOST_TEST((order.mg_per_day(start + Days(100)) == iim::fhir::Span{0, 10}));
    BOOST_TEST(!order.mg_per_day(start - Days(1)).known());
}

BOOST_AUTO_TEST_CASE(peak_looks_forward_only) {
    Order order;
    order.dose.phases = {phase(0, 27, 60, 60), phase(28, 41, 50, 50), phase(42, std::nullopt, 40, 40)};
    BOOST_TEST(order.peak_mg_per_day(start).hi.value() == 60);
    BOOST_TEST(order.peak_mg_per_day(start + Days(27)).hi.value() == 60);
    BOOST_TEST(order.peak_mg_per_day(start + Days(28)).hi.value() == 50);
    BOOST_TEST(order.peak_mg_per_day(start + Days(500)).hi.value() == 40);
}

BOOST_AUTO_TEST_CASE(peak_counts_undated_phases_and_unknown_doses_do_not_hide_known_ones) {
    Order order;
    auto later = phase(0, std::nullopt, 80, 80);
    later.dated = false;
    order.dose.phases = {phase(0, 10, 20, 20), later, phase(0, 10, std::nullopt, std::nullopt)};
    BOOST_TEST(order.peak_mg_per_day(start).hi.value() == 80);
    BOOST_TEST(order.mg_per_day(start).hi.value() == 20);
    BOOST_TEST(!Order().peak_mg_per_day(start).known());
}

BOOST_AUTO_TEST_SUITE_END()

#include "engine/facts/observation.hpp"
#include "engine/terms/concepts.hpp"

#include <array>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

const Day now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

Result result(Concept test, int days_ago, double value, ResultState state = ResultState::final_) {
    Result one;
    one.test = test;
    one.date = now - Days(days_ago);
    one.value = value;
    one.state = state;
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(observation_labs)

BOOST_AUTO_TEST_CASE(the_newest_within_the_window_counts) {
    Labs labs;
    labs.add(result(lab::alt, 42, 1));
    labs.add(result(lab::ast, 1, 9));
    labs.add(result(lab::alt, 100, 2));
    labs.add(result(lab::alt, -1, 3));  // tomorrow
    labs.freeze();
    BOOST_TEST_REQUIRE(labs.latest(lab::alt, now, Days(42)));
    BOOST_TEST(labs.latest(lab::alt, now, Days(42))->value.value() == 1);
    BOOST_TEST(!labs.latest(lab::alt, now, Days(41)));
    BOOST_TEST(!labs.latest(lab::wbc, now, Days(42)));
    BOOST_TEST(labs.all(lab::alt).size() == 3);
    BOOST_TEST(labs.all(lab::alt).front()->value.value() == 3);
    const std::array both{lab::alt, lab::ast};
    BOOST_TEST(labs.latest_of(both, now, Days(42))->value.value() == 9);
}

BOOST_AUTO_TEST_CASE(a_result_of_today_counts_with_any_window) {
    Labs labs;
    labs.add(result(lab::alt, 0, 1));
    labs.freeze();
    BOOST_TEST(labs.latest(lab::alt, now, Days(0)));
}

BOOST_AUTO_TEST_CASE(within_one_day_the_time_decides) {
    Labs labs;
    auto morning = result(lab::alt, 0, 1), evening = result(lab::alt, 0, 2);
    morning.instant = iim::fhir::Instant(now) + std::chrono::hours(6);
    evening.instant = iim::fhir::Instant(now) + std::chrono::hours(18);
    labs.add(morning);
    labs.add(evening);
    labs.freeze();
    BOOST_TEST(labs.latest(lab::alt, now, Days(1))->value.value() == 2);
}

BOOST_AUTO_TEST_CASE(pending_is_preliminary_and_newer_than_final) {
    const struct {
        int preliminary, final_;
        bool want;
    } cases[] = {
        {1, 2, true},
        {2, 2, false},
        {3, 2, false},
        {1, -1, true},  // a final result of tomorrow does not count
    };
    for (const auto& one : cases) {
        Labs labs;
        labs.add(result(lab::tpmt_genotype, one.final_, 1));
        labs.add(result(lab::tpmt_genotype, one.preliminary, 2, ResultState::preliminary));
        labs.freeze();
        BOOST_TEST((labs.pending(lab::tpmt_genotype, now) != nullptr) == one.want);
        BOOST_TEST(labs.all(lab::tpmt_genotype).size() == 1);
    }
    Labs alone;
    alone.add(result(lab::tpmt_genotype, 1, 2, ResultState::preliminary));
    alone.freeze();
    BOOST_TEST(alone.pending(lab::tpmt_genotype, now));
    BOOST_TEST(!alone.latest(lab::tpmt_genotype, now, Days(365)));
}

BOOST_AUTO_TEST_SUITE_END()

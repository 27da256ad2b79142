#include "engine/facts/observation.hpp"
#include "engine/terms/concepts.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

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

double newest_of(Concept test, const Result& a, const Result& b) {
    Labs labs;
    labs.add(a);
    labs.add(b);
    labs.freeze();
    return labs.latest(test, now, Days(1))->value.value();
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

// Two values of one sample or day: nothing says which is the later one, so the dangerous one is not hidden.
BOOST_AUTO_TEST_CASE(of_one_day_without_times_the_worse_counts) {
    for (const auto& [test, worse, better] :
         {std::tuple{lab::platelets, 45.0, 180.0},
          std::tuple{lab::egfr, 28.0, 33.0},
          std::tuple{lab::alt, 160.0, 30.0},
          std::tuple{lab::potassium, 6.1, 4.2}}) {
        BOOST_TEST(newest_of(test, result(test, 0, worse), result(test, 0, better)) == worse);
        BOOST_TEST(newest_of(test, result(test, 0, better), result(test, 0, worse)) == worse);
    }
}

BOOST_AUTO_TEST_CASE(of_one_day_without_times_the_one_issued_later_counts) {
    auto low = result(lab::platelets, 0, 45), high = result(lab::platelets, 0, 180);
    low.issued = iim::fhir::Instant(now) + std::chrono::hours(8);
    high.issued = iim::fhir::Instant(now) + std::chrono::hours(16);
    BOOST_TEST(newest_of(lab::platelets, low, high) == 180);
}

BOOST_AUTO_TEST_CASE(a_time_of_only_one_result_decides_nothing) {
    auto low = result(lab::platelets, 0, 45), high = result(lab::platelets, 0, 180);
    high.instant = iim::fhir::Instant(now) + std::chrono::hours(16);
    BOOST_TEST(newest_of(lab::platelets, low, high) == 45);
}

BOOST_AUTO_TEST_CASE(within_one_day_the_time_decides) {
    auto morning = result(lab::alt, 0, 1), evening = result(lab::alt, 0, 2);
    morning.instant = iim::fhir::Instant(now) + std::chrono::hours(6);
    evening.instant = iim::fhir::Instant(now) + std::chrono::hours(18);
    BOOST_TEST(newest_of(lab::alt, morning, evening) == 2);
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_read_is_neither_normal_nor_absent) {
    struct One {
        int days_ago;
        std::optional<double> value;
        int hour = -1;  ///< not known
    };
    const struct {
        std::string_view name;
        std::vector<One> results;
        std::optional<double> measured;
        bool unreadable;
    } cases[] = {
        {"none", {}, {}, false},
        {"a value", {{5, 45}}, 45, false},
        {"no value", {{5, {}}}, {}, true},
        {"on the last day of the window", {{42, {}}}, {}, true},
        {"before the window", {{43, {}}}, {}, false},
        {"tomorrow", {{-1, {}}, {5, 45}}, 45, false},
        {"newer than the value", {{1, {}}, {6, 45}}, 45, true},
        {"newer than a value before the window", {{1, {}}, {43, 45}}, {}, true},
        {"older than the value", {{6, {}}, {1, 45}}, 45, false},
        {"of one day, hours not known", {{1, {}}, {1, 45}}, 45, false},
        {"of one day, one hour not known", {{1, {}, 10}, {1, 45}}, 45, false},
        {"of one day, later", {{1, {}, 10}, {1, 45, 8}}, 45, true},
        {"of one day, at once", {{1, {}, 8}, {1, 45, 8}}, 45, false},
        {"of one day, earlier", {{1, {}, 8}, {1, 45, 10}}, 45, false},
    };
    for (const auto& each : cases) BOOST_TEST_CONTEXT(each.name) {
            Labs labs;
            for (const One& one : each.results) {
                Result added = result(lab::platelets, one.days_ago, 0);
                added.value = one.value;
                if (one.hour >= 0)
                    added.instant = iim::fhir::Instant(added.date) + std::chrono::hours(one.hour);
                labs.add(added);
            }
            labs.freeze();
            const Result* measured = labs.measured(lab::platelets, now, Days(42));
            const Result* unreadable = labs.unreadable(lab::platelets, now, Days(42));
            BOOST_TEST(((measured ? measured->value : std::nullopt) == each.measured));
            BOOST_TEST((unreadable != nullptr) == each.unreadable);
            if (unreadable) BOOST_TEST(!unreadable->value.has_value());
        }
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

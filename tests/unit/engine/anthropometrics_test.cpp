#include "engine/facts/anthropometrics.hpp"
#include "engine/terms/concepts.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

namespace tt = boost::test_tools;

const Day now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

Result measured(Concept what, double value, int days_ago) {
    Result one;
    one.test = what;
    one.value = value;
    one.date = now - Days(days_ago);
    return one;
}

Demographics person(Sex sex, int age) {
    Demographics who;
    who.sex = sex;
    who.age_years = age;
    who.birth = now - Days(age * 366);
    return who;
}

Anthropometrics of(const Demographics& who, std::initializer_list<Result> results) {
    Labs labs;
    for (const Result& one : results) labs.add(one);
    labs.freeze();
    return measure(labs, who, now);
}

Result kg(double value, int days_ago = 1) {
    return measured(observation::body_weight, value, days_ago);
}
Result cm(double value, int days_ago = 1) {
    return measured(observation::body_height, value, days_ago);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(anthropometrics)

// The worked values of RULES 2.7
BOOST_AUTO_TEST_CASE(worked_values) {
    const struct {
        Sex sex;
        double height, weight, ideal, surface;
        bool base;
    } cases[] = {
        {Sex::female, 165, 62, 56.9, 1.69, false},
        {Sex::male, 178, 90, 73.2, 2.11, false},
        {Sex::female, 150, 110, 45.5, 2.14, true},
        {Sex::female, 145, 45, 45.5, 1.35, true},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.height << " cm " << one.weight << " kg") {
            const auto body = of(person(one.sex, 50), {kg(one.weight), cm(one.height)});
            BOOST_TEST(std::round(*body.ibw_kg * 10) / 10 == one.ideal, tt::tolerance(1e-9));
            BOOST_TEST(std::round(*body.bsa_m2 * 100) / 100 == one.surface, tt::tolerance(1e-9));
            BOOST_TEST(body.ibw_base_used == one.base);
        }
    }
    const auto child = of(person(Sex::female, 6), {kg(20), cm(115)});
    BOOST_TEST(std::round(*child.bsa_m2 * 1000) / 1000 == 0.799, tt::tolerance(1e-9));
    BOOST_TEST(!child.ibw_kg.has_value());
}

BOOST_AUTO_TEST_CASE(unknown_sex_takes_the_lower_ideal_weight) {
    for (const Sex sex : {Sex::unknown, Sex::other}) {
        const auto body = of(person(sex, 50), {cm(178)});
        BOOST_TEST(*body.ibw_kg == *of(person(Sex::female, 50), {cm(178)}).ibw_kg);
        BOOST_TEST(body.sex_unknown);
    }
    BOOST_TEST(!of(person(Sex::male, 50), {cm(178)}).sex_unknown);
}

BOOST_AUTO_TEST_CASE(weight_windows_by_age) {
    const struct {
        int age, days_ago;
        bool usable, stale;
    } cases[] = {
        {50, 90, true, false},
        {50, 91, true, true},
        {50, 365, true, true},
        {50, 366, false, false},
        {17, 60, true, false},
        {17, 61, false, false},
        {2, 60, true, false},
        {1, 30, true, false},
        {1, 31, false, false},
        {50, -1, false, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.age << " y, " << one.days_ago << " d") {
            const auto body = of(person(Sex::female, one.age), {kg(30, one.days_ago)});
            BOOST_TEST(body.weight_kg.has_value() == one.usable);
            BOOST_TEST(body.weight_stale == one.stale);
        }
    }
}

BOOST_AUTO_TEST_CASE(plausible_weights) {
    const struct {
        int age;
        double kg;
        bool want;
    } cases[] = {
        {50, 25, true},
        {50, 24.9, false},
        {50, 300, true},
        {50, 301, false},
        {10, 2, true},
        {10, 1.9, false},
        {10, 150, true},
        {10, 151, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.age << " y, " << one.kg << " kg") {
            const auto body = of(person(Sex::female, one.age), {kg(one.kg)});
            BOOST_TEST(body.weight_kg.has_value() == one.want);
            BOOST_TEST(body.weight_implausible == !one.want);
        }
    }
    const auto older = of(person(Sex::female, 50), {kg(700, 1), kg(70, 20)});
    BOOST_TEST(*older.weight_kg == 70);
    BOOST_TEST(older.weight_implausible);
}

BOOST_AUTO_TEST_CASE(a_jump_is_more_than_a_fifth_within_thirty_days) {
    const struct {
        double before;
        int days_before;
        bool want;
    } cases[] = {
        {100, 31, false},  // exactly 20 %
        {101, 31, true},
        {101, 32, false},  // 31 days apart
        {60, 10, true},
        {75, 10, false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.before << " kg " << one.days_before << " d ago") {
            const auto body = of(person(Sex::female, 50), {kg(80, 1), kg(one.before, one.days_before)});
            BOOST_TEST(body.weight_jump == one.want);
            BOOST_TEST(*body.weight_kg == 80);
        }
    }
}

BOOST_AUTO_TEST_CASE(heights) {
    BOOST_TEST(of(person(Sex::female, 50), {cm(165, 9000)}).height_cm.has_value());
    BOOST_TEST(!of(person(Sex::female, 20), {cm(140, 3000)}).height_cm.has_value());  // taken at 12 years
    BOOST_TEST(of(person(Sex::female, 10), {cm(140, 180)}).height_cm.has_value());
    BOOST_TEST(!of(person(Sex::female, 10), {cm(140, 181)}).height_cm.has_value());
    BOOST_TEST(*of(person(Sex::female, 50), {cm(1.65, 1), cm(165, 100)}).height_cm == 165);
    BOOST_TEST(!of(person(Sex::female, 50), {kg(62)}).bsa_m2.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

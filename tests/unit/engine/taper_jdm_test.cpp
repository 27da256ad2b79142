#include "engine/taper/plan.hpp"
#include "engine/taper/totals.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace iim::engine;
using namespace iim::engine::taper;

namespace {

constexpr Day monday = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

/// The rows of RULES 7.4, digit by digit.
struct Golden {
    double kg, start;
    std::string_view table;
} const golden[] = {
    {12,
     22.5,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 22.5 | 1.88 |
| 2 | 2026-02-02 | 2026-02-15 | 17.5 | 1.46 |
| 3 | 2026-02-16 | 2026-03-15 | 12.5 | 1.04 |
| 4 | 2026-03-16 | 2026-03-29 | 10 | 0.83 |
| 5 | 2026-03-30 | 2026-04-12 | 8 | 0.67 |
| 6 | 2026-04-13 | 2026-04-26 | 7 | 0.58 |
| 7 | 2026-04-27 | 2026-05-10 | 6 | 0.50 |
| 8 | 2026-05-11 | 2026-05-24 | 5 | 0.42 |
| 9 | 2026-05-25 | 2026-06-07 | 4 | 0.33 |
| 10 | 2026-06-08 | open | 3 | 0.25 |
)"},
    {20,
     40,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 40 | 2.00 |
| 2 | 2026-02-02 | 2026-02-15 | 30 | 1.50 |
| 3 | 2026-02-16 | 2026-03-15 | 20 | 1.00 |
| 4 | 2026-03-16 | 2026-03-29 | 17.5 | 0.88 |
| 5 | 2026-03-30 | 2026-04-12 | 15 | 0.75 |
| 6 | 2026-04-13 | 2026-04-26 | 12.5 | 0.62 |
| 7 | 2026-04-27 | 2026-05-10 | 10 | 0.50 |
| 8 | 2026-05-11 | 2026-05-24 | 8 | 0.40 |
| 9 | 2026-05-25 | 2026-06-07 | 6 | 0.30 |
| 10 | 2026-06-08 | open | 4 | 0.20 |
)"},
    {35,
     60,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 60 | 1.71 |
| 2 | 2026-02-02 | 2026-02-15 | 45 | 1.29 |
| 3 | 2026-02-16 | 2026-03-01 | 30 | 0.86 |
| 4 | 2026-03-02 | 2026-03-15 | 27.5 | 0.79 |
| 5 | 2026-03-16 | 2026-03-29 | 25 | 0.71 |
| 6 | 2026-03-30 | 2026-04-12 | 22.5 | 0.64 |
| 7 | 2026-04-13 | 2026-04-26 | 20 | 0.57 |
| 8 | 2026-04-27 | 2026-05-10 | 17.5 | 0.50 |
| 9 | 2026-05-11 | 2026-05-24 | 15 | 0.43 |
| 10 | 2026-05-25 | 2026-06-07 | 10 | 0.29 |
| 11 | 2026-06-08 | open | 7 | 0.20 |
)"},
};

std::string written(const Plan& plan, double kg) {
    std::string text;
    int number = 0;
    for (const TaperStep& each : plan.steps) {
        const auto last = last_day(each);
        // The catalogue rounds half to even: 12.5 mg of 20 kg are 0.62.
        text += fmt::format(
            "| {} | {} | {} | {:g} | {:.2f} |\n",
            ++number,
            iim::fhir::to_string(each.from),
            last ? iim::fhir::to_string(*last) : "open",
            each.mg,
            each.mg / kg
        );
    }
    return text;
}

Plan child(double kg, double mg, Policy policy = {}) {
    return plan({.kind = Kind::jdm, .mg = mg, .start = monday, .weight_kg = kg}, policy);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(taper_jdm)

BOOST_AUTO_TEST_CASE(worked_tables) {
    for (const Golden& each : golden) BOOST_TEST_CONTEXT(each.kg << " kg") {
            BOOST_TEST(jdm_start(each.kg, Policy()) == each.start);
            BOOST_TEST(written(child(each.kg, each.start), each.kg) == each.table);
        }
}

BOOST_AUTO_TEST_CASE(the_site_may_take_the_adult_bands_at_the_maximum_only) {
    Policy policy;
    policy.jdm_taper = "seed-bands";
    const auto second = [&](double kg, double mg) { return child(kg, mg, policy).steps.at(1).mg; };
    BOOST_TEST(second(35, 60) == 50);
    BOOST_TEST(child(35, 60, policy).steps.back().days == 14);
    BOOST_TEST(second(20, 40) == 30);
    BOOST_TEST(child(20, 40, policy).steps.back().days == 0);
}

BOOST_AUTO_TEST_CASE(refusals_say_what_to_change) {
    Policy off;
    off.jdm_taper = "off";
    const auto refused = [](const Plan& plan, std::string_view words) {
        return plan.steps.empty() && plan.refused.find(words) != plan.refused.npos;
    };
    BOOST_TEST(refused(child(20, 40, off), "jdm.taper"));
    BOOST_TEST(refused(child(40, 62.5), "maximum for children"));
    BOOST_TEST(refused(child(12, 60), "above 2 mg/kg"));
    BOOST_TEST(refused(child(12, 24.5), "above 2 mg/kg"));
    BOOST_TEST(!child(12, 24).steps.empty());
    BOOST_TEST(refused(child(40, 8), "0.2 mg/kg"));
    BOOST_TEST(refused(plan({.kind = Kind::jdm, .mg = 40, .start = monday}, Policy()), "weight"));
    BOOST_TEST(refused(child(0, 40), "weight"));
}

BOOST_AUTO_TEST_CASE(days_taken_already_shorten_the_first_phase) {
    const Plan taken =
        plan({.kind = Kind::jdm, .mg = 40, .start = monday, .days_at_start = 14, .weight_kg = 20}, Policy());
    BOOST_TEST(taken.steps.front().days == 14);
    const Plan long_taken =
        plan({.kind = Kind::jdm, .mg = 40, .start = monday, .days_at_start = 28, .weight_kg = 20}, Policy());
    BOOST_TEST(long_taken.steps.front().mg == 30);
    BOOST_TEST((long_taken.steps.front().from == monday));
}

BOOST_AUTO_TEST_SUITE_END()

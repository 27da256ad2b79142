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

/// The rows of RULES 7.3, digit by digit; the last line holds its totals.
struct Golden {
    std::string_view name;
    Kind kind;
    double start, hold_days;
    std::string_view table;
} const golden[] = {
    {"60 mg start - standard to zero",
     Kind::standard,
     60,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 60 | 28 | 1680 |
| 2 | 2026-02-02 | 2026-02-15 | 50 | 14 | 2380 |
| 3 | 2026-02-16 | 2026-03-01 | 40 | 14 | 2940 |
| 4 | 2026-03-02 | 2026-03-15 | 30 | 14 | 3360 |
| 5 | 2026-03-16 | 2026-03-29 | 25 | 14 | 3710 |
| 6 | 2026-03-30 | 2026-04-12 | 20 | 14 | 3990 |
| 7 | 2026-04-13 | 2026-04-26 | 17.5 | 14 | 4235 |
| 8 | 2026-04-27 | 2026-05-10 | 15 | 14 | 4445 |
| 9 | 2026-05-11 | 2026-05-24 | 12.5 | 14 | 4620 |
| 10 | 2026-05-25 | 2026-06-07 | 10 | 14 | 4760 |
| 11 | 2026-06-08 | 2026-06-21 | 7.5 | 14 | 4865 |
| 12 | 2026-06-22 | 2026-07-05 | 5 | 14 | 4935 |
| 13 | 2026-07-06 | 2026-07-19 | 2.5 | 14 | 4970 |
Steps 13; total 196 days (28.0 weeks); last dosing day 2026-07-19; cumulative 4970 mg; days at >=20 mg: 98; days at >=30 mg: 70.)"},
    {"80 mg start - standard to zero",
     Kind::standard,
     80,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 80 | 28 | 2240 |
| 2 | 2026-02-02 | 2026-02-15 | 70 | 14 | 3220 |
| 3 | 2026-02-16 | 2026-03-01 | 60 | 14 | 4060 |
| 4 | 2026-03-02 | 2026-03-15 | 50 | 14 | 4760 |
| 5 | 2026-03-16 | 2026-03-29 | 40 | 14 | 5320 |
| 6 | 2026-03-30 | 2026-04-12 | 30 | 14 | 5740 |
| 7 | 2026-04-13 | 2026-04-26 | 25 | 14 | 6090 |
| 8 | 2026-04-27 | 2026-05-10 | 20 | 14 | 6370 |
| 9 | 2026-05-11 | 2026-05-24 | 17.5 | 14 | 6615 |
| 10 | 2026-05-25 | 2026-06-07 | 15 | 14 | 6825 |
| 11 | 2026-06-08 | 2026-06-21 | 12.5 | 14 | 7000 |
| 12 | 2026-06-22 | 2026-07-05 | 10 | 14 | 7140 |
| 13 | 2026-07-06 | 2026-07-19 | 7.5 | 14 | 7245 |
| 14 | 2026-07-20 | 2026-08-02 | 5 | 14 | 7315 |
| 15 | 2026-08-03 | 2026-08-16 | 2.5 | 14 | 7350 |
Steps 15; total 224 days (32.0 weeks); last dosing day 2026-08-16; cumulative 7350 mg; days at >=20 mg: 126; days at >=30 mg: 98.)"},
    {"50 mg start - standard to zero",
     Kind::standard,
     50,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 50 | 28 | 1400 |
| 2 | 2026-02-02 | 2026-02-15 | 40 | 14 | 1960 |
| 3 | 2026-02-16 | 2026-03-01 | 30 | 14 | 2380 |
| 4 | 2026-03-02 | 2026-03-15 | 25 | 14 | 2730 |
| 5 | 2026-03-16 | 2026-03-29 | 20 | 14 | 3010 |
| 6 | 2026-03-30 | 2026-04-12 | 17.5 | 14 | 3255 |
| 7 | 2026-04-13 | 2026-04-26 | 15 | 14 | 3465 |
| 8 | 2026-04-27 | 2026-05-10 | 12.5 | 14 | 3640 |
| 9 | 2026-05-11 | 2026-05-24 | 10 | 14 | 3780 |
| 10 | 2026-05-25 | 2026-06-07 | 7.5 | 14 | 3885 |
| 11 | 2026-06-08 | 2026-06-21 | 5 | 14 | 3955 |
| 12 | 2026-06-22 | 2026-07-05 | 2.5 | 14 | 3990 |
Steps 12; total 182 days (26.0 weeks); last dosing day 2026-07-05; cumulative 3990 mg; days at >=20 mg: 84; days at >=30 mg: 56.)"},
    {"37.5 mg start - standard to zero",
     Kind::standard,
     37.5,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 37.5 | 28 | 1050 |
| 2 | 2026-02-02 | 2026-02-15 | 30 | 14 | 1470 |
| 3 | 2026-02-16 | 2026-03-01 | 25 | 14 | 1820 |
| 4 | 2026-03-02 | 2026-03-15 | 20 | 14 | 2100 |
| 5 | 2026-03-16 | 2026-03-29 | 17.5 | 14 | 2345 |
| 6 | 2026-03-30 | 2026-04-12 | 15 | 14 | 2555 |
| 7 | 2026-04-13 | 2026-04-26 | 12.5 | 14 | 2730 |
| 8 | 2026-04-27 | 2026-05-10 | 10 | 14 | 2870 |
| 9 | 2026-05-11 | 2026-05-24 | 7.5 | 14 | 2975 |
| 10 | 2026-05-25 | 2026-06-07 | 5 | 14 | 3045 |
| 11 | 2026-06-08 | 2026-06-21 | 2.5 | 14 | 3080 |
Steps 11; total 168 days (24.0 weeks); last dosing day 2026-06-21; cumulative 3080 mg; days at >=20 mg: 70; days at >=30 mg: 42.)"},
    {"60 mg start - slow tail from 10 mg (1 mg every 4 weeks)",
     Kind::slow_tail,
     60,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 60 | 28 | 1680 |
| 2 | 2026-02-02 | 2026-02-15 | 50 | 14 | 2380 |
| 3 | 2026-02-16 | 2026-03-01 | 40 | 14 | 2940 |
| 4 | 2026-03-02 | 2026-03-15 | 30 | 14 | 3360 |
| 5 | 2026-03-16 | 2026-03-29 | 25 | 14 | 3710 |
| 6 | 2026-03-30 | 2026-04-12 | 20 | 14 | 3990 |
| 7 | 2026-04-13 | 2026-04-26 | 17.5 | 14 | 4235 |
| 8 | 2026-04-27 | 2026-05-10 | 15 | 14 | 4445 |
| 9 | 2026-05-11 | 2026-05-24 | 12.5 | 14 | 4620 |
| 10 | 2026-05-25 | 2026-06-21 | 10 | 28 | 4900 |
| 11 | 2026-06-22 | 2026-07-19 | 9 | 28 | 5152 |
| 12 | 2026-07-20 | 2026-08-16 | 8 | 28 | 5376 |
| 13 | 2026-08-17 | 2026-09-13 | 7 | 28 | 5572 |
| 14 | 2026-09-14 | 2026-10-11 | 6 | 28 | 5740 |
| 15 | 2026-10-12 | 2026-11-08 | 5 | 28 | 5880 |
| 16 | 2026-11-09 | 2026-12-06 | 4 | 28 | 5992 |
| 17 | 2026-12-07 | 2027-01-03 | 3 | 28 | 6076 |
| 18 | 2027-01-04 | 2027-01-31 | 2 | 28 | 6132 |
| 19 | 2027-02-01 | 2027-02-28 | 1 | 28 | 6160 |
Steps 19; total 420 days (60.0 weeks); last dosing day 2027-02-28; cumulative 6160 mg; days at >=20 mg: 98; days at >=30 mg: 70.)"},
    {"60 mg start - maintenance floor 5 mg (open-ended last phase)",
     Kind::maintenance,
     60,
     28,
     R"(| 1 | 2026-01-05 | 2026-02-01 | 60 | 28 | 1680 |
| 2 | 2026-02-02 | 2026-02-15 | 50 | 14 | 2380 |
| 3 | 2026-02-16 | 2026-03-01 | 40 | 14 | 2940 |
| 4 | 2026-03-02 | 2026-03-15 | 30 | 14 | 3360 |
| 5 | 2026-03-16 | 2026-03-29 | 25 | 14 | 3710 |
| 6 | 2026-03-30 | 2026-04-12 | 20 | 14 | 3990 |
| 7 | 2026-04-13 | 2026-04-26 | 17.5 | 14 | 4235 |
| 8 | 2026-04-27 | 2026-05-10 | 15 | 14 | 4445 |
| 9 | 2026-05-11 | 2026-05-24 | 12.5 | 14 | 4620 |
| 10 | 2026-05-25 | 2026-06-07 | 10 | 14 | 4760 |
| 11 | 2026-06-08 | 2026-06-21 | 7.5 | 14 | 4865 |
| 12 | 2026-06-22 | open | 5 | — | 4865 |
Steps 12; total 168 days (24.0 weeks); last dosing day None; cumulative 4865 mg; days at >=20 mg: 98; days at >=30 mg: 70.)"},
    {"60 mg start - holdDays 14 (lower bound of the seeds)",
     Kind::standard,
     60,
     14,
     R"(| 1 | 2026-01-05 | 2026-01-18 | 60 | 14 | 840 |
| 2 | 2026-01-19 | 2026-02-01 | 50 | 14 | 1540 |
| 3 | 2026-02-02 | 2026-02-15 | 40 | 14 | 2100 |
| 4 | 2026-02-16 | 2026-03-01 | 30 | 14 | 2520 |
| 5 | 2026-03-02 | 2026-03-15 | 25 | 14 | 2870 |
| 6 | 2026-03-16 | 2026-03-29 | 20 | 14 | 3150 |
| 7 | 2026-03-30 | 2026-04-12 | 17.5 | 14 | 3395 |
| 8 | 2026-04-13 | 2026-04-26 | 15 | 14 | 3605 |
| 9 | 2026-04-27 | 2026-05-10 | 12.5 | 14 | 3780 |
| 10 | 2026-05-11 | 2026-05-24 | 10 | 14 | 3920 |
| 11 | 2026-05-25 | 2026-06-07 | 7.5 | 14 | 4025 |
| 12 | 2026-06-08 | 2026-06-21 | 5 | 14 | 4095 |
| 13 | 2026-06-22 | 2026-07-05 | 2.5 | 14 | 4130 |
Steps 13; total 182 days (26.0 weeks); last dosing day 2026-07-05; cumulative 4130 mg; days at >=20 mg: 84; days at >=30 mg: 56.)"},
};

/// As the tables of the catalogue are written.
std::string written(const Plan& plan) {
    std::string text;
    double sum = 0;
    int number = 0;
    for (const TaperStep& each : plan.steps) {
        const auto last = last_day(each);
        sum += each.mg * each.days;
        text += fmt::format(
            "| {} | {} | {} | {:g} | {} | {:g} |\n",
            ++number,
            iim::fhir::to_string(each.from),
            last ? iim::fhir::to_string(*last) : "open",
            each.mg,
            last ? std::to_string(each.days) : "\u2014",
            sum
        );
    }
    const Totals all = totals(plan.steps);
    return text
           + fmt::format(
               "Steps {}; total {} days ({:.1f} weeks); last dosing day {}; cumulative {:g} mg; "
               "days at >=20 mg: {}; days at >=30 mg: {}.",
               plan.steps.size(),
               all.days,
               all.days / 7.0,
               all.last_day ? iim::fhir::to_string(*all.last_day) : "None",
               all.mg,
               all.days_at_20,
               all.days_at_30
           );
}

std::string sequence(const Plan& plan) {
    std::string text;
    for (const TaperStep& each : plan.steps) text += fmt::format("{:g} \u2192 ", each.mg);
    return text + "0";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(taper_golden)

BOOST_AUTO_TEST_CASE(worked_tables) {
    for (const Golden& each : golden) BOOST_TEST_CONTEXT(each.name) {
            Policy policy;
            policy.taper_hold_days = each.hold_days;
            BOOST_TEST(written(plan({each.kind, each.start, monday}, policy)) == each.table);
        }
}

BOOST_AUTO_TEST_CASE(other_starts) {
    for (const auto& [start, doses] : {
             std::pair(
                 75.0,
                 std::string_view(
                     "75 → 65 → 55 → 45 → 35 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0"
                 )
             ),
             std::pair(
                 70.0,
                 std::string_view(
                     "70 → 60 → 50 → 40 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0"
                 )
             ),
             std::pair(
                 65.0,
                 std::string_view(
                     "65 → 55 → 45 → 35 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0"
                 )
             ),
             std::pair(
                 55.0,
                 std::string_view("55 → 45 → 35 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(
                 45.0, std::string_view("45 → 35 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(
                 42.5,
                 std::string_view("42.5 → 32.5 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(
                 40.0, std::string_view("40 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(
                 35.0, std::string_view("35 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(
                 32.5, std::string_view("32.5 → 30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(30.0, std::string_view("30 → 25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(
                 27.5, std::string_view("27.5 → 22.5 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")
             ),
             std::pair(25.0, std::string_view("25 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(22.5, std::string_view("22.5 → 20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(20.0, std::string_view("20 → 17.5 → 15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(15.0, std::string_view("15 → 12.5 → 10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(10.0, std::string_view("10 → 7.5 → 5 → 2.5 → 0")),
             std::pair(7.5, std::string_view("7.5 → 5 → 2.5 → 0")),
         })
        BOOST_TEST(sequence(plan({Kind::standard, start, monday}, Policy())) == doses);
}

BOOST_AUTO_TEST_SUITE_END()

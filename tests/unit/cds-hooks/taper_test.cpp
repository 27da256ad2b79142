#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/cli/taper_text.hpp"
#include "fhir/json.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
namespace planner = iim::engine::taper;
using planner::Kind;

namespace {

constexpr engine::Day monday = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

cli::TaperSheet sheet(Kind kind, std::optional<double> kg = {}) {
    cli::TaperSheet one;
    one.kind = kind;
    one.drug = "prednisone";
    one.weight_kg = kg;
    one.plan = planner::plan({.kind = kind, .mg = 60, .start = monday, .weight_kg = kg}, engine::Policy());
    return one;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

cli::TaperOptions usual() {
    cli::TaperOptions options;
    options.start = "2026-01-05";
    options.start_mg = 60;
    return options;
}

/// The sentence of the error.
template <class Change>
std::string wrong(Change change) {
    cli::TaperOptions options = usual();
    change(options);
    try {
        cli::taper(options);
    } catch (const ConfigError& error) { return error.what(); }
    return "nothing was wrong";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_taper)

BOOST_AUTO_TEST_CASE(the_table_of_60_mg) {
    const std::string text = text_of(sheet(Kind::standard));
    BOOST_TEST(has(text, "Taper of prednisone, plan standard, from 60 mg/day\n"));
    BOOST_TEST(has(text, "  1  2026-01-05  2026-02-01       60     28           1680\n"));
    BOOST_TEST(has(text, "  7  2026-04-13  2026-04-26     17.5     14           4235\n"));
    BOOST_TEST(has(text, "13 phases; 196 days (28.0 weeks); last dose on 2026-07-19; 4970 mg in all\n"));
    BOOST_TEST(has(text, "Days at 20 mg or more: 98; at 30 mg or more: 70\n"));
    BOOST_TEST(has(text, "consider Pneumocystis prophylaxis"));
    BOOST_TEST(has(text, "Reduce only while strength and CK are stable."));
}

BOOST_AUTO_TEST_CASE(a_dose_that_stays_and_a_weight) {
    const std::string text = text_of(sheet(Kind::maintenance, 50));
    BOOST_TEST(has(text, " 12  2026-06-22  open              5       0.10      -           4865\n"));
    BOOST_TEST(has(text, "60 mg/day is 1.20 mg/kg, above the usual maximum of 1 mg/kg"));
    BOOST_TEST(has(text, "the last dose goes on until reviewed"));
}

BOOST_AUTO_TEST_CASE(json_for_the_chart) {
    fhir::Document document;
    const auto json = document.parse(json_of(sheet(Kind::maintenance)));
    BOOST_TEST_REQUIRE(json.has_value());
    BOOST_TEST((*json)["plan"].text() == "maintenance");
    const fhir::Json steps = (*json)["steps"];
    BOOST_TEST_REQUIRE(steps.size() == 12u);
    BOOST_TEST(steps.at(0)["from"].text() == "2026-01-05");
    BOOST_TEST(steps.at(0)["to"].text() == "2026-02-01");
    BOOST_TEST(steps.at(0)["mg"].number().value_or(0) == 60);
    BOOST_TEST(steps.at(10)["cumulativeMg"].number().value_or(0) == 4865);
    BOOST_TEST(!steps.at(11)["to"]);
    BOOST_TEST((*json)["totals"]["days"].number().value_or(0) == 168);
    BOOST_TEST(!(*json)["totals"]["lastDay"]);
}

BOOST_AUTO_TEST_CASE(errors_say_what_to_change) {
    BOOST_TEST(has(wrong([](auto& o) { o.plan = "fast"; }), "write standard, slow-tail, maintenance or jdm"));
    BOOST_TEST(has(wrong([](auto& o) { o.start = "2026-02-30"; }), "write it as 2026-01-05"));
    BOOST_TEST(has(wrong([](auto& o) { o.start = "2026-02"; }), "write it as 2026-01-05"));
    BOOST_TEST(has(wrong([](auto& o) { o.start_mg.reset(); }), "--start-mg 60"));
    BOOST_TEST(has(wrong([](auto& o) { o.start_mg.reset(), o.weight_kg = 70; }), "--mg-per-kg"));
    BOOST_TEST(has(wrong([](auto& o) { o.start_mg.reset(), o.weight_kg = 70, o.mg_per_kg = 0; }), "above 0"));
    BOOST_TEST(has(wrong([](auto& o) { o.maintenance_mg = 5; }), "belongs to --plan maintenance"));
    BOOST_TEST(has(wrong([](auto& o) { o.weight_kg = 1; }), "write 2 to 300"));
    BOOST_TEST(has(wrong([](auto& o) { o.hold_days = 7; }), "taper.hold_days"));
    BOOST_TEST(has(wrong([](auto& o) { o.tablets = {0}; }), "no tablet"));
    BOOST_TEST(has(wrong([](auto& o) { o.days_at_dose = -1; }), "below 0"));
    BOOST_TEST(has(wrong([](auto& o) { o.drug = "dexamethasone"; }), "prednisone or prednisolone"));
    BOOST_TEST(has(wrong([](auto& o) { o.format = cli::TaperFormat::fhir, o.patient = "a b"; }), "no FHIR id")
    );
}

BOOST_AUTO_TEST_CASE(a_dose_without_a_plan_ends_with_1) {
    cli::TaperOptions low = usual();
    low.start_mg = 4;
    BOOST_TEST(cli::taper(low) == cli::input_is_bad);
    cli::TaperOptions child = usual();
    child.plan = "jdm";
    BOOST_TEST(cli::taper(child) == cli::input_is_bad);
    child.weight_kg = 12;  // RULES 7.4: from min(2 mg/kg, 60 mg), and 60 mg are 5 mg/kg
    BOOST_TEST(cli::taper(child) == cli::input_is_bad);
    child.start_mg = 24;
    BOOST_TEST(cli::taper(child) == cli::fine);
    child.start_mg = 24.5;
    BOOST_TEST(cli::taper(child) == cli::input_is_bad);
}

BOOST_AUTO_TEST_CASE(a_dose_by_weight_is_capped_not_refused) {
    cli::TaperOptions heavy = usual();
    heavy.start_mg.reset();
    heavy.weight_kg = 50;
    heavy.mg_per_kg = 1.2;
    BOOST_TEST(cli::taper(heavy) == cli::fine);
    heavy.maintenance_mg = 5;
    heavy.plan = "maintenance";
    BOOST_TEST(cli::taper(heavy) == cli::fine);
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/unit/engine/steroid_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;
namespace fhir = iim::fhir;
using Case = SteroidCase;

BOOST_AUTO_TEST_SUITE(steroid_timeline)

BOOST_AUTO_TEST_CASE(equivalents_are_exact) {
    struct {
        Concept drug;
        double mg, prednisone;
    } const table[] = {
        {drug::prednisone, 60, 60},
        {drug::prednisolone, 60, 60},
        {drug::methylprednisolone, 16, 20},
        {drug::methylprednisolone, 64, 80},
        {drug::triamcinolone, 4, 5},
        {drug::dexamethasone, 12, 80},
        {drug::dexamethasone, 0.75, 5},
        {drug::betamethasone, 3, 20},
        {drug::hydrocortisone, 20, 5},
        {drug::cortisone, 25, 5},
        {drug::deflazacort, 24, 20},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.drug.index << " " << row.mg) {
            Case one({draft(row.drug, {daily(row.mg, today)})});
            const auto seen = one.timeline();
            BOOST_TEST_REQUIRE(seen.courses().size() == 1u);
            BOOST_TEST((seen.courses()[0].peak.hi == row.prednisone));
        }
    }
    BOOST_TEST((prednisone_equivalent(drug::fludrocortisone) == std::nullopt));
    BOOST_TEST((prednisone_equivalent(drug::corticotropin) == std::nullopt));
    BOOST_TEST((prednisone_equivalent(drug::budesonide_oral) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(only_systemic_routes_count) {
    struct {
        Route route;
        double mg;
    } const table[] = {
        {Route::oral, 40},
        {Route::enteral, 40},
        {Route::iv, 40},
        {Route::sc, 40},
        {Route::topical, 0},
        {Route::inhaled, 0},
        {Route::nasal, 0},
        {Route::rectal, 0},
        {Route::ophthalmic, 0},
        {Route::otic, 0},
        {Route::epidural, 0},
        {Route::intrathecal, 0},
        {Route::intra_articular, 0},
        {Route::intralesional, 0},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(static_cast<int>(row.route)) {
            Case one({active(drug::prednisone, {daily(40, days_ago(3))}, row.route)});
            BOOST_TEST(one.timeline().now() == row.mg);
            BOOST_TEST(one.timeline().courses().size() == (row.mg > 0 ? 1u : 0u));
        }
    }
}

BOOST_AUTO_TEST_CASE(states) {
    struct {
        OrderState state;
        double past, now;
    } const table[] = {
        {OrderState::current, 40, 40},
        {OrderState::historical, 40, 0},
        {OrderState::on_hold, 0, 0},
        {OrderState::do_not_give, 0, 0},
        {OrderState::draft, 0, 40},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(static_cast<int>(row.state)) {
            const auto seen =
                timeline({order(row.state, drug::prednisone, {daily(40, days_ago(20), in_days(20))})});
            BOOST_TEST(seen.on(days_ago(10)) == row.past);
            BOOST_TEST(seen.now() == row.now);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_course_of_n_days_makes_a_run_of_n_days) {
    for (const int days : {1, 13, 14, 27, 28}) {
        BOOST_TEST_CONTEXT(days) {
            const auto seen = timeline({draft(drug::prednisone, {daily(20, today, in_days(days - 1))})});
            const auto run = seen.run(20);
            BOOST_TEST_REQUIRE(run.has_value());
            BOOST_TEST(run->total_days() == days);
            BOOST_TEST(run->past_days == 0);
            BOOST_TEST(!run->open);
            BOOST_TEST((run->end == in_days(days - 1)));
        }
    }
}

BOOST_AUTO_TEST_CASE(thresholds) {
    BOOST_TEST(
        total(timeline({draft(drug::prednisone, {daily(19.9, today, in_days(27))})}).run(20)) == no_run
    );
    BOOST_TEST(total(timeline({draft(drug::prednisone, {daily(20, today, in_days(27))})}).run(20)) == 28);
    BOOST_TEST(
        total(timeline({draft(drug::methylprednisolone, {daily(16, today, in_days(27))})}).run(20)) == 28
    );
    const auto fifteen = timeline({draft(drug::prednisone, {daily(15, today, in_days(27))})});
    BOOST_TEST(total(fifteen.run(15)) == 28);
    BOOST_TEST(total(fifteen.run_above(15)) == no_run);
    BOOST_TEST(
        total(timeline({draft(drug::prednisone, {daily(15.1, today, in_days(27))})}).run_above(15)) == 28
    );
}

BOOST_AUTO_TEST_CASE(a_run_bridges_three_days_and_not_four) {
    for (const int gap : {0, 1, 3, 4, 5}) {
        BOOST_TEST_CONTEXT(gap) {
            const auto seen = timeline({
                past(drug::prednisone, {daily(30, days_ago(20), days_ago(gap + 1))}),
                draft(drug::prednisone, {daily(30, today, in_days(9))}),
            });
            BOOST_TEST(total(seen.run(20)) == (gap <= 3 ? 30 : 10));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_run_counts_past_and_planned_days_and_today_is_planned) {
    const auto run = timeline({active(drug::prednisone, {daily(30, days_ago(15), in_days(11))})}).run(20);
    BOOST_TEST_REQUIRE(run.has_value());
    BOOST_TEST(run->past_days == 15);
    BOOST_TEST(run->future_days == 12);
    BOOST_TEST(!timeline({active(drug::prednisone, {daily(30, days_ago(60), days_ago(1))})}).run(20));
    BOOST_TEST(total(timeline({active(drug::prednisone, {daily(30, days_ago(60), today)})}).run(20)) == 61);
}

BOOST_AUTO_TEST_CASE(a_taper_is_one_run_until_it_falls_below) {
    // F7: 60 mg for 28 d, 50 mg for 14 d, 40 mg for 14 d.
    Case one({draft(
        drug::prednisone,
        {daily(60, today, in_days(27)),
         daily(50, in_days(28), in_days(41)),
         daily(40, in_days(42), in_days(55))}
    )});
    const auto seen = one.timeline();
    BOOST_TEST(total(seen.run(20)) == 56);
    BOOST_TEST((seen.courses()[0].peak.hi == 60));
    BOOST_TEST(total(seen.run(50)) == 42);
    BOOST_TEST(seen.courses()[0].days_at_least_5 == 56);
    BOOST_TEST(!seen.courses()[0].open);
}

BOOST_AUTO_TEST_CASE(the_start_is_the_first_day_of_the_current_stretch) {
    const auto started = [](int gap) {
        return timeline({
                            past(drug::prednisone, {daily(20, days_ago(100), days_ago(51 + gap))}),
                            active(drug::prednisone, {daily(10, days_ago(50))}),
                        })
            .start_date();
    };
    BOOST_TEST((started(14) == days_ago(100)));
    BOOST_TEST((started(15) == days_ago(50)));
    // Below 5 mg is not taken; a stretch that ended within 14 days is still the current one.
    BOOST_TEST(!timeline({active(drug::prednisone, {daily(4.9, days_ago(50))})}).start_date());
    BOOST_TEST((timeline({active(drug::prednisone, {daily(5, days_ago(50))})}).start_date() == days_ago(50)));
    const auto ended = [](int ago) {
        return timeline({past(drug::prednisone, {daily(20, days_ago(50), days_ago(ago))})}).start_date();
    };
    BOOST_TEST((ended(14) == days_ago(50)));
    BOOST_TEST(!ended(15));
    BOOST_TEST(!timeline({draft(drug::prednisone, {daily(20, in_days(1))})}).start_date());
}

BOOST_AUTO_TEST_CASE(prn_and_ranges) {
    fhir::DosePhase prn = daily(5, days_ago(3));
    prn.prn = true;
    prn.mg_per_day.lo = 0;
    const auto needed = timeline({active(drug::prednisone, {prn})});
    BOOST_TEST(needed.now() == 5);
    BOOST_TEST(needed.at_least_on(today) == 0);
    fhir::DosePhase range = daily(60, days_ago(3));
    range.mg_per_day.lo = 40;
    BOOST_TEST(timeline({active(drug::prednisone, {range})}).at_least_on(today) == 40);
    // F20: every other day counts as the mean.
    fhir::DosePhase alternate = daily(5, days_ago(3));
    alternate.frequency = fhir::Frequency::alternate;
    alternate.mg_per_dose = {10, 10};
    BOOST_TEST(timeline({active(drug::prednisone, {alternate})}).now() == 5);
}

/// RULES 2.6: the first day of the uninterrupted run, also where it lies before the calendar.
BOOST_AUTO_TEST_CASE(a_run_from_before_the_window_keeps_its_start) {
    const auto renewed = timeline(
        {active(drug::prednisone, {daily(20, days_ago(700), days_ago(500))}),
         active(drug::prednisone, {daily(20, days_ago(496), today)})}
    );
    BOOST_TEST((renewed.start_date() == days_ago(700)));
    BOOST_TEST((renewed.run(20)->start == days_ago(700)));  // 3 days without are bridged
    BOOST_TEST(renewed.run(20)->past_days == 700);
    const auto apart = timeline(
        {active(drug::prednisone, {daily(20, days_ago(700), days_ago(515))}),
         active(drug::prednisone, {daily(20, days_ago(499), today)})}
    );
    BOOST_TEST((apart.start_date() == days_ago(499)));  // 15 days without are not
    const auto lower = timeline(
        {active(drug::prednisone, {daily(15, days_ago(700), days_ago(500))}),
         active(drug::prednisone, {daily(20, days_ago(499), today)})}
    );
    BOOST_TEST((lower.start_date() == days_ago(700)));
    BOOST_TEST((lower.run(20)->start == days_ago(499)));
}

BOOST_AUTO_TEST_CASE(outside_of_the_window_is_zero_and_nothing_overflows) {
    const auto seen = timeline({active(drug::prednisone, {daily(20, Day(Days(-40000)), Day(Days(60000)))})});
    BOOST_TEST(seen.on(days_ago(365)) == 20);
    BOOST_TEST(seen.on(days_ago(366)) == 0);
    BOOST_TEST(seen.on(in_days(365)) == 20);
    BOOST_TEST(seen.on(in_days(366)) == 0);
    BOOST_TEST((seen.start_date() == Day(Days(-40000))));
    BOOST_TEST(seen.cumulative_mg_last_year() == 20 * 365);
    const auto far =
        timeline({draft(drug::prednisone, {daily(1e300, today), every(7, 20, Day(Days(-40000)))})});
    BOOST_TEST(far.courses().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

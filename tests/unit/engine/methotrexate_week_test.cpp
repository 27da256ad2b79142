#include "engine/options/methotrexate_week.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;
using iim::engine::mtx::Rhythm;
using iim::fhir::DosePhase;
using iim::fhir::Frequency;

namespace {

constexpr std::uint8_t monday = 1, tuesday = 2, thursday = 8;

DosePhase times_a_week(double times, Frequency frequency, std::uint8_t weekdays = 0) {
    DosePhase one;
    one.start = today;
    one.mg_per_dose = {15.0, 15.0};
    one.doses_per_day = {times / 7, times / 7};
    one.doses_per_week = {times, times};
    one.frequency = frequency;
    one.weekdays = weekdays;
    return one;
}
/// As the reader fills it: all of them may fall into one week, at most one a day.
DosePhase times_in_days(double times, double days, Frequency frequency) {
    DosePhase one = times_a_week(std::min(times, 7.0), frequency);
    one.doses_per_day = {times / days, times / days};
    return one;
}
DosePhase weekly(std::uint8_t weekdays = monday) {
    return times_a_week(1, Frequency::weekly, weekdays);
}
DosePhase within(double hours, DosePhase one) {
    one.span_hours = hours;
    return one;
}
DosePhase clashing(Frequency other, DosePhase one) {
    one.timing_conflict = true;
    one.conflicting = other;
    return one;
}
DosePhase as_needed(DosePhase one) {
    one.prn = true;
    one.frequency = Frequency::prn;
    return one;
}
DosePhase counted(double administrations, DosePhase one) {
    one.administrations = administrations;
    return one;
}

Order order_of(std::vector<DosePhase> phases) {
    Order order;
    order.state = OrderState::draft;
    order.in_context = true;
    order.drugs = {drug::methotrexate};
    order.dose.phases = std::move(phases);
    return order;
}

mtx::Schedule read(std::vector<DosePhase> phases, double split_hours = 36) {
    return mtx::schedule_of(order_of(std::move(phases)), today, split_hours);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(methotrexate_week)

BOOST_AUTO_TEST_CASE(a_single_instruction_is_weekly_split_or_not) {
    const DosePhase daily = times_a_week(7, Frequency::daily);
    const DosePhase thrice = times_a_week(3, Frequency::multi_weekly);
    const struct {
        DosePhase phase;
        Rhythm want;
        std::string_view written;
    } table[] = {
        {weekly(), Rhythm::weekly, "15 mg weekly"},
        {daily, Rhythm::not_weekly, "15 mg daily"},
        {times_a_week(14, Frequency::daily), Rhythm::not_weekly, "15 mg twice daily"},
        {times_a_week(3.5, Frequency::alternate), Rhythm::not_weekly, "15 mg every other day"},
        {thrice, Rhythm::not_weekly, "15 mg 3 times in a week"},
        {within(36, thrice), Rhythm::split, ""},
        {within(36.5, thrice), Rhythm::not_weekly, ""},
        {times_a_week(2, Frequency::multi_weekly, monday), Rhythm::split, "15 mg on Monday"},
        {times_a_week(2, Frequency::multi_weekly, monday | thursday),
         Rhythm::not_weekly,
         "15 mg on Monday and Thursday"},
        {times_a_week(2, Frequency::multi_weekly, monday | tuesday), Rhythm::not_weekly, ""},
        {as_needed(weekly()), Rhythm::not_weekly, "15 mg as needed"},
        {clashing(Frequency::daily, weekly()), Rhythm::not_weekly, "15 mg weekly"},
        {clashing(Frequency::weekly, weekly()), Rhythm::weekly, ""},
        {counted(3, times_a_week(14, Frequency::daily)), Rhythm::split, ""},
        {counted(5, times_a_week(14, Frequency::daily)), Rhythm::not_weekly, ""},
        {counted(2, daily), Rhythm::not_weekly, ""},
        {times_a_week(1, Frequency::cyclic), Rhythm::other, ""},
        {times_a_week(4, Frequency::cyclic), Rhythm::not_weekly, ""},
        {times_in_days(1, 10, Frequency::weekly), Rhythm::other, "15 mg every 10 days"},
        {times_in_days(4, 30.4375, Frequency::cyclic), Rhythm::not_weekly, "15 mg 4 times in 30 days"},
        {times_in_days(2, 10, Frequency::multi_weekly), Rhythm::not_weekly, "15 mg 2 times in 10 days"},
        {times_in_days(8, 30, Frequency::cyclic), Rhythm::not_weekly, "15 mg up to 7 times in a week"},
        {counted(1, times_a_week(1, Frequency::once)), Rhythm::other, ""},
        {DosePhase{}, Rhythm::unreadable, ""},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT("row " << &each - table) {
            const mtx::Schedule got = read({each.phase});
            BOOST_TEST(static_cast<int>(got.rhythm) == static_cast<int>(each.want));
            if (!each.written.empty()) BOOST_TEST(got.written == each.written);
        }
}

BOOST_AUTO_TEST_CASE(the_site_may_widen_the_split) {
    const DosePhase parts = within(40, times_a_week(3, Frequency::multi_weekly));
    BOOST_TEST((read({parts}).rhythm == Rhythm::not_weekly));
    BOOST_TEST((read({parts}, 48).rhythm == Rhythm::split));
}

BOOST_AUTO_TEST_CASE(weekly_instructions_at_once_add_up_to_several_days) {
    BOOST_TEST((read({weekly(monday), weekly(thursday)}).rhythm == Rhythm::not_weekly));
    BOOST_TEST(read({weekly(monday), weekly(thursday)}).written == "on Monday and Thursday");
    BOOST_TEST((read({weekly(monday), weekly(monday)}).rhythm == Rhythm::split));
    BOOST_TEST((read({weekly(0), weekly(0)}).rhythm == Rhythm::not_weekly));
    DosePhase first = weekly(monday), later = weekly(thursday);
    first.end = in_days(27);
    later.start = in_days(28);
    BOOST_TEST((read({first, later}).rhythm == Rhythm::weekly));
}

BOOST_AUTO_TEST_CASE(the_worst_instruction_speaks_for_the_order) {
    DosePhase daily = times_a_week(7, Frequency::daily);
    daily.end = in_days(4);
    DosePhase then = weekly();
    then.start = in_days(5);
    BOOST_TEST((read({daily, then}).rhythm == Rhythm::not_weekly));
    daily.start = in_days(-9);
    daily.end = in_days(-5);
    then.start = in_days(-4);
    BOOST_TEST((read({daily, then}).rhythm == Rhythm::weekly));
    BOOST_TEST((read({daily}).rhythm == Rhythm::not_weekly));  // all over: somebody signs it still
}

BOOST_AUTO_TEST_CASE(free_text_decides_where_the_timing_is_silent) {
    Order order = order_of({DosePhase{}});
    order.dose.problems = iim::fhir::frequency_unreadable;
    BOOST_TEST((mtx::schedule_of(order, today, 36).rhythm == Rhythm::unreadable));
    order.dose.text_says_weekly = true;
    BOOST_TEST((mtx::schedule_of(order, today, 36).rhythm == Rhythm::weekly));
    BOOST_TEST(mtx::schedule_of(order, today, 36).weekly_by_text);
    order.dose.text_says_several_days = true;
    BOOST_TEST((mtx::schedule_of(order, today, 36).rhythm == Rhythm::not_weekly));
    order.dose.text_says_several_days = false;
    order.dose.text_says_daily = true;
    BOOST_TEST((mtx::schedule_of(order, today, 36).rhythm == Rhythm::not_weekly));
}

BOOST_AUTO_TEST_CASE(a_day_is_named_in_the_timing_or_in_the_text) {
    BOOST_TEST(read({weekly(monday)}).names_day);
    BOOST_TEST(!read({weekly(0)}).names_day);
    Order order = order_of({weekly(0)});
    order.dose.text_names_day = true;
    BOOST_TEST(mtx::schedule_of(order, today, 36).names_day);
    DosePhase dated = weekly(0);
    dated.end = dated.start;
    BOOST_TEST(read({dated}).names_day);
}

BOOST_AUTO_TEST_CASE(amounts_and_days_in_words) {
    BOOST_TEST(mtx::amount({15.0, 15.0}) == "15 mg");
    BOOST_TEST(mtx::amount({10.0, 15.0}) == "10-15 mg");
    BOOST_TEST(mtx::amount({std::nullopt, 15.0}) == "15 mg");
    BOOST_TEST(mtx::amount({}) == "");
    BOOST_TEST(mtx::days_in_words(0) == "");
    BOOST_TEST(mtx::days_in_words(monday | thursday) == "Monday and Thursday");
}

BOOST_AUTO_TEST_CASE(oncology_needs_its_context) {
    const auto oncology =
        [](bool malignancy, bool myositis, bool reason, bool category, std::string_view words) {
        Build build;
        if (malignancy) build.condition(condition::malignancy);
        if (myositis) build.dermatomyositis();
        Order& order = build.order(OrderState::draft, drug::methotrexate, {{.mg = 15}});
        if (reason) order.reasons = {condition::malignancy};
        order.has_reason = reason || !words.empty();
        order.oncology = category;
        order.reason_label = words;
        const Patient patient = build.patient();
        return mtx::is_oncology(patient, patient.facts().orders.front());
    };
    BOOST_TEST(oncology(true, true, true, false, ""));
    BOOST_TEST(!oncology(true, false, false, false, ""));  // a neoplasm that is not of the blood
    BOOST_TEST(!oncology(true, true, false, false, ""));
    BOOST_TEST(!oncology(true, false, false, false, "Rheumatoid arthritis"));
    BOOST_TEST(oncology(true, true, false, true, ""));
    BOOST_TEST(!oncology(false, true, false, true, ""));
    BOOST_TEST(oncology(false, true, false, false, "Maintenance of acute leukaemia"));
    BOOST_TEST(!oncology(false, true, false, false, "Dermatomyositis"));
    BOOST_TEST(!oncology(false, true, false, false, "Cancer-associated dermatomyositis"));
}

BOOST_AUTO_TEST_CASE(leukaemia_alone_is_oncology) {
    const struct {
        std::string_view code, label;
        bool arthritis;
        bool want;
    } table[] = {
        {"C91.00", "", false, true},
        {"C83.50", "", false, true},
        {"C80.1", "", false, false},
        {"C97", "", false, false},
        {"C50.911", "Malignant neoplasm of breast", false, false},
        {"93143009", "Leukemia, disease", false, true},
        {"C91.00", "", true, false},
    };
    for (const auto& each : table)
        BOOST_TEST_CONTEXT(each.code << (each.arthritis ? " with rheumatoid arthritis" : "")) {
            Build build;
            if (each.arthritis) build.condition(condition::rheumatoid_arthritis);
            build.condition(condition::malignancy);
            build.order(OrderState::draft, drug::methotrexate, {{.mg = 15}});
            Condition& neoplasm = build.facts().conditions.back();
            neoplasm.code = each.code;
            neoplasm.label = each.label;
            const Patient patient = build.patient();
            BOOST_TEST(mtx::is_oncology(patient, patient.facts().orders.front()) == each.want);
        }
}

BOOST_AUTO_TEST_CASE(routes_of_weekly_methotrexate) {
    const struct {
        Route route;
        bool want;
    } table[] = {
        {Route::oral, true},
        {Route::sc, true},
        {Route::im, true},
        {Route::unknown, true},
        {Route::enteral, true},
        {Route::iv, false},
        {Route::intrathecal, false},
        {Route::topical, false},
    };
    for (const auto& each : table) {
        Order order;
        order.route = each.route;
        BOOST_TEST(mtx::is_weekly_route(order) == each.want);
    }
}

BOOST_AUTO_TEST_SUITE_END()

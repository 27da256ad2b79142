#include "engine/terms/groups.hpp"
#include "tests/unit/engine/steroid_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;
namespace fhir = iim::fhir;
using Case = SteroidCase;

BOOST_AUTO_TEST_SUITE(steroid_course)

BOOST_AUTO_TEST_CASE(pulses) {
    struct {
        Concept drug;
        double mg;
        Route route;
        SteroidClass kind;
    } const table[] = {
        {drug::methylprednisolone, 249, Route::iv, SteroidClass::burst},
        {drug::methylprednisolone, 250, Route::iv, SteroidClass::pulse},
        {drug::methylprednisolone, 1000, Route::iv, SteroidClass::pulse},
        {drug::methylprednisolone, 250, Route::oral, SteroidClass::burst},
        {drug::dexamethasone, 46.875, Route::iv, SteroidClass::pulse},  // = 312.5 mg prednisone
        {drug::dexamethasone, 46.8, Route::iv, SteroidClass::burst},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.drug.index << " " << row.mg) {
            const auto seen = timeline({draft(row.drug, {daily(row.mg, today, in_days(2))}, row.route)});
            BOOST_TEST((seen.courses().at(0).kind == row.kind));
        }
    }
    // By weight: 10 mg/kg of 20 kg.
    for (const double mg : {199.0, 200.0}) {
        Case child({draft(drug::methylprednisolone, {daily(mg, today, in_days(2))}, Route::iv)});
        child.facts.body.weight_kg = 20;
        const auto seen = child.timeline();
        BOOST_TEST((seen.courses()[0].kind == SteroidClass::pulse) == (mg >= 200));
    }
}

BOOST_AUTO_TEST_CASE(a_pulse_counts_on_its_days) {
    const auto given =
        timeline({past(drug::methylprednisolone, {daily(1000, days_ago(12), days_ago(10))}, Route::iv)});
    BOOST_TEST(given.on(days_ago(11)) == 1250);
    BOOST_TEST((given.last_pulse() == days_ago(10)));
    // A pulse runs into the tablets that follow it.
    const auto followed = timeline({
        past(drug::methylprednisolone, {daily(1000, days_ago(3), days_ago(1))}, Route::iv),
        draft(drug::prednisone, {daily(60, today, in_days(24))}),
    });
    BOOST_TEST(total(followed.run(20)) == 28);
    // Without an end a pulse is five days, not ninety.
    const auto open = timeline({draft(drug::methylprednisolone, {daily(1000, today)}, Route::iv)});
    BOOST_TEST(total(open.run(20)) == 5);
    BOOST_TEST(open.courses().at(0).open);
    // Monthly pulses are single days, not a high average.
    const auto monthly =
        timeline({active(drug::methylprednisolone, {every(28, 1000, days_ago(30))}, Route::iv)});
    BOOST_TEST(total(monthly.run(20)) == 1);
    BOOST_TEST((monthly.last_pulse() == days_ago(2)));
    BOOST_TEST(!timeline({active(drug::prednisone, {daily(60, days_ago(9))})}).last_pulse());
}

BOOST_AUTO_TEST_CASE(premedication_counts_nowhere) {
    const Order dose = draft(drug::methylprednisolone, {once(100, today)}, Route::iv);
    for (const Concept drug : group::anti_cd20)
        BOOST_TEST((timeline({draft(drug, {once(1000, today)}, Route::iv), dose}).now() == 0), drug.index);
    const Order infusion = draft(drug::rituximab, {once(1000, today)}, Route::iv);
    const auto seen = timeline({infusion, dose});
    BOOST_TEST((seen.courses().at(0).kind == SteroidClass::premed));
    BOOST_TEST(seen.now() == 0);
    BOOST_TEST_CONTEXT("no infusion that day") {
        const auto other = timeline({draft(drug::rituximab, {once(1000, in_days(1))}, Route::iv), dose});
        BOOST_TEST((other.courses().at(0).kind != SteroidClass::premed));
        BOOST_TEST(other.now() == 125);
    }
    BOOST_TEST_CONTEXT("more than one day") {
        const auto days =
            timeline({infusion, draft(drug::methylprednisolone, {daily(100, today, in_days(1))}, Route::iv)});
        BOOST_TEST((days.courses().at(0).kind != SteroidClass::premed));
    }
    BOOST_TEST_CONTEXT("a pulse is no premedication") {
        const auto pulse =
            timeline({infusion, draft(drug::methylprednisolone, {once(1000, today)}, Route::iv)});
        BOOST_TEST((pulse.courses().at(0).kind == SteroidClass::pulse));
        BOOST_TEST(pulse.now() == 1250);
    }
    BOOST_TEST_CONTEXT("prednisone is none") {
        BOOST_TEST(timeline({infusion, draft(drug::prednisone, {once(60, today)})}).now() == 60);
    }
    BOOST_TEST_CONTEXT("the reason says so") {
        Order named = draft(drug::hydrocortisone, {once(100, today)}, Route::iv);
        named.reason_label = "Premedication before immunoglobulin";
        BOOST_TEST(timeline({named}).now() == 0);
    }
}

BOOST_AUTO_TEST_CASE(replacement) {
    struct {
        Concept drug;
        double mg;
        bool adrenal;
        bool replacement;
    } const table[] = {
        {drug::hydrocortisone, 25, false, true},
        {drug::hydrocortisone, 25.1, false, false},
        {drug::hydrocortisone, 25.1, true, true},
        {drug::hydrocortisone, 30, true, true},
        {drug::hydrocortisone, 30.1, true, false},
        {drug::prednisolone, 7.5, true, true},
        {drug::prednisolone, 7.6, true, false},
        {drug::prednisolone, 5, false, false},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.drug.index << " " << row.mg << " " << row.adrenal) {
            Case one({active(row.drug, {daily(row.mg, days_ago(100))})});
            if (row.adrenal) one.facts.conditions.push_back(diagnosis(condition::adrenal_insufficiency));
            const auto seen = one.timeline();
            BOOST_TEST((seen.courses().at(0).kind == SteroidClass::replacement) == row.replacement);
        }
    }
}

BOOST_AUTO_TEST_CASE(bursts_are_shorter_than_the_minimum_and_not_followed) {
    const auto kind = [](std::vector<Order> orders) {
        return timeline(std::move(orders)).courses().at(0).kind;
    };
    BOOST_TEST((kind({draft(drug::prednisone, {daily(40, today, in_days(12))})}) == SteroidClass::burst));
    BOOST_TEST((kind({draft(drug::prednisone, {daily(40, today, in_days(13))})}) == SteroidClass::ordinary));
    BOOST_TEST((kind({draft(drug::prednisone, {daily(40, today)})}) == SteroidClass::ordinary));
    BOOST_TEST_CONTEXT("a taper in several orders") {
        Case one({
            draft(drug::prednisone, {daily(60, today, in_days(6))}),
            draft(drug::prednisone, {daily(40, in_days(7), in_days(13))}),
        });
        const auto seen = one.timeline();
        BOOST_TEST((seen.courses().at(0).kind == SteroidClass::ordinary));
        BOOST_TEST(seen.courses().at(0).days_at_least_5 == 14);
    }
    BOOST_TEST_CONTEXT("the last days of a long course") {
        Case one({
            active(drug::prednisone, {daily(20, days_ago(60))}),
            draft(drug::prednisone, {daily(10, today, in_days(6))}),
        });
        const auto seen = one.timeline();
        BOOST_TEST((seen.courses().at(0).kind == SteroidClass::ordinary));
        BOOST_TEST(seen.courses().at(0).days_at_least_5 == 67);
    }
}

BOOST_AUTO_TEST_CASE(days_at_5_mg_or_more) {
    const auto days = [](double mg, int n) {
        return timeline({draft(drug::prednisone, {daily(mg, today, in_days(n - 1))})})
            .courses()
            .at(0)
            .days_at_least_5;
    };
    BOOST_TEST(days(5, 14) == 14);
    BOOST_TEST(days(5, 13) == 13);
    BOOST_TEST(days(4.9, 14) == 0);
    const auto taper =
        timeline({draft(drug::prednisone, {daily(10, today, in_days(9)), daily(4, in_days(10), in_days(30))})}
        );
    BOOST_TEST(taper.courses().at(0).days_at_least_5 == 10);
}

BOOST_AUTO_TEST_CASE(a_depot_injection_acts_for_21_days) {
    const auto seen = timeline({active(drug::triamcinolone, {once(84, days_ago(5))}, Route::im)});
    // 84 mg = 105 mg prednisone = 5 mg a day
    BOOST_TEST(seen.on(days_ago(5)) == 5);
    BOOST_TEST(seen.on(in_days(15)) == 5);
    BOOST_TEST(seen.on(in_days(16)) == 0);
    BOOST_TEST(seen.at_least_on(today) == 0);
    Order succinate = active(drug::methylprednisolone, {once(84, days_ago(5))}, Route::im);
    BOOST_TEST(timeline({succinate}).on(today) == 5);
    succinate.label = "Methylprednisolone sodium SUCCINATE 40 mg";
    BOOST_TEST(timeline({succinate}).on(today) == 0);
}

BOOST_AUTO_TEST_CASE(premedication_that_was_given_counts_nowhere_either) {
    Case one;
    one.facts.administrations = {
        event(drug::immunoglobulin_human, days_ago(5)),
        event(drug::hydrocortisone, days_ago(5), 100),
        event(drug::hydrocortisone, days_ago(4), 100),
    };
    const auto seen = one.timeline();
    BOOST_TEST(seen.on(days_ago(5)) == 0);
    BOOST_TEST(seen.on(days_ago(4)) == 25);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_said) {
    fhir::DosePhase unknown = daily(0, today);
    unknown.mg_per_day = unknown.mg_per_dose = {};
    for (const auto& phases : {std::vector<fhir::DosePhase>{}, std::vector<fhir::DosePhase>{unknown}}) {
        const auto seen = timeline({draft(drug::prednisone, phases)});
        BOOST_TEST(seen.unreadable());
        BOOST_TEST(!seen.courses().at(0).readable);
        BOOST_TEST(!seen.courses().at(0).peak.known());
        BOOST_TEST(seen.now() == 0);
    }
    BOOST_TEST(timeline({active(drug::corticotropin, {daily(40, today)}, Route::sc)}).unreadable());
    BOOST_TEST(!timeline({draft(drug::prednisone, {daily(20, today)})}).unreadable());
    BOOST_TEST(!timeline({order(OrderState::on_hold, drug::prednisone)}).unreadable());
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/unit/engine/steroid_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;
namespace fhir = iim::fhir;
using Case = SteroidCase;

BOOST_AUTO_TEST_SUITE(steroid_orders)

BOOST_AUTO_TEST_CASE(an_order_without_a_stop_date_runs_on_for_the_assumed_days) {
    const auto fresh = timeline({draft(drug::prednisone, {daily(60, today)})}).run(20);
    BOOST_TEST_REQUIRE(fresh.has_value());
    BOOST_TEST(fresh->total_days() == 90);
    BOOST_TEST(fresh->open);
    BOOST_TEST(fresh->assumed_open);

    const auto old = timeline({active(drug::prednisone, {daily(60, days_ago(30))})}).run(20);
    BOOST_TEST_REQUIRE(old.has_value());
    BOOST_TEST(old->past_days == 30);
    BOOST_TEST(old->future_days == 90);
    BOOST_TEST(old->open);

    // An open-ended tail below the threshold does not leave the run open.
    const auto taper =
        timeline({draft(drug::prednisone, {daily(40, today, in_days(9)), daily(10, in_days(10))})}).run(20);
    BOOST_TEST(total(taper) == 10);
    BOOST_TEST(!taper->open);

    Case longer({draft(drug::prednisone, {daily(60, today)})});
    longer.policy.assume_open_days = 28;
    BOOST_TEST(total(longer.timeline().run(20)) == 28);
}

BOOST_AUTO_TEST_CASE(a_supply_end_is_not_a_course_end) {
    // The sandbox's prescription: 3 tablets of 10 mg twice a day, supply of 30 d.
    fhir::DosePhase phase = daily(60, today, in_days(29));
    phase.end_estimated = true;
    Case one({draft(drug::prednisone, {phase})});
    const auto seen = one.timeline();
    BOOST_TEST(total(seen.run(20)) == 90);
    BOOST_TEST(seen.run(20)->open);
    const auto& course = seen.courses()[0];
    BOOST_TEST(course.open);
    BOOST_TEST(course.end_estimated);
    BOOST_TEST(course.days_at_least_5 == 90);
    BOOST_TEST((course.kind == SteroidClass::ordinary));
    // An active order whose supply has run out goes on.
    fhir::DosePhase used = daily(60, days_ago(60), days_ago(31));
    used.end_estimated = true;
    const auto active_one = timeline({active(drug::prednisone, {used})});
    BOOST_TEST(active_one.now() == 60);
    BOOST_TEST(active_one.run(20)->past_days == 60);
}

BOOST_AUTO_TEST_CASE(a_draft_replaces_the_active_order_of_the_same_drug_and_route) {
    const Order forty = active(drug::prednisone, {daily(40, days_ago(30))});
    Case one({forty, draft(drug::prednisone, {daily(60, today)})});
    const auto seen = one.timeline();
    BOOST_TEST(seen.on(days_ago(1)) == 40);
    BOOST_TEST(seen.now() == 60);
    BOOST_TEST_REQUIRE(seen.courses().size() == 1u);
    BOOST_TEST((seen.courses()[0].replaces == &one.facts.orders[0]));
    BOOST_TEST(seen.course(one.facts.orders[1]) == &seen.courses()[0]);
    BOOST_TEST(!seen.course(one.facts.orders[0]));
    BOOST_TEST(seen.run(20)->past_days == 30);

    BOOST_TEST_CONTEXT("the draft begins next week") {
        const auto later = timeline({forty, draft(drug::prednisone, {daily(60, in_days(7))})});
        BOOST_TEST(later.on(in_days(6)) == 40);
        BOOST_TEST(later.on(in_days(7)) == 60);
    }
    BOOST_TEST_CONTEXT("it says that it comes on top") {
        Order more = draft(drug::prednisone, {daily(60, today)});
        more.additional = true;
        BOOST_TEST(timeline({forty, more}).now() == 100);
    }
    BOOST_TEST_CONTEXT("the site adds up") {
        Case sum({forty, draft(drug::prednisone, {daily(60, today)})});
        sum.policy.meds_same_ingredient = "sum";
        BOOST_TEST(sum.timeline().now() == 100);
        sum.facts.orders[0].source.id = "7";
        sum.facts.orders[1].prior_id = "MedicationRequest/7";
        BOOST_TEST(sum.timeline().now() == 60);
    }
    BOOST_TEST_CONTEXT("by another route") {
        const auto both = timeline({forty, draft(drug::prednisone, {daily(60, today)}, Route::iv)});
        BOOST_TEST(both.now() == 100);
    }
    BOOST_TEST_CONTEXT("another drug that names it as its prior prescription") {
        Case change({forty, draft(drug::methylprednisolone, {daily(16, today)})});
        BOOST_TEST(change.timeline().now() == 60);
        change.facts.orders[0].source.id = "7";
        change.facts.orders[1].prior_id = "MedicationRequest/7";
        BOOST_TEST(change.timeline().now() == 20);
    }
}

BOOST_AUTO_TEST_CASE(two_drafts_of_one_basket_add_up) {
    Case one({draft(drug::prednisone, {daily(20, today)}), draft(drug::prednisone, {daily(10, today)})});
    const auto seen = one.timeline();
    BOOST_TEST(seen.now() == 30);
    BOOST_TEST(seen.courses().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_draft_written_days_ago_begins_when_it_is_signed) {
    // 28 days written three days ago are still 28 days; a stale draft of last year is not over.
    BOOST_TEST(
        total(timeline({draft(drug::prednisone, {daily(20, days_ago(3), in_days(24))})}).run(20)) == 28
    );
    BOOST_TEST(
        total(timeline({draft(drug::prednisone, {daily(20, days_ago(400), days_ago(373))})}).run(20)) == 28
    );
    BOOST_TEST(total(timeline({draft(drug::prednisone, {daily(20, days_ago(400))})}).run(20)) == 90);
    // A renewal with a period that began long ago ends when it says.
    BOOST_TEST(
        total(timeline({draft(drug::prednisone, {daily(20, days_ago(100), in_days(9))})}).run(20)) == 10
    );
}

BOOST_AUTO_TEST_CASE(statements_and_prescriptions_tell_of_the_same_tablets) {
    Order told = active(drug::prednisone, {daily(40, days_ago(30))});
    told.reported = true;
    BOOST_TEST(timeline({told, active(drug::prednisone, {daily(40, days_ago(30))})}).now() == 40);
    BOOST_TEST(timeline({told, active(drug::prednisone, {daily(30, days_ago(30))})}).now() == 40);
    BOOST_TEST(timeline({told}).now() == 40);
}

BOOST_AUTO_TEST_CASE(past_orders_without_an_end_give_way_to_the_next) {
    const auto seen = timeline({
        past(drug::prednisone, {daily(40, days_ago(100))}),
        past(drug::prednisone, {daily(30, days_ago(70))}),
        active(drug::prednisone, {daily(20, days_ago(40))}),
    });
    BOOST_TEST(seen.on(days_ago(71)) == 40);
    BOOST_TEST(seen.on(days_ago(70)) == 30);
    BOOST_TEST(seen.on(days_ago(41)) == 30);
    BOOST_TEST(seen.on(days_ago(40)) == 20);
    // Nothing followed: counted for the assumed days at most, and never today.
    const auto alone = timeline({past(drug::prednisone, {daily(40, days_ago(200))})});
    BOOST_TEST(alone.on(days_ago(111)) == 40);
    BOOST_TEST(alone.on(days_ago(110)) == 0);
    BOOST_TEST(timeline({past(drug::prednisone, {daily(40, days_ago(5))})}).now() == 0);
}

BOOST_AUTO_TEST_CASE(an_active_order_without_dates_began_when_it_was_written) {
    Order one = active(drug::prednisone, {daily(20, std::nullopt)});
    one.start = std::nullopt;
    one.authored = days_ago(40);
    const auto seen = timeline({one});
    BOOST_TEST((seen.start_date() == days_ago(40)));
    BOOST_TEST(seen.run(20)->past_days == 40);
    BOOST_TEST(seen.run(20)->open);
}

BOOST_AUTO_TEST_CASE(what_was_given_stands_for_what_was_ordered_on_that_day) {
    Case one({active(drug::prednisone, {daily(40, days_ago(10))})});
    one.facts.administrations = {
        event(drug::prednisone, days_ago(4), 20),
        event(drug::prednisone, days_ago(4), 10),
        event(drug::prednisone, days_ago(3)),  // amount not known
        event(drug::prednisone, today, 5),     // the day is not over
    };
    const auto seen = one.timeline();
    BOOST_TEST(seen.on(days_ago(5)) == 40);
    BOOST_TEST(seen.on(days_ago(4)) == 30);
    BOOST_TEST(seen.on(days_ago(3)) == 40);
    BOOST_TEST(seen.now() == 40);
    Case pulse;
    pulse.facts.administrations = {event(drug::methylprednisolone, days_ago(30), 1000)};
    BOOST_TEST((pulse.timeline().last_pulse() == days_ago(30)));
    pulse.facts.administrations = {event(drug::methylprednisolone, days_ago(30), 249)};
    BOOST_TEST(!pulse.timeline().last_pulse());
}

BOOST_AUTO_TEST_SUITE_END()

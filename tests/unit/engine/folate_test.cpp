#include "engine/derive/folate.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

using namespace record;

Truth enough(Order order) {
    PatientRecord record;
    record.with(std::move(order));
    return record.patient().folate().enough;
}

BOOST_AUTO_TEST_SUITE(folate)

BOOST_AUTO_TEST_CASE(folic_acid) {
    BOOST_TEST((enough(active(drug::folic_acid, {daily(1, days_ago(30))})) == Truth::yes));
    BOOST_TEST((enough(active(drug::folic_acid, {daily(0.99, days_ago(30))})) == Truth::no));
    // Prenatal 0.8 mg a day is 5.6 mg a week and still not enough (R15, T).
    BOOST_TEST((enough(active(drug::folic_acid, {daily(0.8, days_ago(30))})) == Truth::no));
    BOOST_TEST((enough(active(drug::folic_acid, {daily(0.4, days_ago(30))})) == Truth::no));
    BOOST_TEST((enough(active(drug::folic_acid, {every(7, 5, days_ago(30))})) == Truth::yes));
    BOOST_TEST((enough(active(drug::folic_acid, {every(7, 4.9, days_ago(30))})) == Truth::no));
}

BOOST_AUTO_TEST_CASE(folinic_acid) {
    BOOST_TEST((enough(active(drug::folinic_acid, {every(7, 5, days_ago(30))})) == Truth::yes));
    BOOST_TEST((enough(active(drug::folinic_acid, {every(7, 2.5, days_ago(30))})) == Truth::yes));
    BOOST_TEST((enough(active(drug::folinic_acid, {every(7, 2.4, days_ago(30))})) == Truth::no));
}

BOOST_AUTO_TEST_CASE(drafts_and_statements_count_what_is_on_hold_does_not) {
    BOOST_TEST((enough(draft(drug::folic_acid, {daily(1, today)})) == Truth::yes));
    Order bought = active(drug::folic_acid, {daily(1, days_ago(30))});
    bought.reported = true;
    BOOST_TEST((enough(bought) == Truth::yes));
    BOOST_TEST((enough(order(OrderState::on_hold, drug::folic_acid, {daily(1, days_ago(30))})) == Truth::no));
    BOOST_TEST((enough(past(drug::folic_acid, {daily(1, days_ago(90), days_ago(2))})) == Truth::no));
}

BOOST_AUTO_TEST_CASE(a_dose_that_cannot_be_read_is_unknown) {
    BOOST_TEST((enough(active(drug::folic_acid)) == Truth::unknown));
}

BOOST_AUTO_TEST_CASE(as_needed_may_be_nothing) {
    fhir::DosePhase phase = daily(1, days_ago(10));
    phase.prn = true;
    phase.mg_per_week.lo = 0;
    BOOST_TEST((enough(active(drug::folic_acid, {phase})) == Truth::no));
}

BOOST_AUTO_TEST_CASE(the_sufficient_order_is_named) {
    PatientRecord record;
    record.with(active(drug::folic_acid, {daily(0.4, days_ago(30))}));
    record.with(active(drug::folinic_acid, {every(7, 5, days_ago(30))}));
    const Patient patient = record.patient();
    BOOST_TEST(patient.folate().order == &patient.facts().orders[1]);
}

BOOST_AUTO_TEST_CASE(nothing_found_means_no_only_when_the_list_came) {
    PatientRecord record;
    BOOST_TEST((record.patient().folate().enough == Truth::no));
    record.facts.sources.medications = Availability::unavailable;
    BOOST_TEST((record.patient().folate().enough == Truth::unknown));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

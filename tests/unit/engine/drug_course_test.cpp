#include "engine/options/drug_course.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

/// Methotrexate weekly from day to day, days before today.
Order weekly(OrderState state, double mg, int from, std::optional<int> to = {}) {
    const std::optional<Day> end = to ? std::optional(days_ago(*to)) : std::nullopt;
    return order(state, drug::methotrexate, {every(7, mg, days_ago(from), end)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drug_course)

BOOST_AUTO_TEST_CASE(the_last_rise_of_the_dose) {
    PatientRecord record;
    record.with(weekly(OrderState::historical, 10, 200, 101))
        .with(weekly(OrderState::historical, 15, 100, 41))
        .with(weekly(OrderState::current, 20, 40));
    BOOST_TEST((last_raised(record.patient(), drug::methotrexate, days_ago(200)) == days_ago(40)));
    BOOST_TEST(!last_raised(record.patient(), drug::methotrexate, days_ago(40)));
    BOOST_TEST(!last_raised(record.patient(), drug::azathioprine, days_ago(200)));
}

BOOST_AUTO_TEST_CASE(an_equal_or_lower_dose_is_no_rise) {
    for (const double mg : {15.0, 10.0}) {
        PatientRecord record;
        record.with(weekly(OrderState::historical, 15, 200, 41)).with(weekly(OrderState::current, mg, 40));
        BOOST_TEST(!last_raised(record.patient(), drug::methotrexate, days_ago(200)));
    }
}

BOOST_AUTO_TEST_CASE(a_statement_of_the_same_tablets_is_no_rise) {
    PatientRecord record;
    record.with(weekly(OrderState::current, 15, 100)).with(weekly(OrderState::current, 15, 100));
    BOOST_TEST(!last_raised(record.patient(), drug::methotrexate, days_ago(200)));
}

BOOST_AUTO_TEST_CASE(lowered_after_a_day) {
    PatientRecord record;
    record.with(weekly(OrderState::historical, 20, 200, 9)).with(weekly(OrderState::current, 10, 8));
    BOOST_TEST(was_lowered(record.patient(), drug::methotrexate, days_ago(9)));
    BOOST_TEST(!was_lowered(record.patient(), drug::methotrexate, days_ago(8)));
}

BOOST_AUTO_TEST_CASE(a_draft_lowers_too) {
    PatientRecord record;
    record.with(weekly(OrderState::current, 20, 200)).with(weekly(OrderState::draft, 10, 0));
    BOOST_TEST(was_lowered(record.patient(), drug::methotrexate, days_ago(10)));
}

BOOST_AUTO_TEST_SUITE_END()

#include "engine/derive/dose_peak.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

using namespace record;

constexpr double near = 1e-9;

BOOST_AUTO_TEST_SUITE(dose_peak_of_orders)

BOOST_AUTO_TEST_CASE(phases_that_follow_one_another_do_not_add_up) {
    const Order one = draft(
        drug::methotrexate,
        {every(7, 10, today, in_days(27)), every(7, 15, in_days(28), in_days(55)), every(7, 20, in_days(56))}
    );
    const DosePeak peak = dose_peak(one, today);
    BOOST_TEST(*peak.mg_per_week.hi == 20, boost::test_tools::tolerance(near));
    BOOST_TEST(*peak.mg_per_dose.hi == 20, boost::test_tools::tolerance(near));
    BOOST_TEST(*peak.doses_per_week.hi == 1, boost::test_tools::tolerance(near));
    BOOST_TEST(peak.readable);
}

BOOST_AUTO_TEST_CASE(phases_at_the_same_time_add_up) {
    const Order one = draft(drug::azathioprine, {daily(100, today), daily(50, today)});
    const DosePeak peak = dose_peak(one, today);
    BOOST_TEST(*peak.mg_per_day.hi == 150, boost::test_tools::tolerance(near));
    BOOST_TEST(*peak.mg_per_week.hi == 1050, boost::test_tools::tolerance(near));
    BOOST_TEST(*peak.mg_per_dose.hi == 100, boost::test_tools::tolerance(near));
}

BOOST_AUTO_TEST_CASE(what_is_over_does_not_count) {
    const Order one =
        active(drug::methotrexate, {every(7, 25, days_ago(60), days_ago(1)), every(7, 15, today)});
    BOOST_TEST(*dose_peak(one, today).mg_per_week.hi == 15, boost::test_tools::tolerance(near));
    const Order last_day = active(drug::methotrexate, {every(7, 25, days_ago(60), today)});
    BOOST_TEST(*dose_peak(last_day, today).mg_per_week.hi == 25, boost::test_tools::tolerance(near));
}

BOOST_AUTO_TEST_CASE(ranges_keep_both_ends) {
    fhir::DosePhase range = every(7, 20, today);
    range.mg_per_week = {20, 30};
    const DosePeak peak = dose_peak(draft(drug::methotrexate, {range}), today);
    BOOST_TEST(*peak.mg_per_week.lo == 20);
    BOOST_TEST(*peak.mg_per_week.hi == 30);
}

BOOST_AUTO_TEST_CASE(undated_phases_count_one_by_one) {
    fhir::DosePhase later = daily(20, {});
    later.dated = false;
    const DosePeak peak = dose_peak(draft(drug::azathioprine, {daily(50, today), later}), today);
    BOOST_TEST(*peak.mg_per_day.hi == 50);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_said) {
    Order none = draft(drug::methotrexate);
    BOOST_TEST(!dose_peak(none, today).readable);
    BOOST_TEST(!dose_peak(none, today).mg_per_week.known());
    fhir::DosePhase no_frequency;
    no_frequency.mg_per_dose = {15, 15};
    const DosePeak peak = dose_peak(draft(drug::methotrexate, {every(7, 15, today), no_frequency}), today);
    BOOST_TEST(!peak.readable);
    BOOST_TEST(*peak.mg_per_week.hi == 15);
}

BOOST_AUTO_TEST_CASE(equivalents) {
    const Order mercaptopurine = draft(drug::mercaptopurine, {daily(50, today)});
    BOOST_TEST(
        *dose_peak(mercaptopurine, today, as_azathioprine).mg_per_day.hi == 104,
        boost::test_tools::tolerance(near)
    );
    const Order acid = draft(drug::mycophenolic_acid, {daily(1440, today)});
    BOOST_TEST(*dose_peak(acid, today, as_mofetil).mg_per_day.hi == 2000, boost::test_tools::tolerance(near));
    BOOST_TEST(as_azathioprine(drug::azathioprine) == 1);
    BOOST_TEST(as_mofetil(drug::mycophenolate_mofetil) == 1);
}

// --- RULES 2.4: what upper limits judge

BOOST_AUTO_TEST_CASE(a_renewal_is_judged_alone) {
    PatientRecord record;
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(90))}));
    record.with(draft(drug::methotrexate, {every(7, 20, today)}));
    const Patient patient = record.patient();
    const JudgedDose judged = judged_dose(patient, patient.facts().orders[1], group::methotrexate);
    BOOST_TEST(!judged.sum());
    BOOST_TEST(*judged.peak.mg_per_week.hi == 20);
}

BOOST_AUTO_TEST_CASE(two_drafts_at_once_add_up) {
    PatientRecord record;
    record.with(draft(drug::methotrexate, {every(7, 15, today)}));
    record.with(draft(drug::methotrexate, {every(7, 12.5, today)}));
    const Patient patient = record.patient();
    const JudgedDose judged = judged_dose(patient, patient.facts().orders[0], group::methotrexate);
    BOOST_TEST(judged.orders.size() == 2);
    BOOST_TEST(*judged.peak.mg_per_week.hi == 27.5);
}

BOOST_AUTO_TEST_CASE(two_drafts_one_after_the_other_do_not_add_up) {
    PatientRecord record;
    record.with(draft(drug::methotrexate, {every(7, 15, today, in_days(27))}));
    record.with(draft(drug::methotrexate, {every(7, 20, in_days(28))}));
    const Patient patient = record.patient();
    const JudgedDose judged = judged_dose(patient, patient.facts().orders[0], group::methotrexate);
    BOOST_TEST(*judged.peak.mg_per_week.hi == 20);
}

BOOST_AUTO_TEST_CASE(an_additional_draft_adds_to_the_active_order) {
    PatientRecord record;
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(90))}));
    Order more = draft(drug::methotrexate, {every(7, 12.5, today)});
    more.additional = true;
    record.with(more);
    const Patient patient = record.patient();
    const JudgedDose judged = judged_dose(patient, patient.facts().orders[1], group::methotrexate);
    BOOST_TEST(*judged.peak.mg_per_week.hi == 27.5);
}

BOOST_AUTO_TEST_CASE(a_site_can_sum_orders_of_one_drug) {
    PatientRecord record;
    record.policy.meds_same_ingredient = "sum";
    record.with(active(drug::azathioprine, {daily(100, days_ago(90))}));
    record.with(draft(drug::mercaptopurine, {daily(50, today)}));
    const Patient patient = record.patient();
    const JudgedDose judged =
        judged_dose(patient, patient.facts().orders[1], group::thiopurines, as_azathioprine);
    BOOST_TEST(*judged.peak.mg_per_day.hi == 204, boost::test_tools::tolerance(near));
}

BOOST_AUTO_TEST_CASE(a_cream_adds_nothing) {
    PatientRecord record;
    record.with(draft(drug::tacrolimus, {daily(4, today)}));
    record.with(draft(drug::tacrolimus, {daily(1, today)}, Route::topical));
    const Patient patient = record.patient();
    const JudgedDose judged = judged_dose(patient, patient.facts().orders[0], group::calcineurin_inhibitors);
    BOOST_TEST(!judged.sum());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

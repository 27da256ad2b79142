#include "engine/options/care_gaps.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

/// A patient with dermatomyositis who has taken prednisone and methotrexate for a year; the call is a look at
/// the chart.
PatientRecord treated() {
    PatientRecord record;
    record.facts.hook = Hook::patient_view;
    record.facts.conditions.push_back(diagnosis(condition::dermatomyositis, days_ago(400), "M33.10"));
    record.with(active(drug::prednisone, {daily(10, days_ago(360))}));
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(360))}));
    return record;
}

std::vector<std::string> items(const std::vector<CareGap>& gaps) {
    std::vector<std::string> names;
    for (const CareGap& gap : gaps) names.push_back(gap.item);
    return names;
}

bool has(const std::vector<CareGap>& gaps, std::string_view item) {
    return std::ranges::find(gaps, item, &CareGap::item) != gaps.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(care_gaps_of_a_patient)

BOOST_AUTO_TEST_CASE(nothing_is_done) {
    const PatientRecord record = treated();
    const Patient patient = record.patient();
    const auto bone = items(bone_gaps(patient)), blood = items(laboratory_gaps(patient));
    const auto activity = items(activity_gaps(patient)), harm = items(steroid_toxicity_gaps(patient));
    const std::vector<std::string> bone_wanted{"calcium", "vitamin D", "DXA scan"};
    const std::vector<std::string> blood_wanted{
        "blood count (methotrexate)", "ALT/AST (methotrexate)", "creatinine (methotrexate)"};
    const std::vector<std::string> activity_wanted{"CK", "strength (MMT8)", "function (HAQ)"};
    const std::vector<std::string> harm_wanted{
        "blood pressure", "HbA1c or glucose", "lipids", "eye examination", "weight"};
    BOOST_TEST(bone == bone_wanted, boost::test_tools::per_element());
    BOOST_TEST(blood == blood_wanted, boost::test_tools::per_element());
    BOOST_TEST(activity == activity_wanted, boost::test_tools::per_element());
    BOOST_TEST(harm == harm_wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_urgent_ones_come_first) {
    const PatientRecord record = treated();
    const Patient patient = record.patient();
    const auto all = care_gaps(patient);
    BOOST_TEST(all.size() == 14U);
    BOOST_TEST(all.front().urgent);  // a year without blood tests
    BOOST_TEST(std::ranges::is_sorted(all, std::ranges::greater{}, &CareGap::urgent));
}

BOOST_AUTO_TEST_CASE(osteoporosis_asks_for_treatment) {
    PatientRecord record = treated();
    record.facts.conditions.push_back(diagnosis(condition::osteoporosis));
    BOOST_TEST(has(bone_gaps(record.patient()), "bone treatment (antiresorptive)"));
    record.with(active(drug::alendronic_acid, {every(7, 70, days_ago(100))}));
    BOOST_TEST(!has(bone_gaps(record.patient()), "bone treatment (antiresorptive)"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_searched_is_no_gap) {
    PatientRecord record = treated();
    record.facts.sources.observations = Availability::unavailable;
    BOOST_TEST(laboratory_gaps(record.patient()).empty());
    BOOST_TEST(activity_gaps(record.patient()).empty());
    BOOST_TEST(steroid_toxicity_gaps(record.patient()).empty());
}

BOOST_AUTO_TEST_CASE(no_treatment_no_gap) {
    PatientRecord record;
    record.facts.hook = Hook::patient_view;
    record.facts.conditions.push_back(diagnosis(condition::dermatomyositis, days_ago(400), "M33.10"));
    BOOST_TEST(care_gaps(record.patient()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

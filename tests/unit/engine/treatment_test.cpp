#include "engine/derive/treatment.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {

std::ostream& operator<<(std::ostream& out, Phase phase) {
    return out << to_string(phase);
}

namespace {

using namespace record;

PatientRecord myositis(ClinicalStatus status = ClinicalStatus::active) {
    PatientRecord record;
    Condition one = diagnosis(condition::dermatomyositis, days_ago(300));
    one.status = status;
    record.facts.conditions.push_back(one);
    record.facts.body.weight_kg = 80;
    return record;
}

Result ck(int days, double value, std::optional<double> upper = 200) {
    Result one = number(lab::ck, days_ago(days), value);
    one.range_high = upper;
    return one;
}

/// On methotrexate at target for `days`.
PatientRecord on_methotrexate(int days) {
    PatientRecord record = myositis();
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(days))}));
    return record;
}

Phase phase(const PatientRecord& record) {
    return record.patient().treatment().phase;
}

BOOST_AUTO_TEST_SUITE(treatment_3_4)

BOOST_AUTO_TEST_CASE(untreated) {
    BOOST_TEST(phase(myositis()) == Phase::untreated);
    PatientRecord drafted = myositis();
    drafted.with(draft(drug::prednisone, {daily(60, today)}));
    drafted.with(draft(drug::methotrexate, {every(7, 15, today)}));
    BOOST_TEST(phase(drafted) == Phase::untreated);
    PatientRecord unseen = myositis();
    unseen.facts.sources.medications = Availability::unavailable;
    BOOST_TEST(phase(unseen) == Phase::unclear);
}

BOOST_AUTO_TEST_CASE(steroid_of_7_5_mg_is_treatment) {
    const auto with = [](double mg) {
        PatientRecord record = myositis();
        record.with(active(drug::prednisone, {daily(mg, days_ago(30))}));
        return phase(record);
    };
    BOOST_TEST(with(7.5) == Phase::induction);
    BOOST_TEST(with(7.4) == Phase::untreated);
}

BOOST_AUTO_TEST_CASE(induction_lasts_180_days) {
    BOOST_TEST(phase(on_methotrexate(180)) == Phase::induction);
    BOOST_TEST(phase(on_methotrexate(181)) == Phase::unclear);
}

BOOST_AUTO_TEST_CASE(treatment_of_more_than_a_year_ago_is_none) {
    const auto ended = [](int days) {
        PatientRecord record = myositis();
        record.with(past(drug::azathioprine, {daily(150, days_ago(600), days_ago(days))}));
        return phase(record);
    };
    BOOST_TEST(ended(365) == Phase::unclear);
    BOOST_TEST(ended(366) == Phase::untreated);
}

BOOST_AUTO_TEST_CASE(remission_is_maintenance) {
    PatientRecord record = myositis(ClinicalStatus::remission);
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(90))}));
    BOOST_TEST(phase(record) == Phase::maintenance);
}

BOOST_AUTO_TEST_CASE(second_line_when_active_after_an_adequate_agent) {
    const auto high_ck = [](int days) {
        PatientRecord record = on_methotrexate(days);
        record.with(ck(30, 1000)).with(ck(3, 900));
        return phase(record);
    };
    BOOST_TEST(high_ck(89) == Phase::second_line_candidate);  // 90 days with today
    BOOST_TEST(high_ck(88) == Phase::induction);
    PatientRecord quiet = on_methotrexate(120);
    BOOST_TEST(phase(quiet) == Phase::induction);
}

BOOST_AUTO_TEST_CASE(activity_by_ck) {
    const auto active_disease = [](const std::vector<Result>& results) {
        PatientRecord record = on_methotrexate(120);
        for (const Result& one : results) record.with(one);
        return record.patient().treatment().active_disease;
    };
    BOOST_TEST((active_disease({ck(17, 401), ck(3, 401)}) == Truth::yes));
    BOOST_TEST((active_disease({ck(16, 401), ck(3, 401)}) == Truth::unknown));  // 13 days apart
    BOOST_TEST((active_disease({ck(17, 401), ck(3, 400)}) == Truth::unknown));
    BOOST_TEST((active_disease({ck(60, 4000), ck(3, 2000)}) == Truth::yes));  // fell by half
    BOOST_TEST((active_disease({ck(60, 4000), ck(3, 1999)}) == Truth::unknown));
    BOOST_TEST((active_disease({ck(60, 4000, {}), ck(3, 4000, {})}) == Truth::unknown));
}

BOOST_AUTO_TEST_CASE(activity_by_strength) {
    const auto falls = [](double before, double now, int days_between) {
        PatientRecord record = on_methotrexate(120);
        record.with(number(observation::muscle_strength_mmt8, days_ago(days_between), before));
        record.with(number(observation::muscle_strength_mmt8, today, now));
        return record.patient().treatment().active_disease == Truth::yes;
    };
    BOOST_TEST(falls(80, 72, 60));
    BOOST_TEST(!falls(80, 73, 60));
    BOOST_TEST(!falls(80, 72, 181));
}

BOOST_AUTO_TEST_CASE(activity_as_assessed) {
    const auto assessed = [](std::string_view words, int days) {
        PatientRecord record = on_methotrexate(300);
        Result one = result(observation::disease_activity, days_ago(days));
        one.text = words;
        record.with(one);
        return record.patient().treatment();
    };
    BOOST_TEST((assessed("Active", 9).active_disease == Truth::yes));
    BOOST_TEST((assessed("inactive", 9).active_disease == Truth::no));
    BOOST_TEST((assessed("3", 9).active_disease == Truth::unknown));
    BOOST_TEST(assessed("inactive", 90).phase == Phase::maintenance);
    BOOST_TEST(assessed("inactive", 89).phase == Phase::unclear);
}

BOOST_AUTO_TEST_CASE(a_relapse_is_activity) {
    PatientRecord record = on_methotrexate(400);
    record.facts.conditions.front().relapse = true;
    BOOST_TEST((record.patient().treatment().active_disease == Truth::yes));
    BOOST_TEST(phase(record) == Phase::second_line_candidate);
}

BOOST_AUTO_TEST_CASE(stopped_for_intolerance_is_a_second_line_candidate) {
    PatientRecord record = myositis();
    Order stopped = past(drug::methotrexate, {every(7, 10, days_ago(60), days_ago(20))});
    stopped.stop_reason = StopReason::intolerance;
    record.with(stopped);
    BOOST_TEST(phase(record) == Phase::second_line_candidate);
    record.facts.orders.front().stop_reason = StopReason::other;
    BOOST_TEST(phase(record) == Phase::induction);
    Allergy listed;
    listed.substances.add(allergy::methotrexate);
    record.facts.allergies.push_back(listed);
    record.facts.orders.front().stop_reason = StopReason::none;
    BOOST_TEST(phase(record) == Phase::second_line_candidate);
}

BOOST_AUTO_TEST_CASE(third_line_after_two_agents) {
    PatientRecord record = on_methotrexate(300);
    record.with(active(drug::tacrolimus, {daily(4, days_ago(120))}));
    record.with(ck(30, 1000)).with(ck(3, 900));
    BOOST_TEST(phase(record) == Phase::third_line_candidate);
    PatientRecord one_agent = myositis();
    one_agent.with(active(drug::mycophenolate_mofetil, {daily(2000, days_ago(300))}));
    one_agent.with(ck(30, 1000)).with(ck(3, 900));
    BOOST_TEST(phase(one_agent) == Phase::second_line_candidate);
}

BOOST_AUTO_TEST_CASE(agents_tried) {
    PatientRecord record = myositis();
    record.with(past(drug::azathioprine, {daily(120, days_ago(400), days_ago(301))}));
    record.with(
        active(drug::methotrexate, {every(7, 10, days_ago(99), days_ago(50)), every(7, 15, days_ago(49))})
    );
    record.facts.administrations.push_back(event(drug::ivig, days_ago(100)));
    record.facts.administrations.push_back(event(drug::ivig, days_ago(72)));
    const Patient patient = record.patient();
    const Treatment& found = patient.treatment();
    BOOST_TEST(found.agents.size() == 3);

    const AgentTried* azathioprine = found.find(drug::azathioprine);
    BOOST_TEST_REQUIRE(azathioprine);
    BOOST_TEST(!azathioprine->current);
    BOOST_TEST(azathioprine->days == 100);
    BOOST_TEST(azathioprine->days_at_target == 100);  // 1.5 mg/kg of 80 kg
    BOOST_TEST(azathioprine->adequate);
    BOOST_TEST((azathioprine->last == days_ago(301)));

    const AgentTried* methotrexate = found.find(drug::methotrexate);
    BOOST_TEST_REQUIRE(methotrexate);
    BOOST_TEST(methotrexate->current);
    BOOST_TEST(methotrexate->days == 100);
    BOOST_TEST(methotrexate->days_at_target == 50);
    BOOST_TEST(!methotrexate->adequate);

    const AgentTried* immunoglobulin = found.find(drug::immunoglobulin_human);
    BOOST_TEST_REQUIRE(immunoglobulin);
    BOOST_TEST(immunoglobulin->days == 85);  // from the first one to 56 d after the last, each day once
    BOOST_TEST((immunoglobulin->last == days_ago(72)));
    BOOST_TEST(found.tried(AgentClass::csdmard) == 2);
}

BOOST_AUTO_TEST_CASE(target_doses) {
    const auto at_target = [](Order order) {
        PatientRecord record = myositis();
        record.with(std::move(order));
        return record.patient().treatment().agents.front().days_at_target > 0;
    };
    BOOST_TEST(at_target(active(drug::methotrexate, {every(7, 15, days_ago(9))})));
    BOOST_TEST(!at_target(active(drug::methotrexate, {every(7, 14.9, days_ago(9))})));
    BOOST_TEST(at_target(active(drug::azathioprine, {daily(120, days_ago(9))})));
    BOOST_TEST(!at_target(active(drug::azathioprine, {daily(119, days_ago(9))})));
    BOOST_TEST(at_target(active(drug::mycophenolate_mofetil, {daily(2000, days_ago(9))})));
    BOOST_TEST(!at_target(active(drug::mycophenolate_mofetil, {daily(1999, days_ago(9))})));
    BOOST_TEST(at_target(active(drug::mycophenolic_acid, {daily(1440, days_ago(9))})));
}

BOOST_AUTO_TEST_CASE(drafts_and_refusals_were_not_tried) {
    PatientRecord record = myositis();
    record.with(draft(drug::methotrexate, {every(7, 15, today)}));
    record.with(order(OrderState::do_not_give, drug::azathioprine, {daily(100, days_ago(9))}));
    record.with(active(drug::tacrolimus, {daily(1, days_ago(9))}, Route::topical));
    BOOST_TEST(record.patient().treatment().agents.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

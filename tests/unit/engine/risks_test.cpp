#include "engine/derive/risks.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

using namespace record;

Risks risks(int age, std::vector<Condition> conditions = {}) {
    PatientRecord record;
    record.facts = adult(age);
    record.facts.conditions = std::move(conditions);
    return record.patient().risks();
}

BOOST_AUTO_TEST_SUITE(risk_flags_3_5)

BOOST_AUTO_TEST_CASE(nothing_found) {
    const Risks found = risks(50);
    BOOST_TEST(found.high_steroid.empty());
    BOOST_TEST(found.thrombosis.empty());
    BOOST_TEST(found.renal.empty());
    BOOST_TEST(found.hepatic.empty());
    BOOST_TEST(found.not_checked.empty());
}

BOOST_AUTO_TEST_CASE(age) {
    BOOST_TEST(risks(64).thrombosis.empty());
    BOOST_TEST(risks(65).thrombosis.size() == 1);
    BOOST_TEST(risks(65).renal.empty());
    BOOST_TEST(risks(66).renal.size() == 1);
}

BOOST_AUTO_TEST_CASE(steroid_harm) {
    BOOST_TEST(risks(50, {diagnosis(condition::diabetes_type_2)}).high_steroid.size() == 1);
    BOOST_TEST(risks(50, {diagnosis(condition::fragility_fracture)}).high_steroid.size() == 1);
    BOOST_TEST(risks(50, {diagnosis(condition::glaucoma)}).high_steroid.size() == 1);
    BOOST_TEST(risks(50, {diagnosis(condition::osteopenia)}).high_steroid.empty());
    Condition resolved = diagnosis(condition::diabetes);
    resolved.status = ClinicalStatus::inactive;
    BOOST_TEST(risks(50, {resolved}).high_steroid.empty());
}

BOOST_AUTO_TEST_CASE(steroid_harm_for_information) {
    PatientRecord record;
    record.facts.body.bmi = 35;
    BOOST_TEST(record.patient().risks().high_steroid_minor.size() == 1);
    record.facts.body.bmi = 34.9;
    BOOST_TEST(record.patient().risks().high_steroid_minor.empty());
    record.facts.conditions.push_back(diagnosis(condition::hypertension));
    record.with(number(observation::systolic_bp, days_ago(3), 159));
    BOOST_TEST(record.patient().risks().high_steroid_minor.empty());
    record.with(number(observation::systolic_bp, days_ago(2), 160));
    BOOST_TEST(record.patient().risks().high_steroid_minor.size() == 1);
}

BOOST_AUTO_TEST_CASE(kidney) {
    const auto with_egfr = [](double egfr) {
        PatientRecord record;
        record.with(number(lab::egfr, days_ago(3), egfr));
        return record.patient().risks().renal.size();
    };
    BOOST_TEST(with_egfr(60) == 0);
    BOOST_TEST(with_egfr(59) == 1);
    PatientRecord record;
    record.with(active(drug::ciclosporin, {daily(200, days_ago(9))}));
    record.with(active(drug::ciclosporin, {daily(50, days_ago(9))}));
    BOOST_TEST(record.patient().risks().renal.size() == 1);
    for (const Concept drug : {drug::naproxen, drug::tacrolimus, drug::aminoglycoside}) {
        record.with(active(drug, {daily(50, days_ago(9))}));
        BOOST_TEST(record.patient().risks().renal.size() == 2, drug.index);
        record.facts.orders.pop_back();
    }
}

BOOST_AUTO_TEST_CASE(oestrogen) {
    const auto factors = [](std::string_view label) {
        PatientRecord record;
        Order one = active(drug::contraceptive_hormonal, {daily(1, days_ago(90))});
        one.label = label;
        record.with(one);
        return record.patient().risks().thrombosis.size();
    };
    BOOST_TEST(factors("ethinylestradiol 30 micrograms / levonorgestrel 150 micrograms") == 1);
    BOOST_TEST(factors("Estradiol patch") == 1);
    BOOST_TEST(factors("levonorgestrel 1.5 mg") == 0);
    BOOST_TEST(factors("medroxyprogesterone injection") == 0);
    BOOST_TEST(factors("Yasmin") == 1);
}

BOOST_AUTO_TEST_CASE(clots) {
    Condition remote = diagnosis(condition::venous_thromboembolism, days_ago(5000));
    remote.status = ClinicalStatus::inactive;
    BOOST_TEST(risks(50, {remote}).thrombosis.size() == 1);
    Condition over = diagnosis(condition::immobility, days_ago(500));
    over.status = ClinicalStatus::inactive;
    BOOST_TEST(risks(50, {over}).thrombosis.empty());
    for (const Concept one :
         {condition::immobility,
          condition::hypercoagulable_state,
          condition::hyperviscosity,
          condition::central_venous_catheter,
          condition::antiphospholipid_syndrome,
          condition::smoking,
          condition::hypertension,
          condition::dyslipidaemia,
          condition::obesity,
          condition::coronary_artery_disease,
          condition::peripheral_artery_disease,
          condition::heart_failure,
          condition::atrial_fibrillation})
        BOOST_TEST(risks(50, {diagnosis(one)}).thrombosis.size() == 1, one.index);
    BOOST_TEST(risks(50, {diagnosis(condition::stroke)}).thrombosis.front().starts_with("prior stroke"));
    BOOST_TEST(risks(50, {diagnosis(condition::asthma)}).thrombosis.empty());
}

BOOST_AUTO_TEST_CASE(liver) {
    BOOST_TEST(
        risks(50, {diagnosis(condition::cirrhosis), diagnosis(condition::hepatitis_c)}).hepatic.size() == 2
    );
}

BOOST_AUTO_TEST_CASE(sources_that_did_not_come_are_named) {
    PatientRecord record;
    record.facts.sources.conditions = Availability::unavailable;
    BOOST_TEST(record.patient().risks().not_checked.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

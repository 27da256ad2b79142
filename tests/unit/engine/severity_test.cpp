#include "engine/derive/iim.hpp"
#include "engine/derive/severity.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {

std::ostream& operator<<(std::ostream& out, SeverityLevel level) {
    return out << to_string(level);
}

namespace {

using namespace record;

Facts myositis(std::vector<Condition> more = {}) {
    Facts facts = adult();
    facts.conditions.push_back(diagnosis(condition::dermatomyositis, days_ago(60)));
    for (Condition& one : more) facts.conditions.push_back(one);
    return facts;
}

Severity of(const Facts& facts) {
    return derive_iim(facts, Policy()).severity;
}

Condition recorded_as_severe(Condition one) {
    one.severe = true;
    return one;
}

Condition over(Concept what, int ended_days_ago) {
    Condition one = diagnosis(what, days_ago(300));
    one.status = ClinicalStatus::inactive;
    one.abatement = days_ago(ended_days_ago);
    return one;
}

BOOST_AUTO_TEST_SUITE(severity_3_2)

BOOST_AUTO_TEST_CASE(nothing_recorded_is_unknown) {
    const Severity found = of(myositis());
    BOOST_TEST(found.level == SeverityLevel::unknown);
    BOOST_TEST((found.severe() == Truth::unknown));
    BOOST_TEST(found.because.empty());
}

BOOST_AUTO_TEST_CASE(conditions) {
    struct Case {
        Condition condition;
        SeverityLevel want;
    };
    const Case cases[] = {
        {diagnosis(condition::respiratory_failure), SeverityLevel::severe},
        {diagnosis(condition::myocarditis), SeverityLevel::severe},
        {diagnosis(condition::unable_to_walk), SeverityLevel::severe},
        {diagnosis(condition::gastrointestinal_perforation), SeverityLevel::unknown},
        {diagnosis(condition::ventilator_dependence), SeverityLevel::severe},
        {recorded_as_severe(diagnosis(condition::dysphagia)), SeverityLevel::severe},
        {diagnosis(condition::dysphagia), SeverityLevel::moderate},
        {diagnosis(condition::interstitial_lung_disease), SeverityLevel::moderate},
        {recorded_as_severe(diagnosis(condition::muscle_weakness)), SeverityLevel::unknown},
        {diagnosis(condition::muscle_weakness), SeverityLevel::unknown},
    };
    for (const Case& one : cases) BOOST_TEST(of(myositis({one.condition})).level == one.want);
}

BOOST_AUTO_TEST_CASE(a_condition_that_is_over_counts_for_90_days) {
    BOOST_TEST(of(myositis({over(condition::myocarditis, 90)})).level == SeverityLevel::severe);
    BOOST_TEST(of(myositis({over(condition::myocarditis, 91)})).level == SeverityLevel::unknown);
    Condition undated = over(condition::myocarditis, 0);
    undated.abatement.reset();
    BOOST_TEST(of(myositis({undated})).level == SeverityLevel::unknown);
}

BOOST_AUTO_TEST_CASE(dysphagia_with_aspiration_or_a_tube_is_severe) {
    Condition pneumonia = diagnosis(condition::pneumonia, days_ago(5));
    pneumonia.label = "Aspiration pneumonia";
    BOOST_TEST(of(myositis({diagnosis(condition::dysphagia), pneumonia})).level == SeverityLevel::severe);
    BOOST_TEST(of(myositis({pneumonia})).level == SeverityLevel::unknown);
    for (const Concept one : {condition::aspiration_pneumonia, condition::gastrostomy}) {
        const auto with_it = myositis({diagnosis(condition::dysphagia), diagnosis(one)});
        BOOST_TEST(of(with_it).level == SeverityLevel::severe);
    }
    Facts facts = myositis({diagnosis(condition::dysphagia)});
    facts.orders.push_back(active(drug::prednisone, {daily(20, days_ago(9))}, Route::enteral));
    const Severity by_tube = of(facts);
    BOOST_TEST(by_tube.level == SeverityLevel::severe);
    BOOST_TEST(by_tube.severe_dysphagia);
}

BOOST_AUTO_TEST_CASE(oxygen) {
    const auto spo2 = [](double percent, int days) {
        Facts facts = myositis();
        facts.labs.add(number(observation::spo2, days_ago(days), percent));
        facts.labs.freeze();
        return of(facts).level;
    };
    BOOST_TEST(spo2(89.9, 1) == SeverityLevel::severe);
    BOOST_TEST(spo2(90, 1) == SeverityLevel::unknown);
    BOOST_TEST(spo2(85, 90) == SeverityLevel::severe);
    BOOST_TEST(spo2(85, 91) == SeverityLevel::unknown);
    BOOST_TEST(spo2(0.97, 1) == SeverityLevel::unknown);
}

Severity with(const std::vector<Result>& results, Facts facts = myositis()) {
    for (const Result& one : results) facts.labs.add(one);
    facts.labs.freeze();
    return of(facts);
}

BOOST_AUTO_TEST_CASE(procedures_of_the_last_90_days) {
    const auto done = [](Concept what, int days, Facts facts) {
        facts.procedures.push_back(event(what, days_ago(days)));
        return of(facts).level;
    };
    BOOST_TEST(done(procedure::mechanical_ventilation, 90, myositis()) == SeverityLevel::severe);
    BOOST_TEST(done(procedure::mechanical_ventilation, 91, myositis()) == SeverityLevel::unknown);
    const Facts dysphagia = myositis({diagnosis(condition::dysphagia)});
    BOOST_TEST(done(procedure::feeding_tube, 90, dysphagia) == SeverityLevel::severe);
    BOOST_TEST(done(procedure::feeding_tube, 91, dysphagia) == SeverityLevel::moderate);
    BOOST_TEST(done(procedure::feeding_tube, 9, myositis()) == SeverityLevel::unknown);
}

BOOST_AUTO_TEST_CASE(troponin_with_heart_disease) {
    const auto troponin = [](double value, int days, Concept heart) {
        Result one = number(lab::troponin_t, days_ago(days), value);
        one.range_high = 14;
        return with({one}, myositis({diagnosis(heart)})).level;
    };
    BOOST_TEST(troponin(15, 30, condition::heart_failure) == SeverityLevel::severe);
    BOOST_TEST(troponin(14, 30, condition::heart_failure) == SeverityLevel::unknown);
    BOOST_TEST(troponin(15, 31, condition::heart_failure) == SeverityLevel::unknown);
    BOOST_TEST(troponin(15, 3, condition::hypertension) == SeverityLevel::unknown);
}

BOOST_AUTO_TEST_CASE(perforation_in_childhood_disease) {
    Facts facts = adult(9);
    facts.conditions = {
        diagnosis(condition::juvenile_dermatomyositis, days_ago(60)),
        diagnosis(condition::gastrointestinal_perforation, days_ago(2))};
    BOOST_TEST(of(facts).level == SeverityLevel::severe);
}

BOOST_AUTO_TEST_CASE(forced_vital_capacity) {
    const auto fvc = [](double percent, int days) {
        return with({number(observation::fvc_percent_predicted, days_ago(days), percent)}).level;
    };
    BOOST_TEST(fvc(49.9, 1) == SeverityLevel::severe);
    BOOST_TEST(fvc(50, 1) == SeverityLevel::unknown);
    BOOST_TEST(fvc(40, 90) == SeverityLevel::severe);
    BOOST_TEST(fvc(40, 91) == SeverityLevel::unknown);
    BOOST_TEST(fvc(0.4, 1) == SeverityLevel::unknown);
}

Result grade(double of_5, int days = 3) {
    return number(observation::muscle_strength_grade, days_ago(days), of_5);
}

BOOST_AUTO_TEST_CASE(muscle_strength) {
    struct Case {
        std::vector<double> grades;
        SeverityLevel want;
    };
    const Case cases[] = {
        {{3, 3}, SeverityLevel::severe},
        {{3, 3.1}, SeverityLevel::moderate},
        {{3}, SeverityLevel::moderate},
        {{2, 3, 5}, SeverityLevel::severe},
        {{4, 4}, SeverityLevel::moderate},
        {{3.67}, SeverityLevel::moderate},
        {{4.33}, SeverityLevel::mild},
        {{5, 5}, SeverityLevel::unknown},
    };
    for (const Case& one : cases) {
        std::vector<Result> results;
        for (const double each : one.grades) results.push_back(grade(each));
        BOOST_TEST(with(results).level == one.want);
    }
    BOOST_TEST(with({grade(2, 90), grade(2, 90)}).level == SeverityLevel::severe);
    BOOST_TEST(with({grade(2, 91), grade(2, 91)}).level == SeverityLevel::unknown);
    // The newest examination counts, not an older one.
    BOOST_TEST(with({grade(2, 30), grade(2, 30), grade(4, 3)}).level == SeverityLevel::moderate);
}

BOOST_AUTO_TEST_CASE(muscle_strength_in_words) {
    const auto said = [](std::string_view text) {
        Result one = result(observation::muscle_strength_grade, days_ago(3));
        one.text = text;
        return with({one, one}).level;
    };
    BOOST_TEST(said("3/5") == SeverityLevel::severe);
    BOOST_TEST(said("4-") == SeverityLevel::moderate);
    BOOST_TEST(said("4+/5") == SeverityLevel::mild);
    BOOST_TEST(said("3-4") == SeverityLevel::unknown);
    BOOST_TEST(said("weak") == SeverityLevel::unknown);
}

BOOST_AUTO_TEST_CASE(the_site_may_call_grade_4_severe) {
    Facts facts = myositis();
    facts.labs.add(grade(4));
    facts.labs.add(grade(4));
    facts.labs.freeze();
    Policy policy;
    policy.severity_mrc_severe_max = 4;
    BOOST_TEST(derive_iim(facts, policy).severity.level == SeverityLevel::severe);
}

BOOST_AUTO_TEST_CASE(intensive_care_for_the_myositis) {
    const auto stay = [](Concept reason, bool intensive, int ended) {
        Facts facts = myositis();
        Stay one;
        one.intensive_care = intensive;
        one.reasons.add(reason);
        one.start = days_ago(ended + 5);
        one.end = days_ago(ended);
        facts.stays.push_back(one);
        return of(facts).level;
    };
    BOOST_TEST(stay(condition::dermatomyositis, true, 90) == SeverityLevel::severe);
    BOOST_TEST(stay(condition::dermatomyositis, true, 91) == SeverityLevel::unknown);
    BOOST_TEST(stay(condition::dermatomyositis, false, 1) == SeverityLevel::unknown);
    BOOST_TEST(stay(condition::pneumonia, true, 1) == SeverityLevel::unknown);
}

BOOST_AUTO_TEST_CASE(rapidly_progressive_lung_disease) {
    const auto lungs = [](const std::vector<Result>& results) {
        Facts facts = myositis({diagnosis(condition::interstitial_lung_disease)});
        for (const Result& one : results) facts.labs.add(one);
        facts.labs.freeze();
        return derive_iim(facts, Policy()).rp_ild;
    };
    const auto fvc = [](double percent, int days) {
        return number(observation::fvc_percent_predicted, days_ago(days), percent);
    };
    BOOST_TEST(lungs({fvc(80, 95), fvc(72, 5)}));
    BOOST_TEST(!lungs({fvc(80, 95), fvc(72.1, 5)}));
    BOOST_TEST(!lungs({fvc(80, 96), fvc(72, 5)}));  // 91 days apart
    BOOST_TEST(!lungs({fvc(80, 120), fvc(60, 91)}));
    BOOST_TEST(lungs({number(observation::spo2, days_ago(3), 89)}));
    BOOST_TEST(!lungs({number(observation::spo2, days_ago(3), 90)}));
    BOOST_TEST(!lungs({}));
}

BOOST_AUTO_TEST_CASE(the_highest_level_decides_and_says_why) {
    const Severity found =
        of(myositis({diagnosis(condition::dysphagia), diagnosis(condition::myocarditis, days_ago(3))}));
    BOOST_TEST(found.level == SeverityLevel::severe);
    BOOST_TEST_REQUIRE(found.because.size() == 1);
    BOOST_TEST(found.because.front() == "myocarditis, since 2026-06-12");
    BOOST_TEST(found.features.size() == 2);
}

BOOST_AUTO_TEST_CASE(not_severe_only_when_the_strength_was_examined) {
    BOOST_TEST((of(myositis({diagnosis(condition::dysphagia)})).severe() == Truth::unknown));
    BOOST_TEST((with({grade(4)}).severe() == Truth::no));
    BOOST_TEST((with({grade(5)}).severe() == Truth::no));
    BOOST_TEST((with({grade(4, 91)}).severe() == Truth::unknown));
}

BOOST_AUTO_TEST_CASE(extensive_from_two_organs_on) {
    BOOST_TEST(!of(myositis({diagnosis(condition::dysphagia)})).extensive());
    BOOST_TEST(of(myositis({diagnosis(condition::dysphagia), diagnosis(condition::calcinosis)})).extensive());
    BOOST_TEST(of(myositis({diagnosis(condition::interstitial_lung_disease), diagnosis(condition::skin_ulcer)}
                  ))
                   .extensive());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine

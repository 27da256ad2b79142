#include "engine/options/infection.hpp"
#include "engine/terms/risk_groups.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

bool is_active(Build& build, ConceptGroup kinds = group::serious_infections) {
    return active_infection(build.patient(), kinds).has_value();
}

bool days_ago(Concept what, int days, ConceptGroup kinds = group::serious_infections) {
    Build build;
    build.condition(what, -days);
    return is_active(build, kinds);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_infection)

BOOST_AUTO_TEST_CASE(counts_for_14_days
) {  // R01 "sepsis/pneumonia code <= 14 d", R29 "infection code <= 14 d"
    for (const Concept one :
         {condition::sepsis,
          condition::pneumonia,
          condition::pneumocystis_pneumonia,
          condition::aspiration_pneumonia,
          condition::infection_other_serious}) {
        BOOST_TEST(days_ago(one, 14), terms().id(one));
        BOOST_TEST(!days_ago(one, 15), terms().id(one));
    }
    BOOST_TEST(days_ago(condition::tuberculosis_active, 400));
    BOOST_TEST(!days_ago(condition::tuberculosis_latent, 3));
    BOOST_TEST(!days_ago(condition::urinary_tract_infection, 3));
}

BOOST_AUTO_TEST_CASE(sepsis_and_pneumonia_are_not_every_serious_infection) {
    for (const Concept one : {condition::sepsis, condition::pneumonia, condition::pneumocystis_pneumonia})
        BOOST_TEST(days_ago(one, 3, group::sepsis_or_pneumonia), terms().id(one));
    BOOST_TEST(!days_ago(condition::infection_other_serious, 3, group::sepsis_or_pneumonia));
    BOOST_TEST(!days_ago(condition::tuberculosis_active, 3, group::sepsis_or_pneumonia));
}

/// Missing is not negative: active, and nobody says that it began long ago.
BOOST_AUTO_TEST_CASE(without_a_date_it_counts) {
    Build build;
    Condition& sepsis = build.condition(condition::sepsis).facts().conditions.back();
    sepsis.onset.reset();
    BOOST_TEST(is_active(build));
    BOOST_TEST(contains(
        active_infection(build.patient(), group::serious_infections)->fact(), "sepsis, date not recorded"
    ));
    sepsis.recorded = in_days(-14);
    BOOST_TEST(is_active(build));
    sepsis.recorded = in_days(-15);
    BOOST_TEST(!is_active(build));
}

BOOST_AUTO_TEST_CASE(what_is_over_does_not_count) {
    Build build;
    build.condition(condition::sepsis, -3).facts().conditions.back().status = ClinicalStatus::inactive;
    BOOST_TEST(!is_active(build));
    build.condition(condition::pneumonia, -40).condition(condition::pneumonia, -2);  // an old one before it
    const Patient patient = build.patient();
    const auto found = active_infection(patient, group::serious_infections);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->what() == "active infection (pneumonia)");
    BOOST_TEST(contains(found->fact(), "since 2026-11-18"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test

#include "engine/options/fitness.hpp"
#include "engine/options/pjp_fitness.hpp"
#include "engine/options/steroid_sparing.hpp"
#include "engine/options/tests.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

template <class Fill>
Build filled(Fill fill) {
    Build build;
    build.dermatomyositis();
    fill(build);
    return build;
}

bool recommends(const SparingAdvice& advice) {
    return std::ranges::any_of(advice.suggestions, &Suggestion::recommended);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_unreadable)

BOOST_AUTO_TEST_CASE(what_could_speak_against_an_agent_takes_the_recommendation) {
    struct Case {
        std::string_view name, line;
        std::function<void(Build&)> fill;
    };
    const auto unread = [](Concept test) { return [=](Build& b) { b.result(test, -3); }; };
    const Case table[] =
        {
            {"unmatched allergy",
             "allergy 'zorblax' could not be matched to a drug",
             [](Build& b) {
        Allergy odd;
        odd.label = "zorblax";
        b.facts().allergies.push_back(odd);
             }},
            {"eGFR", "eGFR of 2026-11-17 could not be read", unread(lab::egfr)},
            {"HBsAg", "HBsAg of 2026-11-17 could not be read", unread(lab::hbsag)},
            {"HCV antibody", "HCV antibody of", unread(lab::hcv_ab)},
            {"ALT", "ALT of 2026-11-17 could not be read", unread(lab::alt)},
            {"white cells", "white blood cell count of 2026-11-17 could not be read", unread(lab::wbc)},
            {"neutrophils", "neutrophil count of 2026-11-17 could not be read", unread(lab::neutrophils)},
            {"platelets", "platelet count of 2026-11-17 could not be read", unread(lab::platelets)},
            {"pregnancy test", "pregnancy test of", unread(lab::pregnancy_test_serum)},
    };
    Build plain = filled([](Build&) {});
    BOOST_TEST(recommends(advise_steroid_sparing(plain.patient())));
    for (const Case& each : table) BOOST_TEST_CONTEXT(each.name) {
            Build build = filled(each.fill);
            const SparingAdvice advice = advise_steroid_sparing(build.patient());
            BOOST_TEST(any_contains(advice.unseen, each.line));
            BOOST_TEST(!recommends(advice));
        }
}

BOOST_AUTO_TEST_CASE(only_a_clear_answer_spares_the_test) {
    struct {
        Reading reading;
        bool answered;
    } const table[] = {
        {Reading::unknown, false},
        {Reading::indeterminate, false},
        {Reading::positive, true},
        {Reading::negative, true},
    };
    for (const auto& each : table) {
        Build build = filled([&](Build& b) { b.result(lab::hbsag, -3).reading = each.reading; });
        BOOST_TEST(answered(build.patient(), need::hbsag) == each.answered);
    }
    Build number = filled([](Build& b) { b.lab(lab::alt, -3, 20); });
    BOOST_TEST(answered(number.patient(), need::alt));
    Build unread = filled([](Build& b) { b.result(lab::alt, -3).unit_unknown = true; });
    BOOST_TEST(!answered(unread.patient(), need::alt));
}

BOOST_AUTO_TEST_CASE(kidney_disease_by_diagnosis) {
    struct {
        Concept stage;
        bool methotrexate, trimethoprim, half;
    } const table[] = {
        {condition::ckd_stage_3, true, true, false},
        {condition::ckd_stage_4, false, true, true},
        {condition::ckd_stage_5, false, false, false},
        {condition::esrd, false, false, false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(terms().id(each.stage)) {
            Build build = filled([&](Build& b) { b.condition(each.stage); });
            const Patient patient = build.patient();
            BOOST_TEST(methotrexate_fitness(patient).offered() == each.methotrexate);
            BOOST_TEST(pjp::trimethoprim_sulfamethoxazole_fitness(patient).offered() == each.trimethoprim);
            BOOST_TEST(pjp::halves_trimethoprim(patient) == each.half);
        }
}

BOOST_AUTO_TEST_CASE(azathioprine_asks_for_its_tests_first) {
    Build untested = filled([](Build&) {});
    BOOST_TEST(contains(azathioprine_fitness(untested.patient()).because(), "TPMT and NUDT15 first"));
    Build normal = filled([](Build& b) { b.phenotype(lab::tpmt_genotype).phenotype(lab::nudt15_genotype); });
    BOOST_TEST(azathioprine_fitness(normal.patient()).fits());
}

BOOST_AUTO_TEST_SUITE_END()

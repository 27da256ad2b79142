#include "engine/options/hepatitis.hpp"
#include "engine/options/hepatitis_screen.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;
using hepatitis::Standing;
using hepatitis::Status;

namespace {

constexpr Days year{365}, request{21};

Build& reads(Build& build, Concept test, int day, Reading reading) {
    build.result(test, day).reading = reading;
    return build;
}

Status status_of(Build& build) {
    const Patient patient = build.patient();
    Status found = hepatitis::status(patient, year, request);
    for (hepatitis::Marker* each : {&found.hbsag, &found.anti_hbc, &found.hcv})
        each->result = nullptr;  // points into the patient
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_hepatitis)

BOOST_AUTO_TEST_CASE(a_negative_result_ages_and_a_positive_one_does_not) {
    struct {
        int day;
        Reading reading;
        Standing want;
    } const table[] = {
        {-365, Reading::negative, Standing::negative},
        {-366, Reading::negative, Standing::missing},
        {-9000, Reading::positive, Standing::positive},
        {-5, Reading::indeterminate, Standing::missing},
        {-5, Reading::unknown, Standing::missing},
        {1, Reading::negative, Standing::missing},
        {1, Reading::positive, Standing::missing},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.day) {
            Build build;
            BOOST_TEST(
                (status_of(reads(build, lab::hbsag, each.day, each.reading)).hbsag.standing == each.want)
            );
        }
}

BOOST_AUTO_TEST_CASE(an_antibody_after_immunoglobulin_may_be_passive) {
    struct {
        int infusion, sample;
        Reading hbsag;
        bool want;
    } const table[] = {
        {-190, -10, Reading::negative, true},   // 180 days
        {-191, -10, Reading::negative, false},  // 181 days
        {-10, -10, Reading::negative, true},    // the same day
        {-9, -10, Reading::negative, false},    // infused afterwards
        {-30, -10, Reading::positive, false},   // HBsAg tells
        {-30, -10, Reading::unknown, false},    // HBsAg must be negative, not absent
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.infusion) {
            Build build;
            build.given(drug::immunoglobulin_human, each.infusion, 70000);
            reads(build, lab::hbsag, -10, each.hbsag);
            reads(build, lab::anti_hbc_total, each.sample, Reading::positive);
            BOOST_TEST(status_of(build).passive_antibody == each.want);
        }
}

BOOST_AUTO_TEST_CASE(an_antibody_from_before_the_immunoglobulin_is_the_patients_own) {
    Build build;
    build.given(drug::immunoglobulin_human, -30, 70000);
    reads(build, lab::hbsag, -10, Reading::negative);
    reads(build, lab::anti_hbc_total, -10, Reading::positive);
    reads(build, lab::anti_hbc_total, -40, Reading::positive);
    BOOST_TEST(!status_of(build).passive_antibody);
}

BOOST_AUTO_TEST_CASE(hepatitis_c_is_cleared_by_a_negative_rna_after_the_antibody) {
    struct {
        int antibody, rna;
        Reading reading;
        bool infected;
        Standing want;
    } const table[] = {
        {-30, -30, Reading::negative, false, Standing::negative},
        {-30, -31, Reading::negative, true, Standing::positive},
        {-30, -20, Reading::positive, true, Standing::positive},
        {-30, -20, Reading::unknown, true, Standing::positive},
        {-2000, -1900, Reading::negative, false, Standing::negative},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.rna) {
            Build build;
            reads(build, lab::hcv_ab, each.antibody, Reading::positive);
            reads(build, lab::hcv_rna, each.rna, each.reading);
            const Status found = status_of(build);
            BOOST_TEST(!found.hepatitis_c.empty() == each.infected);
            BOOST_TEST((found.hcv.standing == each.want));
        }
}

BOOST_AUTO_TEST_CASE(what_is_ordered_is_awaited) {
    struct {
        Concept test;
        int authored;
        bool draft, hbsag, anti_hbc;
    } const table[] = {
        {lab::hbsag, -21, false, true, false},
        {lab::hbsag, -22, false, false, false},
        {lab::hbsag, 0, true, true, false},
        {lab::anti_hbc_total, -1, false, false, true},
        {lab::anti_hbc_igm, -1, false, false, false},
        {procedure::hepatitis_b_screening, -1, false, true, true},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.authored) {
            Build build;
            build.requests(each.test, each.draft, each.authored);
            const Status found = status_of(build);
            BOOST_TEST(found.hbsag.asked == each.hbsag);
            BOOST_TEST(found.anti_hbc.asked == each.anti_hbc);
        }
}

BOOST_AUTO_TEST_CASE(a_suspected_hepatitis_is_no_finding) {
    Build build;
    build.condition(condition::hepatitis_b);
    BOOST_TEST(status_of(build).hepatitis_b.size() == 1U);
    build.facts().conditions.back().low_certainty = true;
    BOOST_TEST(status_of(build).hepatitis_b.empty());
}

BOOST_AUTO_TEST_CASE(one_liver_test_is_enough) {
    for (const Concept test : {lab::alt, lab::ast}) {
        Build build;
        build.lab(test, -42, 20);
        BOOST_TEST(hepatitis::screen(build.patient()).liver_tests);
        Build late;
        late.lab(test, -43, 20);
        BOOST_TEST(!hepatitis::screen(late.patient()).liver_tests);
    }
}

BOOST_AUTO_TEST_SUITE_END()

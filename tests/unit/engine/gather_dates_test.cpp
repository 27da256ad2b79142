#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::string administration(const std::string& when) {
    return request(
        R"("medicationAdministrations":)"
        + bundle(
            R"({"resourceType":"MedicationAdministration","id":"a","status":"completed",)"
            R"("subject":{"reference":"Patient/1"},"medicationCodeableConcept":{"coding":[{"system":)"
            R"("http://www.nlm.nih.gov/research/umls/rxnorm","code":"121191"}]},)"
            + when + "}"
        )
    );
}

std::string procedure_of(const std::string& code, const std::string& status, const std::string& when) {
    return request(
        R"("procedures":)"
        + bundle(
            R"({"resourceType":"Procedure","id":"p","subject":{"reference":"Patient/1"},"code":{"coding":[)"
            R"({"system":"http://snomed.info/sct","code":")"
            + code + R"("}]},"status":")" + status + R"(",)" + when + "}"
        )
    );
}

std::string dermatomyositis(const std::string& birth, const std::string& onset) {
    return request(
        R"("patient":{"resourceType":"Patient","id":"1","birthDate":")" + birth + R"("},"conditions":)"
        + bundle(
            R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/1"},"code":{"coding":[)"
            R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]},)"
            + onset + "}"
        )
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_dates)

/// What is done cannot lie after today; what is dated wholly after it is left as it is.
BOOST_AUTO_TEST_CASE(what_was_done_is_no_later_than_today) {
    struct {
        const char* when;
        Day want, earliest;
    } const table[] = {
        {R"("effectiveDateTime":"2026-11-19")", day(2026, 11, 19), day(2026, 11, 19)},
        {R"("effectiveDateTime":"2026-10")", day(2026, 10, 31), day(2026, 10, 1)},
        {R"("effectiveDateTime":"2026-11")", today, day(2026, 11, 1)},
        {R"("effectiveDateTime":"2026")", today, day(2026, 1, 1)},
        {R"("effectiveDateTime":"2026-11-20")", today, today},
        {R"("effectiveDateTime":"2026-11-21")", day(2026, 11, 21), day(2026, 11, 21)},
        {R"("effectiveDateTime":"2026-12")", day(2026, 12, 31), day(2026, 12, 1)},
        {R"("effectivePeriod":{"start":"2026-11-15","end":"2026-11-18"})",
         day(2026, 11, 18),
         day(2026, 11, 15)},
        {R"("effectivePeriod":{"start":"2026-11-15","end":"2026-11-30"})", today, day(2026, 11, 15)},
        {R"("effectivePeriod":{"start":"2026-11-15"})", day(2026, 11, 15), day(2026, 11, 15)},
        {R"("effectivePeriod":{"end":"2026-11-18"})", day(2026, 11, 18), day(2026, 11, 18)},
        {R"("effectivePeriod":{"start":"2026-12-01","end":"2026-12-02"})",
         day(2026, 12, 2),
         day(2026, 12, 1)},
    };
    for (const auto& row : table) BOOST_TEST_CONTEXT(row.when) {
            const Gathered got(administration(row.when));
            BOOST_TEST_REQUIRE(got.facts.administrations.size() == 1);
            BOOST_TEST((got.facts.administrations[0].date == row.want));
            BOOST_TEST((got.facts.administrations[0].earliest == row.earliest));
        }
}

/// Physiotherapy (91251008) in progress goes on; a finished one, or a DXA (312681000), keeps its day.
BOOST_AUTO_TEST_CASE(therapy_in_progress_goes_on_today) {
    const std::string begun = R"("performedPeriod":{"start":"2025-07-08"})";
    struct {
        const char *code, *status;
        std::string when;
        Day want;
    } const table[] = {
        {"91251008", "in-progress", begun, today},
        {"91251008", "in-progress", R"("performedDateTime":"2025-07-08")", today},
        {"91251008",
         "in-progress",
         R"("performedPeriod":{"start":"2025-07-08","end":"2025-08-08"})",
         day(2025, 8, 8)},
        {"91251008", "completed", begun, day(2025, 7, 8)},
        {"312681000", "in-progress", begun, day(2025, 7, 8)},
    };
    for (const auto& row : table) BOOST_TEST_CONTEXT(row.code << " " << row.status << " " << row.when) {
            const Gathered got(procedure_of(row.code, row.status, row.when));
            BOOST_TEST_REQUIRE(got.facts.procedures.size() == 1);
            BOOST_TEST((got.facts.procedures[0].date == row.want));
        }
}

/// An age at onset is the first day of that age, or the day of the record within that year.
BOOST_AUTO_TEST_CASE(an_age_at_onset_becomes_a_day) {
    struct {
        const char* onset;
        std::optional<Day> want;
    } const table[] = {
        {R"("onsetAge":{"value":8,"unit":"a","code":"a"})", day(2009, 3, 14)},
        {R"("onsetAge":{"value":17.9,"unit":"years"})", day(2018, 3, 14)},
        {R"("onsetAge":{"value":18,"unit":"a"})", day(2019, 3, 14)},
        {R"("onsetAge":{"value":30,"unit":"mo"})", day(2003, 9, 14)},
        {R"("onsetAge":{"value":10,"unit":"wk"})", day(2001, 5, 23)},
        {R"("onsetRange":{"low":{"value":7,"unit":"a"},"high":{"value":9,"unit":"a"}})", day(2008, 3, 14)},
        {R"("onsetAge":{"value":25,"unit":"a"},"recordedDate":"2026-10-01")", day(2026, 10, 1)},
        {R"("onsetAge":{"value":24,"unit":"a"},"recordedDate":"2026-10-01")", day(2025, 3, 14)},
        {R"("onsetDateTime":"2020-05-01","onsetAge":{"value":8,"unit":"a"})", day(2020, 5, 1)},
        {R"("onsetAge":{"value":60,"unit":"a"})", {}},  // still ahead
        {R"("onsetAge":{"value":-3,"unit":"a"})", {}},
        {R"("onsetAge":{"value":1e300,"unit":"a"})", {}},
        {R"("onsetAge":{"value":1e300,"unit":"d"})", {}},
        {R"("onsetAge":{"value":8,"unit":"mg"})", {}},
        {R"("onsetAge":{"value":8,"comparator":"<","unit":"a"})", {}},
        {R"("onsetAge":"8 years")", {}},
    };
    for (const auto& row : table) BOOST_TEST_CONTEXT(row.onset) {
            const Gathered got(dermatomyositis("2001-03-14", row.onset));
            BOOST_TEST_REQUIRE(got.facts.conditions.size() == 1);
            BOOST_TEST((got.facts.conditions[0].onset == row.want));
        }
    const Gathered leap(dermatomyositis("2004-02-29", R"("onsetAge":{"value":1,"unit":"a"})"));
    BOOST_TEST((leap.facts.conditions[0].onset == day(2005, 3, 1)));
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::string icd(const std::string& code) {
    return R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":")" + code + R"("}]})";
}

Gathered with_condition(const std::string& rest) {
    return Gathered(request(R"("conditions":)" + bundle(resource("Condition", icd("M33.10") + "," + rest))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_conditions)

// RULES 2.3
BOOST_AUTO_TEST_CASE(clinical_status_of_a_condition) {
    const auto coded = [](const std::string& code) {
        return R"("clinicalStatus":{"coding":[{"code":")" + code + R"("}]})";
    };
    const struct {
        std::string rest;
        ClinicalStatus want;
    } cases[] = {
        {coded("active"), ClinicalStatus::active},
        {coded("recurrence"), ClinicalStatus::active},
        {coded("relapse"), ClinicalStatus::active},
        {coded("remission"), ClinicalStatus::remission},
        {coded("inactive"), ClinicalStatus::inactive},
        {coded("resolved"), ClinicalStatus::inactive},
        {R"("clinicalStatus":"resolved")", ClinicalStatus::inactive},
        {R"("clinicalStatus":"active")", ClinicalStatus::active},
        {R"("id":"x")", ClinicalStatus::active},
        {R"("abatementDateTime":"2026-11-20")", ClinicalStatus::inactive},
        {R"("abatementDateTime":"2026-11-21")", ClinicalStatus::active},
        {R"("abatementBoolean":true)", ClinicalStatus::inactive},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest) {
            const Gathered got = with_condition(one.rest);
            BOOST_TEST_REQUIRE(got.facts.conditions.size() == 1);
            BOOST_TEST((got.facts.conditions[0].status == one.want));
        }
    }
}

BOOST_AUTO_TEST_CASE(verification_of_a_condition) {
    const struct {
        std::string code;
        bool fact, low;
    } cases[] = {
        {"confirmed", true, false},
        {"provisional", true, true},
        {"differential", true, true},
        {"unconfirmed", true, true},
        {"refuted", false, false},
        {"entered-in-error", false, false},
    };
    for (const auto& one : cases) {
        for (const std::string& status :
             {R"("verificationStatus":{"coding":[{"code":")" + one.code + R"("}]})",
              R"("verificationStatus":")" + one.code + R"(")"}) {
            BOOST_TEST_CONTEXT(status) {
                const Gathered got = with_condition(status);
                BOOST_TEST(got.facts.conditions.size() == (one.fact ? 1u : 0u));
                if (!got.facts.conditions.empty())
                    BOOST_TEST(got.facts.conditions[0].low_certainty == one.low);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_newest_record_of_a_code_decides) {
    const auto two = [](const std::string& older, const std::string& newer) {
        return Gathered(request(
            R"("conditions":)"
            + bundle(
                resource(
                    "Condition",
                    icd("M33.10") + R"(,"id":"a","recordedDate":"2020-01-01","clinicalStatus":")" + older
                        + R"(")"
                )
                + ","
                + resource(
                    "Condition",
                    icd("M33.10") + R"(,"id":"b","recordedDate":"2025-01-01","clinicalStatus":")" + newer
                        + R"(")"
                )
            )
        ));
    };
    const struct {
        std::string older, newer;
        ClinicalStatus want_older, want_newer;
    } cases[] = {
        {"active", "resolved", ClinicalStatus::inactive, ClinicalStatus::inactive},
        {"active", "remission", ClinicalStatus::remission, ClinicalStatus::remission},
        {"active", "active", ClinicalStatus::active, ClinicalStatus::active},
        {"resolved", "active", ClinicalStatus::inactive, ClinicalStatus::active},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.older + " then " + one.newer) {
            const Gathered got = two(one.older, one.newer);
            BOOST_TEST_REQUIRE(got.facts.conditions.size() == 2);
            BOOST_TEST((got.facts.conditions[0].status == one.want_older));
            BOOST_TEST((got.facts.conditions[1].status == one.want_newer));
        }
    }
}

BOOST_AUTO_TEST_CASE(dates_of_a_condition) {
    const Gathered got = with_condition(R"("onsetDateTime":"2018-05","recordedDate":"2025-05-21")");
    BOOST_TEST((got.facts.conditions.at(0).onset == day(2018, 5, 1)));
    BOOST_TEST((got.facts.conditions.at(0).recorded == day(2025, 5, 21)));
    BOOST_TEST(got.facts.conditions.at(0).code == "M33.10");
}

BOOST_AUTO_TEST_SUITE_END()

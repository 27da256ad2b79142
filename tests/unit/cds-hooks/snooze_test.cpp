#include "cards/overrides.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "snooze_situation.hpp"
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::tests::snoozing;
using iim::tests::at;

BOOST_AUTO_TEST_SUITE(snoozes)

BOOST_AUTO_TEST_CASE(each_reason_has_its_time) {
    struct Case {
        std::string_view reason;
        int days;
    };
    // RULES 4.5
    const std::vector<Case> cases{
        {"already-addressed", 90},
        {"result-pending", 14},
        {"started-elsewhere", 90},
        {"specialist-plan", 180},
        {"contraindicated", 365},
        {"patient-declined", 180},
        {"benefit-outweighs-risk", 90},
        {"not-iim", 365},
        {"palliative", 365},
        {"active-infection", 30},
        {"data-incorrect", 30},
        {"will-do-later", 30},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.reason) {
            Verdict verdict = said({}, std::string(each.reason));
            verdict.reasons = {std::string(each.reason)};  // whatever this rule offers
            const Situation another_order = with({}, [](Situation& s) { s.order = "2"; });
            const fhir::Days days(each.days);
            BOOST_TEST(snoozed({}, verdict, days));
            BOOST_TEST(snoozed(another_order, verdict, days));
            BOOST_TEST(!snoozed({}, verdict, days + std::chrono::seconds(1)));
        }
    std::size_t known = 0;
    for (const cards::OverrideReason& each : cards::override_reasons())
        known += snooze_days(each.code) ? 1 : 0;
    BOOST_TEST(known == cards::override_reasons().size());
    BOOST_TEST(!snooze_days("no-such-reason"));
}

BOOST_AUTO_TEST_CASE(some_reasons_hold_for_the_life_of_the_order) {
    for (const std::string reason : {"other-indication", "dose-intentional", "oncology-protocol"})
        BOOST_TEST_CONTEXT(reason) {
            Verdict verdict = said({}, reason);
            verdict.reasons = {reason};
            BOOST_TEST(snoozed({}, verdict, 399 * day));
            BOOST_TEST(!snoozed(with({}, [](Situation& s) { s.order = "2"; }), verdict));
            BOOST_TEST(!snoozed(with({}, [](Situation& s) { s.order.clear(); }), verdict));
            // the same id, but ordered on another day, or another drug
            BOOST_TEST(!snoozed(with({}, [](Situation& s) { s.authored = "2026-11-21"; }), verdict));
            BOOST_TEST(!snoozed(with({}, [](Situation& s) { s.drug = engine::drug::dexamethasone; }), verdict)
            );
        }
}

BOOST_AUTO_TEST_CASE(the_bare_id_of_a_draft_is_trusted_for_a_day) {
    const Situation undated = with({}, [](Situation& s) { s.authored.clear(); });
    Verdict verdict = said(undated, "dose-intentional");
    verdict.reasons = {"dose-intentional"};
    BOOST_TEST(snoozed(undated, verdict, day));
    BOOST_TEST(!snoozed(undated, verdict, day + std::chrono::seconds(1)));
}

BOOST_AUTO_TEST_CASE(never_events_are_snoozed_for_one_order_only) {
    struct Case {
        Situation what;
        std::string reason;
        bool never;
    };
    const auto one = [](std::string number, Indicator indicator, std::string trigger) {
        Situation s;
        s.number = std::move(number);
        s.indicator = indicator;
        s.trigger = std::move(trigger);
        return s;
    };
    const std::vector<Case> cases{
        {one("R04", Indicator::critical, "2.5 mg daily"), "data-incorrect", true},
        {one("R04", Indicator::warning, "no day named"), "data-incorrect", true},
        {one("R09", Indicator::critical, "pregnant"), "specialist-plan", true},
        {one("R09", Indicator::warning, "no pregnancy test"), "already-addressed", false},
        {one("R13", Indicator::critical, "positive: HBsAg"), "specialist-plan", true},
        {one("R13", Indicator::critical, "not found: HBsAg"), "result-pending", false},
        {one("R13", Indicator::warning, "passive anti-HBc"), "specialist-plan", false},
        {one("R01", Indicator::critical, "60 mg/day"), "specialist-plan", false},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.what.number << " " << each.what.trigger) {
            Verdict verdict = said(each.what, each.reason);
            verdict.reasons = {each.reason};
            const Situation another = with(each.what, [](Situation& s) { s.order = "2"; });
            BOOST_TEST(snoozed(each.what, verdict, day));
            BOOST_TEST(snoozed(another, verdict, day) == !each.never);
            BOOST_TEST(
                snoozed(each.what, verdict, 399 * day) == each.never
            );  // no time ends it, no time keeps it
        }
    // without an order there is nothing to hold it
    const Situation chart = with(cases[2].what, [](Situation& s) { s.order.clear(); });
    BOOST_TEST(!snoozed(chart, said(chart, "specialist-plan")));
}

BOOST_AUTO_TEST_CASE(patients_and_orders_are_known_by_their_key_only) {
    fhir::Document document;
    const auto hash = [&](const std::string& body, const auth::Caller* caller = nullptr) {
        return key.of_patient(caller, *document.parse(body));
    };
    const std::string one =
        hash(R"({"context":{"patientId":"pat-1"},"fhirServer":"https://fhir.example/r4"})");
    BOOST_TEST(one.size() == 64U);
    BOOST_TEST(one.find("pat") == one.npos);
    BOOST_TEST(
        one == hash(R"({"context":{"patientId":"Patient/pat-1"},"fhirServer":"https://fhir.example/r4/"})")
    );
    BOOST_TEST(one != hash(R"({"context":{"patientId":"pat-2"},"fhirServer":"https://fhir.example/r4"})"));
    BOOST_TEST(one != hash(R"({"context":{"patientId":"pat-1"},"fhirServer":"https://other.example/r4"})"));
    const auth::Caller north{"https://ehr.example", "north", "", "j"},
        south{"https://ehr.example", "south", "", "j"};
    const std::string body = R"({"context":{"patientId":"pat-1"}})";
    BOOST_TEST(hash(body, &north) != hash(body, &south));
    BOOST_TEST(hash(body, &north) != hash(body));
    BOOST_TEST(hash(R"({"context":{}})").empty());
    BOOST_TEST(hash(R"({"context":{"patientId":7}})").empty());
    const PatientKey other(std::string(32, 'o'));
    BOOST_TEST(other.of_patient(nullptr, *document.parse(body)) != hash(body));
    BOOST_TEST(other.fingerprint() != key.fingerprint());
    BOOST_CHECK_THROW(PatientKey(std::string(31, 'k')), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

#include "cards/from_judgement.hpp"
#include "cards/overrides.hpp"
#include "cds-hooks/store/shown.hpp"
#include "cds-hooks/store/snooze.hpp"
#include "engine/rule.hpp"
#include "tests/unit/cards/sample.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "store_database.hpp"
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;
using namespace iim::service::store;
using engine::Hook;
using engine::Indicator;
using iim::tests::at;
namespace sample = cards::sample;

namespace {

const PatientKey key(std::string(32, 'k'));
constexpr fhir::Days day{1};

const engine::Rule& rule_of(std::string_view number) {
    const auto all = engine::all_rules();
    const auto found = std::ranges::find(all, number, [](const engine::Rule* each) { return each->number; });
    BOOST_TEST_REQUIRE((found != all.end()));
    return **found;
}

/// One finding of a rule, and what is asked about it: by default at order-sign on a dated draft.
struct Situation {
    std::string number = "R01";
    Indicator indicator = Indicator::warning;
    std::string trigger = "60 mg/day";
    Hook hook = Hook::order_sign;
    std::string order = "1";              ///< id; empty: the finding is about the patient
    std::string authored = "2026-11-20";  ///< empty: the order does not say
    engine::Concept drug = engine::drug::prednisone;
    std::string about = "Summary";
};

engine::Patient patient_in(const Situation& now) {
    engine::Facts facts = sample::facts(now.hook);
    if (!now.order.empty()) {
        engine::Order order = sample::draft(now.order, now.drug, "the drug");
        if (!now.authored.empty()) order.authored = fhir::parse_date(now.authored, {})->first;
        facts.orders.push_back(order);
    }
    return sample::patient(std::move(facts));
}

engine::Judgement judgement_in(const Situation& now, const engine::Patient& patient) {
    const engine::Order* const about = now.order.empty() ? nullptr : patient.facts().orders.data();
    engine::Finding finding = sample::finding(rule_of(now.number), now.indicator, about, now.about);
    finding.trigger = now.trigger;
    engine::Judgement judgement;
    judgement.findings.push_back(std::move(finding));
    return judgement;
}

/// The card of the situation was shown, and this was said of it at 9 o'clock.
Verdict said(const Situation& then, const std::string& reason, Outcome outcome = Outcome::overridden) {
    const engine::Patient patient = patient_in(then);
    const auto made = cards::from_judgement(judgement_in(then, patient), patient, sample::counted());
    static fhir::Document document;
    const auto request = document.parse(R"({"context":{"patientId":"pat-1"},"hookInstance":"i"})");
    const auto shown = shown_cards(made, {key, sample::terms(), nullptr, *request, at()});
    BOOST_TEST_REQUIRE(shown.size() == 1U);
    const ShownCard& card = shown.front();
    Verdict one;
    one.card = card.card;
    one.hook = engine::to_string(then.hook);
    one.rule = card.rule;
    one.trigger = card.trigger;
    one.indicator = card.indicator;
    one.order = card.order;
    one.order_dated = card.order_dated;
    one.drug = card.drug;
    one.reasons = card.reasons;
    one.outcome = outcome;
    one.reason = reason;
    one.at = at();
    return one;
}

/// The verdicts in the order in which they were given.
bool snoozed(const Situation& now, std::vector<Verdict> verdicts, std::chrono::seconds after) {
    std::ranges::reverse(verdicts);
    const engine::Patient patient = patient_in(now);
    engine::Judgement judgement = judgement_in(now, patient);
    const fhir::Instant when = std::chrono::floor<std::chrono::seconds>(at()) + after;
    const auto rules = snooze(judgement, patient, {verdicts, key, when});
    BOOST_TEST(rules.size() == judgement.snoozed);
    BOOST_TEST(judgement.findings.size() == 1U);
    return judgement.snoozed == 1;
}

bool snoozed(const Situation& now, const Verdict& verdict, std::chrono::seconds after = day) {
    return snoozed(now, std::vector{verdict}, after);
}

Situation with(Situation base, auto change) {
    change(base);
    return base;
}

}  // namespace

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

BOOST_AUTO_TEST_CASE(worse_facts_break_a_snooze) {
    const Verdict verdict = said({}, "specialist-plan");
    BOOST_TEST(snoozed({}, verdict));
    struct Case {
        std::string trigger;
        bool holds;
    };
    const std::vector<Case> doses{
        {"60 mg/day", true},
        {"60.5 mg/day", false},
        {"80 mg/day", false},
        {"59.5 mg/day", true},
        {"9 mg/day", true},
        {"100 mg/day", false},
        {"dose not readable", false},
        {"60 mg/week", false}};
    for (const Case& each : doses) BOOST_TEST_CONTEXT(each.trigger) {
            const Situation now = with({}, [&](Situation& s) { s.trigger = each.trigger; });
            BOOST_TEST(snoozed(now, verdict) == each.holds);
        }
    BOOST_TEST(!snoozed(with({}, [](Situation& s) { s.indicator = Indicator::critical; }), verdict));
    BOOST_TEST(snoozed(with({}, [](Situation& s) { s.indicator = Indicator::info; }), verdict));
}

BOOST_AUTO_TEST_CASE(words_that_changed_are_new_facts) {
    // new contraindication, new laboratory value
    const Situation then = with({}, [](Situation& s) {
        s.number = "R16";
        s.trigger = "eGFR 45";
    });
    Verdict verdict = said(then, "benefit-outweighs-risk");
    verdict.reasons = {"benefit-outweighs-risk"};
    BOOST_TEST(snoozed(then, verdict));
    for (const std::string trigger : {"eGFR 45, alcohol", "eGFR 40", "eGFR 50", ""})
        BOOST_TEST_CONTEXT(trigger) {
            BOOST_TEST(!snoozed(with(then, [&](Situation& s) { s.trigger = trigger; }), verdict));
        }
    struct Case {
        std::string_view rule, then, now;
        bool no_worse;
    };
    const std::vector<Case> cases{
        {"R05", "27.5 mg/week", "25 mg/week", true},
        {"R05", "low 5 mg/week", "low 2.5 mg/week", false},
        {"R05", "start 20 mg/week", "start 17.5 mg/week", true},
        {"R05", "start 20 mg/week", "20 mg/week", false},
        {"R11", "pulse 1500 mg x 6 days", "pulse 1250 mg x 6 days", true},
        {"R11", "pulse 1500 mg x 6 days", "pulse 1250 mg x 7 days", false},
        {"R11", "pulse 1500 mg x 6 days", "pulse 1250 mg x 5 days", false},
        {"R39", "0.3 mg/kg", "0.2 mg/kg", false},  // here less may be worse
        {"R38", "stop at 20 mg/day", "stop at 10 mg/day", false},
        {"R39", "0.3 mg/kg", "0.3 mg/kg", true},
        {"R01", "60 mg/day", "60 mg/day and more", false},
        {"R01", "", "60 mg/day", false},
        {"R01", "60 mg/day", "", false},
        {"R01", "1e309 mg/day", "1e309 mg/day!", false},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.rule << ": " << each.then << " / " << each.now) {
            BOOST_TEST(is_no_worse(each.rule, each.then, each.now) == each.no_worse);
        }
}

BOOST_AUTO_TEST_CASE(a_rule_without_trigger_is_told_by_its_headline) {
    const Situation bare = with({}, [](Situation& s) { s.trigger.clear(); });
    const Verdict verdict = said(bare, "specialist-plan");
    BOOST_TEST(snoozed(bare, verdict));
    BOOST_TEST(!snoozed(with(bare, [](Situation& s) { s.about = "Another headline"; }), verdict));
}

BOOST_AUTO_TEST_CASE(only_what_the_card_offered_counts) {
    BOOST_TEST(!snoozed({}, said({}, "")));
    BOOST_TEST(!snoozed({}, said({}, "already-done")));
    Verdict not_offered = said({}, "palliative");
    not_offered.reasons = {"specialist-plan"};
    BOOST_TEST(!snoozed({}, not_offered));
    Verdict site = said({}, "specialist-plan");
    site.reason_system = "urn:site";
    BOOST_TEST(!snoozed({}, site));
    site.reason_system = "urn:iim-cds:override-reason";
    BOOST_TEST(snoozed({}, site));
    // R04 offers no time-based reason at all
    const Situation daily = with({}, [](Situation& s) {
        s.number = "R04";
        s.trigger = "2.5 mg daily";
    });
    BOOST_TEST(!snoozed(daily, said(daily, "already-addressed")));
}

BOOST_AUTO_TEST_CASE(another_rule_is_not_snoozed) {
    const Situation other = with({}, [](Situation& s) { s.number = "R03"; });
    BOOST_TEST(!snoozed(other, said({}, "specialist-plan")));
}

BOOST_AUTO_TEST_CASE(the_last_word_decides) {
    const Verdict override = said({}, "specialist-plan");
    Verdict accepted = said({}, "", Outcome::accepted);
    BOOST_TEST(!snoozed({}, accepted));
    accepted.at = at(1000);
    BOOST_TEST(!snoozed({}, {override, accepted}, day));
    Verdict again = override;
    again.at = at(2000);
    BOOST_TEST(snoozed({}, {override, accepted, again}, day));
    Verdict shorter = said({}, "data-incorrect");
    shorter.at = at(1000);
    BOOST_TEST(snoozed({}, {override, shorter}, 30 * day));
    BOOST_TEST(!snoozed({}, {override, shorter}, 31 * day));
    Verdict closed = said({}, "");
    closed.at = at(1000);
    BOOST_TEST(snoozed({}, {override, closed}, day));  // closing a card says nothing
}

BOOST_AUTO_TEST_CASE(patient_view_does_not_repeat_what_was_overridden_at_signing) {
    // RULES 6.3.7: P1 only; the order has got an id of its own
    const Situation signing = with({}, [](Situation& s) {
        s.number = "R19";
        s.trigger = "250 mg/day";
        s.drug = engine::drug::azathioprine;
    });
    Verdict verdict = said(signing, "dose-intentional");
    BOOST_TEST(!verdict.reasons.empty());
    const Situation chart = with(signing, [](Situation& s) {
        s.hook = Hook::patient_view;
        s.order = "signed-77";
    });
    BOOST_TEST(snoozed(chart, verdict, 60 * day));
    BOOST_TEST(snoozed(with(chart, [](Situation& s) { s.authored = "2026-11-21"; }), verdict, 60 * day));
    BOOST_TEST(!snoozed(with(chart, [](Situation& s) { s.authored = "2026-11-22"; }), verdict, 60 * day));
    BOOST_TEST(snoozed(with(chart, [](Situation& s) { s.authored = "2026-11-19"; }), verdict, 60 * day));
    BOOST_TEST(!snoozed(with(chart, [](Situation& s) { s.authored = "2026-11-18"; }), verdict, 60 * day));
    BOOST_TEST(!snoozed(with(chart, [](Situation& s) { s.trigger = "275 mg/day"; }), verdict, 60 * day));
    BOOST_TEST(
        !snoozed(with(chart, [](Situation& s) { s.drug = engine::drug::prednisone; }), verdict, 60 * day)
    );
    BOOST_TEST(!snoozed(with(chart, [](Situation& s) { s.hook = Hook::order_sign; }), verdict, 60 * day));
    Verdict elsewhere = verdict;
    elsewhere.hook = "patient-view";
    BOOST_TEST(!snoozed(chart, elsewhere, 60 * day));
    // with a time, as at every hook
    BOOST_TEST(snoozed(chart, said(signing, "specialist-plan"), 180 * day));
    BOOST_TEST(!snoozed(chart, said(signing, "specialist-plan"), 181 * day));
}

BOOST_AUTO_TEST_CASE(what_a_snoozed_finding_silences_stays_silent) {
    // RULES 6.3.3: R38 fires, so no R36
    const Situation stop = with({}, [](Situation& s) {
        s.number = "R38";
        s.trigger = "stop at 20 mg/day";
    });
    const engine::Patient patient = patient_in(stop);
    engine::Judgement judgement = judgement_in(stop, patient);
    judgement.findings.push_back(sample::finding(rule_of("R36"), Indicator::info));
    judgement.findings.push_back(sample::finding(rule_of("R03"), Indicator::warning));
    const fhir::Instant now = std::chrono::floor<std::chrono::seconds>(at()) + day;
    Verdict verdict = said(stop, "specialist-plan");
    const std::vector verdicts{verdict};
    const auto rules = snooze(judgement, patient, {verdicts, key, now});
    BOOST_TEST((rules == std::vector<std::string_view>{"steroid-abrupt-stop"}));
    BOOST_TEST_REQUIRE(judgement.shown().size() == 1U);
    BOOST_TEST(judgement.shown().front().rule->number == "R03");
    BOOST_TEST(judgement.findings.size() == 3U);  // the self-check still knows all of them
    const auto made = cards::from_judgement(judgement, patient, sample::counted());
    BOOST_TEST_REQUIRE(made.size() == 1U);
    BOOST_TEST(made.front().topic.code == "pjp-prophylaxis-missing");
}

BOOST_AUTO_TEST_CASE(places_are_for_what_is_shown) {
    // order-select shows three cards (RULES 4.2): a snoozed one leaves its place to another
    engine::Facts facts = sample::facts(Hook::order_select);
    const engine::Patient patient = sample::patient(std::move(facts));
    engine::Judgement judgement;
    for (const char* const number : {"R01", "R03", "R12", "R16"})
        judgement.findings.push_back(sample::finding(rule_of(number), Indicator::warning));
    const auto all = cards::from_judgement(judgement, patient, sample::counted());
    BOOST_TEST(all.size() == 3U);
    BOOST_TEST(all.back().topic.code == "more-findings");
    judgement.snoozed = 1;
    const auto fewer = cards::from_judgement(judgement, patient, sample::counted());
    BOOST_TEST(fewer.size() == 3U);
    BOOST_TEST(fewer.back().topic.code != "more-findings");
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

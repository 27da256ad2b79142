#include <string>
#include <string_view>
#include <vector>

#include "snooze_situation.hpp"
#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::tests::snoozing;
using iim::tests::at;

BOOST_AUTO_TEST_SUITE(snooze_limits)

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
        {"R03", "steroid 40 mg/day", "steroid 35 mg/day", true},
        {"R03", "steroid 40 mg/day", "steroid 40 mg/day; cyclophosphamide", false},
        {"R51", "allergy; at 80 mg/day", "allergy; at 160 mg/day", false},
        {"R51", "allergy; at 160 mg/day", "allergy; at 80 mg/day", true},
        {"R51", "allergy", "allergy; at 80 mg/day", true},
        {"R51", "allergy; at mg/day", "allergy; at 80 mg/day", false},
        {"R01", "60 mg/day", "", false},
        {"R01", "1e309 mg/day", "1e309 mg/day!", false},
    };
    for (const Case& each : cases) BOOST_TEST_CONTEXT(each.rule << ": " << each.then << " / " << each.now) {
            BOOST_TEST(is_no_worse(each.rule, each.then, each.now) == each.no_worse);
        }
}

/// RULES 4.4: the subject order is part of what was answered, and a higher dose is worse.
BOOST_AUTO_TEST_CASE(another_drug_or_a_higher_dose_is_not_what_was_answered) {
    const Situation then = with({}, [](Situation& s) {
        s.number = "R08";
        s.trigger = "TPMT poor metaboliser";
        s.drug = engine::drug::azathioprine;
        s.mg_per_day = 50;
    });
    const Verdict verdict = said(then, "specialist-plan");
    BOOST_TEST(snoozed(then, verdict));
    BOOST_TEST(snoozed(with(then, [](Situation& s) { s.order = "another"; }), verdict));
    const struct {
        std::optional<double> mg;
        bool holds;
    } doses[] = {{50.1, false}, {100, false}, {25, true}, {std::nullopt, true}};
    for (const auto& each : doses) BOOST_TEST_CONTEXT(each.mg.value_or(0)) {
            const Situation now = with(then, [&](Situation& s) { s.mg_per_day = each.mg; });
            BOOST_TEST(snoozed(now, verdict) == each.holds);
        }
    BOOST_TEST(!snoozed(with(then, [](Situation& s) { s.drug = engine::drug::mercaptopurine; }), verdict));
    BOOST_TEST(!snoozed(with(then, [](Situation& s) { s.order.clear(); }), verdict));
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

BOOST_AUTO_TEST_SUITE_END()

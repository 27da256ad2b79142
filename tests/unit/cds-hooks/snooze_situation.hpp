#pragma once

#include "cards/from_judgement.hpp"
#include "cds-hooks/store/shown.hpp"
#include "cds-hooks/store/snooze.hpp"
#include "engine/rule.hpp"
#include "tests/unit/cards/sample.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "store_database.hpp"
#include <boost/test/unit_test.hpp>

/// One finding, what was said of its card, and whether that snoozes it: for the tests of snoozes.
namespace iim::tests::snoozing {

using namespace iim::service;
using namespace iim::service::store;
using engine::Hook;
using engine::Indicator;
namespace sample = cards::sample;

inline const PatientKey key(std::string(32, 'k'));
inline constexpr fhir::Days day{1};

inline const engine::Rule& rule_of(std::string_view number) {
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
    std::optional<double> mg_per_day = {};  ///< that the order gives
};

inline engine::Patient patient_in(const Situation& now) {
    engine::Facts facts = sample::facts(now.hook);
    if (!now.order.empty()) {
        engine::Order order = sample::draft(now.order, now.drug, "the drug");
        if (!now.authored.empty()) order.authored = fhir::parse_date(now.authored, {})->first;
        if (now.mg_per_day) {
            fhir::DosePhase phase;
            phase.mg_per_day = {now.mg_per_day, now.mg_per_day};
            order.dose.phases.push_back(phase);
        }
        facts.orders.push_back(order);
    }
    return sample::patient(std::move(facts));
}

inline engine::Judgement judgement_in(const Situation& now, const engine::Patient& patient) {
    const engine::Order* const about = now.order.empty() ? nullptr : patient.facts().orders.data();
    engine::Finding finding = sample::finding(rule_of(now.number), now.indicator, about, now.about);
    finding.trigger = now.trigger;
    engine::Judgement judgement;
    judgement.findings.push_back(std::move(finding));
    return judgement;
}

/// The card of the situation was shown, and this was said of it at 9 o'clock.
inline Verdict said(const Situation& then, const std::string& reason, Outcome outcome = Outcome::overridden) {
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
inline bool snoozed(const Situation& now, std::vector<Verdict> verdicts, std::chrono::seconds after) {
    std::ranges::reverse(verdicts);
    const engine::Patient patient = patient_in(now);
    engine::Judgement judgement = judgement_in(now, patient);
    const fhir::Instant when = std::chrono::floor<std::chrono::seconds>(at()) + after;
    const auto rules = snooze(judgement, patient, {verdicts, key, when});
    BOOST_TEST(rules.size() == judgement.snoozed);
    BOOST_TEST(judgement.findings.size() == 1U);
    return judgement.snoozed == 1;
}

inline bool snoozed(const Situation& now, const Verdict& verdict, std::chrono::seconds after = day) {
    return snoozed(now, std::vector{verdict}, after);
}

inline Situation with(Situation base, auto change) {
    change(base);
    return base;
}

}  // namespace iim::tests::snoozing

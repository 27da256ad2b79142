#pragma once

#include "cards/card.hpp"
#include "engine/facts/patient.hpp"
#include "engine/judge.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

#include <fmt/format.h>

/// Findings, orders and patients made by hand for the tests of cards/.
namespace iim::cards::sample {

using engine::Finding;
using engine::Group;
using engine::Indicator;
using engine::Priority;
using engine::Rule;

inline const engine::Terms& terms() {
    static const engine::Terms loaded = engine::Terms::embedded();
    return loaded;
}

/// A rule of the catalogue with the place that a test needs.
inline Rule rule(std::string_view number, std::string_view id, Group group = Group::none, int rank = 0) {
    Rule one;
    one.number = number;
    one.id = id;
    one.title = "Title of the rule";
    one.version = "1.2.3";
    one.group = group;
    one.rank = rank;
    return one;
}

inline Finding finding(
    const Rule& rule,
    Indicator indicator,
    const engine::Order* about = nullptr,
    std::string summary = "Summary"
) {
    Finding one;
    one.rule = &rule;
    one.indicator = indicator;
    one.about = about;
    one.summary = std::move(summary);
    return one;
}

/// A draft prescription of the hook's context.
inline engine::Order draft(std::string_view id, engine::Concept drug, std::string_view label) {
    engine::Order one;
    one.source = {"MedicationRequest", id};
    one.state = engine::OrderState::draft;
    one.in_context = true;
    one.drugs.add(drug);
    one.label = label;
    return one;
}

/// An adult with dermatomyositis on the problem list and everything else answered and empty.
inline engine::Facts facts(engine::Hook hook = engine::Hook::order_sign) {
    using engine::Availability;
    engine::Facts one;
    one.hook = hook;
    one.now = engine::Day(std::chrono::days(20454));
    one.patient_id = "pat-1";
    one.demographics.age_years = 50;
    engine::Condition myositis;
    myositis.concepts.add(engine::condition::dermatomyositis);
    myositis.label = "Dermatomyositis";
    myositis.source = {"Condition", "cond-1"};
    one.conditions.push_back(myositis);
    one.sources = {
        Availability::present,
        Availability::present,
        Availability::empty,
        Availability::empty,
        Availability::empty,
        Availability::empty,
        Availability::empty,
        Availability::empty,
        Availability::empty,
        Availability::empty};
    return one;
}

inline engine::Patient patient(engine::Facts known = facts()) {
    static const engine::Policy policy;
    return {std::move(known), terms(), policy};
}

/// Uuids that count: 00000000-0000-4000-8000-000000000001, …2
inline UuidSource counted() {
    return [next = 0]() mutable { return fmt::format("00000000-0000-4000-8000-{:012}", ++next); };
}

inline engine::Suggestion suggestion(std::string label, std::initializer_list<engine::Action> actions) {
    return {std::move(label), actions, false};
}

inline engine::TestProposal test(engine::Concept what) {
    return {what, false, {}};
}

}  // namespace iim::cards::sample

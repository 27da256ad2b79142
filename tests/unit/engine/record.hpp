#pragma once

#include "engine/facts/facts.hpp"
#include "engine/terms/concepts.hpp"

#include <optional>
#include <string_view>
#include <utility>

/// A patient's record in a few words, for tests of what is derived from it.
namespace iim::engine::record {

inline constexpr Day today = std::chrono::sys_days(std::chrono::year(2026) / 6 / 15);

inline constexpr Day in_days(int n) {
    return today + Days(n);
}
inline constexpr Day days_ago(int n) {
    return today - Days(n);
}

inline Facts adult(int age = 50, Sex sex = Sex::female) {
    Facts facts;
    facts.now = today;
    facts.demographics.age_years = age;
    facts.demographics.birth = today - Days(age * 36525 / 100 + 30);
    facts.demographics.sex = sex;
    facts.sources.conditions = facts.sources.medications = facts.sources.observations = Availability::present;
    facts.sources.procedures = facts.sources.administrations = Availability::present;
    facts.sources.statements = Availability::empty;
    return facts;
}

/// A daily instruction of `mg` from `start` to `end`; no end: open.
inline fhir::DosePhase daily(double mg, std::optional<Day> start, std::optional<Day> end = {}) {
    fhir::DosePhase phase;
    phase.start = start;
    phase.end = end;
    phase.mg_per_dose = phase.mg_per_day = {mg, mg};
    phase.mg_per_week = {7 * mg, 7 * mg};
    phase.doses_per_day = {1, 1};
    phase.doses_per_week = {7, 7};
    phase.frequency = fhir::Frequency::daily;
    return phase;
}

inline fhir::DosePhase once(double mg, Day day) {
    fhir::DosePhase phase = daily(mg, day, day);
    phase.mg_per_week = {mg, mg};
    phase.doses_per_week = {1, 1};
    phase.frequency = fhir::Frequency::once;
    return phase;
}

/// `mg` on one day of every so many.
inline fhir::DosePhase every(int days, double mg, Day start, std::optional<Day> end = {}) {
    fhir::DosePhase phase = daily(mg / days, start, end);
    phase.mg_per_dose = {mg, mg};
    const double a_week = days < 7 ? 7.0 / days : 1;
    phase.mg_per_week = {mg * a_week, mg * a_week};
    phase.doses_per_day = {1.0 / days, 1.0 / days};
    phase.doses_per_week = {a_week, a_week};
    phase.frequency = days == 7 ? fhir::Frequency::weekly : fhir::Frequency::cyclic;
    return phase;
}

inline Order order(
    OrderState state, Concept drug, std::vector<fhir::DosePhase> phases = {}, Route route = Route::oral
) {
    Order one;
    one.source = {"MedicationRequest", {}};
    one.state = state;
    one.drugs.add(drug);
    one.route = route;
    one.in_context = state == OrderState::draft;
    one.selected = one.in_context;
    one.dose.phases = std::move(phases);
    if (!one.dose.phases.empty()) {
        one.start = one.dose.phases.front().start;
        one.end = one.dose.phases.back().end_estimated ? std::nullopt : one.dose.phases.back().end;
    }
    one.authored = one.start;
    return one;
}

inline Order draft(Concept drug, std::vector<fhir::DosePhase> phases = {}, Route route = Route::oral) {
    return order(OrderState::draft, drug, std::move(phases), route);
}
inline Order active(Concept drug, std::vector<fhir::DosePhase> phases = {}, Route route = Route::oral) {
    return order(OrderState::current, drug, std::move(phases), route);
}
inline Order past(Concept drug, std::vector<fhir::DosePhase> phases = {}, Route route = Route::oral) {
    return order(OrderState::historical, drug, std::move(phases), route);
}

inline Condition diagnosis(Concept what, std::optional<Day> onset = {}, std::string_view code = {}) {
    Condition one;
    one.concepts.add(what);
    one.onset = onset;
    one.code = code;
    return one;
}

inline Event event(Concept what, Day day, std::optional<double> mg = {}) {
    Event one;
    one.what.add(what);
    one.date = day;
    one.mg = mg;
    return one;
}

inline Result result(Concept test, Day day) {
    Result one;
    one.test = test;
    one.date = day;
    return one;
}
inline Result reading(Concept test, Day day, Reading reading) {
    Result one = result(test, day);
    one.reading = reading;
    return one;
}
inline Result number(Concept test, Day day, double amount) {
    Result one = result(test, day);
    one.value = amount;
    return one;
}

}  // namespace iim::engine::record

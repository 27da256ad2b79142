#include "engine/options/steroid_limit.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace iim::engine::steroid_limit {

namespace {

constexpr double adult_pulse_mg_per_kg = 20, child_pulse_mg_per_kg = 30;

bool by_mouth(const Order& order) noexcept {
    return order.route == Route::oral || order.route == Route::enteral || order.route == Route::unknown;
}

bool counts_by_mouth(const Course& course) {
    const bool excluded = course.kind == SteroidClass::none || course.kind == SteroidClass::premed
                          || course.kind == SteroidClass::pulse;
    return !excluded && course.peak.hi && by_mouth(*course.order) && !indication::is_clear(*course.order);
}

/// mg prednisone on that day; a single dose counts in full, any other by its mean (RULES 2.5 step 4).
double on_day(const Course& course, Day day) {
    double sum = 0;
    for (const fhir::DosePhase& phase : course.order->dose.phases) {
        if (!phase.covers(day) || !course.has(phase)) continue;
        const bool single = phase.frequency == fhir::Frequency::once && phase.mg_per_dose.hi;
        const fhir::Span& mg = single ? phase.mg_per_dose : phase.mg_per_day;
        sum += mg.hi.value_or(0) * course.factor;
    }
    return sum;
}

/// The highest day of several courses; it can rise only where an instruction begins.
double together(const std::vector<const Course*>& courses, Day now) {
    if (courses.size() == 1) return courses.front()->peak.hi.value_or(0);
    double most = 0;
    std::vector<Day> days;  // each once: thousands of drafts that begin today are one day
    for (const Course* each : courses) {
        most = std::max(most, each->peak.hi.value_or(0));
        for (const fhir::DosePhase& phase : each->order->dose.phases)
            days.push_back(std::max(phase.start.value_or(now), now));
    }
    std::ranges::sort(days);
    // clang 14 does not compile ranges::unique of g++ 12.
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const Day day : days) {
        double sum = 0;
        for (const Course* each : courses) sum += on_day(*each, day);
        most = std::max(most, sum);
    }
    return most;
}

/// Steroids that are taken and that no draft replaces. What the patient reports may be the same tablets.
std::vector<const Course*> taken_besides(const Patient& patient) {
    std::vector<const Course*> taken;
    for (const Course& course : patient.steroid().courses())
        if (!is_draft(*course.order) && !course.order->reported && counts_by_mouth(course)
            && course.kind != SteroidClass::replacement)
            taken.push_back(&course);
    return taken;
}

}  // namespace

std::optional<double> per_kg(const Patient& patient, double mg) {
    const auto weight = patient.facts().body.weight_kg;
    return weight && *weight > 0 ? std::optional(mg / *weight) : std::nullopt;
}

bool is_in_question(const Patient::Orders& orders, const Course& course) {
    return std::ranges::find(orders, course.order) != orders.end();
}

Limits limits_of(const Patient& patient) {
    const Policy& policy = patient.policy();
    const Demographics& who = patient.facts().demographics;
    Limits limits;
    limits.adult = who.adult();
    limits.age_unknown = !who.age_years;
    limits.checkpoint_inhibitor = patient.iim().subtype == Subtype::ici;
    limits.mg = limits.adult ? policy.steroid_max_mg : std::min(policy.jdm_max_mg, policy.steroid_max_mg);
    limits.mg_per_kg = limits.adult ? policy.steroid_max_mgkg : policy.jdm_max_mgkg;
    limits.pulse_mg_per_kg = who.child() ? child_pulse_mg_per_kg : adult_pulse_mg_per_kg;
    return limits;
}

std::optional<OralDose> oral_dose(const Patient& patient) {
    const auto in_question = patient.ordering(group::corticosteroids);
    const bool drafting = is_order_hook(patient.hook());
    OralDose dose;
    for (const Course& course : patient.steroid().courses()) {
        if (!counts_by_mouth(course)) continue;
        const bool asked = is_in_question(in_question, course);
        if (asked && (!dose.lead || *course.peak.hi > *dose.lead->peak.hi)) dose.lead = &course;
        if (drafting && is_draft(*course.order)) dose.drafts.push_back(&course);
    }
    if (!dose.lead) return {};
    // What is active already is one dose after the other as often as it is a sum: each for itself.
    if (!drafting) dose.drafts = {dose.lead};
    dose.without_active = dose.mg = together(dose.drafts, patient.now());
    if (!drafting) return dose;
    dose.active = taken_besides(patient);
    std::vector<const Course*> all = dose.drafts;
    all.insert(all.end(), dose.active.begin(), dose.active.end());
    dose.mg = together(all, patient.now());
    if (dose.mg <= dose.without_active + slack) dose.active.clear();
    return dose;
}

std::string describe(const Patient& patient, const Course& course) {
    const bool converted = course.steroid != drug::prednisone && course.steroid != drug::prednisolone;
    const double mg = course.peak.hi.value_or(0);
    std::string text = fmt::format(
        "{} {}{} mg/day",
        words::capitalised(patient.name(course.steroid)),
        course.peak.lo && *course.peak.lo < mg - slack ? "up to " : "",
        words::number(mg / course.factor)
    );
    if (converted) text += fmt::format(", prednisone-equivalent {} mg/day", words::number(mg));
    if (course.order->reported) text += ", patient-reported";
    return text + words::from(course.order->source);
}

std::optional<double> tablets_for(Concept steroid, double prednisone_mg) {
    constexpr std::array<std::pair<Concept, double>, 6> steps{{
        {drug::prednisone, 2.5},
        {drug::prednisolone, 2.5},
        {drug::methylprednisolone, 4},
        {drug::dexamethasone, 0.5},
        {drug::deflazacort, 6},
        {drug::hydrocortisone, 5},
    }};
    const auto factor = prednisone_equivalent(steroid);
    for (const auto& [drug, step] : steps)
        if (drug == steroid && factor) return std::floor((prednisone_mg / *factor + slack) / step) * step;
    return {};
}

bool is_daily_step(const Order& order) noexcept {
    return order.dose.phases.size() == 1 && order.dose.phases.front().frequency == fhir::Frequency::daily;
}

}  // namespace iim::engine::steroid_limit

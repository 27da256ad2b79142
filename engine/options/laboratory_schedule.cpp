#include "engine/options/laboratory_schedule.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/cni_toxicity.hpp"
#include "engine/options/drug_course.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::laboratory {

namespace {

constexpr std::array monitored_drugs{
    drug::methotrexate,
    drug::azathioprine,
    drug::mercaptopurine,
    drug::mycophenolate_mofetil,
    drug::mycophenolic_acid};

constexpr std::array count_tests{lab::wbc, lab::neutrophils, lab::platelets, lab::cbc_panel};
constexpr std::array liver_tests{lab::alt, lab::ast, lab::cmp_panel};
constexpr std::array kidney_tests{lab::creatinine, lab::egfr, lab::cmp_panel};

constexpr Check blood_count{.name = "blood count", .answered_by = count_tests, .order = lab::cbc_panel};
constexpr Check liver{.name = "ALT/AST", .answered_by = liver_tests, .order = lab::cmp_panel};
constexpr Check kidney{.name = "creatinine", .answered_by = kidney_tests, .order = lab::cmp_panel};
/// Methotrexate, thiopurines and mycophenolate ask for the same.
constexpr std::array<const Check*, 3> checks{&blood_count, &liver, &kidney};

// The phases of the schedule; how often in each is the site's (mon.*).
constexpr Days early_phase{84}, middle_phase{180};
/// FDA label of azathioprine: blood count weekly in the first month. A reminder, whatever the delay.
constexpr Days label_month{28}, label_interval{7};

/// A value that asks for action (regional protocol after BSR 2017).
struct Limit {
    Concept test;
    std::string_view name, unit;
    bool below = false;
    double value = 0;
    const Check* check = nullptr;
};
constexpr std::array limits{
    Limit{lab::wbc, "WBC", "10*9/L", true, 3.5, &blood_count},
    Limit{lab::neutrophils, "ANC", "10*9/L", true, 1.6, &blood_count},
    Limit{lab::platelets, "platelets", "10*9/L", true, 140, &blood_count},
    Limit{lab::alt, "ALT", "U/L", false, 100, &liver},
    Limit{lab::ast, "AST", "U/L", false, 100, &liver},
};
constexpr double risen_creatinine = 0.30;
constexpr Days last_value{365};

/// From when on, and how often.
struct Interval {
    std::optional<Day> from;
    Days every;
    bool reminder = false;
};

std::vector<Interval> schedule(const Patient& patient, Concept drug, const Check& check) {
    const cni::Exposure exposure = cni::exposure_to(patient, drug);
    const Policy& policy = patient.policy();
    if (!exposure.since) return {{{}, days(policy.mon_late_days)}};
    const Day since = *exposure.since, now = patient.now();
    const Day changed = std::max(since, last_raised(patient, drug, since).value_or(since));
    std::vector<Interval> all;
    if (drug == drug::azathioprine && &check == &blood_count && now - since <= label_month)
        all.push_back({since, label_interval, true});
    if (now - changed <= early_phase) all.push_back({changed, days(policy.mon_early_days)});
    all.push_back({since, days(now - since <= middle_phase ? policy.mon_mid_days : policy.mon_late_days)});
    return all;
}

/// Counted from the last time, or from the start or the rise of the dose when that was later.
std::optional<CheckDue> overdue(
    const Patient& patient, const Check& check, const Interval& interval, std::optional<Day> last
) {
    CheckDue one{.check = &check, .last = last, .interval = interval.every};
    if (!last && !interval.from) return one;
    const Day from = std::max(last.value_or(Day::min()), interval.from.value_or(Day::min()));
    const Days passed = patient.now() - from;
    if (passed <= interval.every) return {};
    if (!interval.reminder)
        one.times = static_cast<double>(passed.count()) / static_cast<double>(interval.every.count());
    return one;
}

std::optional<CheckDue> due_test(const Patient& patient, Concept drug, const Check& check) {
    if (!can_be_missed(patient, check) || is_pending(patient, check)) return {};
    const auto last = last_done(patient, check);
    std::optional<CheckDue> worst;
    for (const Interval& interval : schedule(patient, drug, check)) {
        const auto one = overdue(patient, check, interval, last);
        if (one && (!worst || one->times > worst->times)) worst = one;
    }
    if (worst) worst->requested = asked_for(patient, check);
    return worst;
}

std::optional<Abnormal> beyond(const Patient& patient, const Limit& limit) {
    const Result* last = patient.labs().measured(limit.test, patient.now(), last_value);
    if (!last || !(limit.below ? is_below(*last, limit.value) : is_above(*last, limit.value))) return {};
    return Abnormal{
        limit.check,
        last,
        fmt::format("{} {} {}", limit.name, words::number(*last->value), limit.unit),
        asked_for(patient, *limit.check) != nullptr};
}

std::optional<Abnormal> risen(const Patient& patient, Concept drug) {
    const Result* last = patient.labs().measured(lab::creatinine, patient.now(), last_value);
    if (!last) return {};
    const Result* before = cni::baseline_creatinine(patient, cni::exposure_to(patient, drug), *last);
    constexpr double rounding = 1e-9;
    if (!before || *last->value <= *before->value * (1 + risen_creatinine) + rounding) return {};
    const double percent = (*last->value / *before->value - 1) * 100;
    return Abnormal{
        &kidney, last, fmt::format("creatinine up {:.0f} %", percent), asked_for(patient, kidney) != nullptr};
}

}  // namespace

Concept drug_of(const Order& order) noexcept {
    return order.drugs.first_of(monitored_drugs);
}

Patient::Orders monitored(const Patient& patient) {
    const bool viewed = patient.hook() == Hook::patient_view;
    Patient::Orders first;
    std::vector<Concept> seen;
    for (const Order* order : viewed ? patient.active(monitored_drugs) : patient.ordering(monitored_drugs)) {
        if (order->oncology || !may_be_systemic(*order) || in(drug_of(*order), seen)) continue;
        seen.push_back(drug_of(*order));
        first.push_back(order);
    }
    return first;
}

bool is_left_alone(const Patient& patient) {
    const auto& stays = patient.facts().stays;
    const bool admitted = std::ranges::any_of(stays, [&](const Stay& stay) {
        const bool ended = stay.over || (stay.end && *stay.end < patient.now());
        return !ended && (!stay.start || *stay.start <= patient.now());
    });
    return admitted || patient.condition(condition::palliative_care);
}

std::vector<CheckDue> due_tests(const Patient& patient, Concept drug) {
    if (!cni::exposure_to(patient, drug).begun) return {};
    std::vector<CheckDue> due;
    for (const Check* check : checks)
        if (auto one = due_test(patient, drug, *check)) due.push_back(*one);
    return due;
}

std::vector<Abnormal> abnormal_values(const Patient& patient, Concept drug) {
    const cni::Exposure exposure = cni::exposure_to(patient, drug);
    if (!exposure.begun) return {};
    std::vector<Abnormal> all;
    const auto keep = [&](std::optional<Abnormal> one) {
        const bool under_treatment = one && (!exposure.since || one->result->date > *exposure.since);
        if (under_treatment && !was_lowered(patient, drug, one->result->date)) all.push_back(std::move(*one));
    };
    for (const Limit& limit : limits) keep(beyond(patient, limit));
    keep(risen(patient, drug));
    return all;
}

std::vector<std::string> unreadable_values(const Patient& patient, Concept drug) {
    constexpr std::array judged{
        lab::wbc, lab::neutrophils, lab::platelets, lab::alt, lab::ast, lab::creatinine};
    const cni::Exposure exposure = cni::exposure_to(patient, drug);
    if (!exposure.begun) return {};
    const Days taken = exposure.since ? patient.now() - *exposure.since - Days(1) : last_value;
    return unreadable_results(patient, judged, std::min(last_value, taken));
}

std::vector<Suggestion> clicks(
    const Patient& patient, std::vector<CheckDue> due, const std::vector<Abnormal>& abnormal
) {
    for (const Abnormal& one : abnormal)
        due.push_back({.check = one.check, .requested = asked_for(patient, *one.check)});
    return orders_for(due, patient);
}

}  // namespace iim::engine::laboratory

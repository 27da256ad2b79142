#include "engine/options/trimethoprim_use.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::mtx {

namespace {

// RULES R06.
constexpr double treatment_mg = 320, prophylaxis_mg = 160;  // of trimethoprim a day
constexpr int prophylaxis_days_a_week = 3;
constexpr Days washout{14}, counts_window{42}, kidney_window{365};
constexpr double slack = 1e-6;

struct Interval {
    std::optional<Day> first, last;  ///< open where nothing stands
};

Interval interval(const Order& order, Day now) {
    if (order.state == OrderState::draft)
        return {std::max(order.start.value_or(now), now), stated_end(order)};
    if (order.state == OrderState::current) return {first_day(order), stated_end(order)};
    return {first_day(order), last_given(order, now)};
}

bool follows_too_late(const Interval& earlier, const Interval& later) {
    return earlier.last && later.first && *later.first - *earlier.last > washout;
}

bool together(const Order& a, const Order& b, Day now) {
    const Interval one = interval(a, now), other = interval(b, now);
    return !follows_too_late(one, other) && !follows_too_late(other, one);
}

Patient::Orders taken_lately(const Patient& patient, ConceptGroup drugs) {
    auto orders = patient.current(drugs);
    for (const Order& order : patient.facts().orders) {
        if (order.state != OrderState::historical || !order.is_any(drugs)) continue;
        const auto last = last_given(order, patient.now());
        if (last && patient.now() - *last <= washout) orders.push_back(&order);
    }
    std::erase_if(orders, [](const Order* order) { return !may_be_systemic(*order); });
    return orders;
}

TrimethoprimUse use_of(const fhir::DosePhase& phase) {
    const auto dose = phase.mg_per_dose.hi, a_day = phase.doses_per_day.hi, a_week = phase.doses_per_week.hi;
    if (!dose || !a_day || phase.frequency == fhir::Frequency::unknown) return TrimethoprimUse::unreadable;
    const int days = std::popcount(phase.weekdays);
    const double on_a_day = days > 0 && a_week ? *a_week / days : std::max(*a_day, 1.0);
    const double mg = *dose * on_a_day;
    if (mg >= treatment_mg - slack) return TrimethoprimUse::treatment;
    const bool few_days =
        days > 0 ? days <= prophylaxis_days_a_week : a_week && *a_week <= prophylaxis_days_a_week + slack;
    if (few_days) return TrimethoprimUse::prophylaxis;
    const bool twice = on_a_day > 1.5;
    return twice || mg > prophylaxis_mg + slack ? TrimethoprimUse::treatment : TrimethoprimUse::prophylaxis;
}

void note_below(
    std::vector<std::string>& risks, const Patient& patient, Concept test, double limit, std::string_view name
) {
    const Result* newest = patient.labs().measured(test, patient.now(), counts_window);
    if (newest && is_below(*newest, limit)) risks.push_back(words::result(*newest, name, "x10^9/L"));
}

bool contains(const Patient::Orders& orders, const Order* one) {
    return std::ranges::find(orders, one) != orders.end();
}

}  // namespace

TrimethoprimUse trimethoprim_use(const Order& order) {
    TrimethoprimUse worst = TrimethoprimUse::prophylaxis;
    if (order.dose.phases.empty() || order.dose.has(fhir::strength_unknown))
        return TrimethoprimUse::unreadable;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        const TrimethoprimUse use = use_of(phase);
        if (use == TrimethoprimUse::treatment) return use;
        if (use == TrimethoprimUse::unreadable) worst = use;
    }
    return worst;
}

std::optional<Pair> taken_together(const Patient& patient) {
    const auto ordered_methotrexate = patient.ordering(group::methotrexate);
    const auto ordered_trimethoprim = patient.ordering(group::any_trimethoprim);
    std::optional<Pair> worst;
    for (const Order* trimethoprim : taken_lately(patient, group::any_trimethoprim))
        for (const Order* methotrexate : taken_lately(patient, group::methotrexate)) {
            if (!contains(ordered_methotrexate, methotrexate)
                && !contains(ordered_trimethoprim, trimethoprim))
                continue;
            if (!together(*methotrexate, *trimethoprim, patient.now())) continue;
            const TrimethoprimUse use = trimethoprim_use(*trimethoprim);
            const bool heavier =
                !worst || (worst->use == TrimethoprimUse::prophylaxis && use != TrimethoprimUse::prophylaxis);
            if (heavier) worst = Pair{methotrexate, trimethoprim, use};
        }
    return worst;
}

std::vector<std::string> marrow_risks(const Patient& patient, const Order& methotrexate) {
    std::vector<std::string> risks;
    const auto kidney = patient.kidney(kidney_window);
    const auto weekly = dose_peak(methotrexate, patient.now()).mg_per_week.hi;
    if (kidney && kidney->below(45))
        risks.push_back(words::egfr(*kidney));
    else if (kidney && kidney->below(60) && weekly.value_or(0) > 20 + slack)
        risks.push_back(
            fmt::format("methotrexate {} mg/week with {}", words::number(*weekly), words::egfr(*kidney))
        );
    note_below(risks, patient, lab::wbc, 3.5, "WBC");
    note_below(risks, patient, lab::neutrophils, 1.5, "neutrophils");
    note_below(risks, patient, lab::platelets, 140, "platelets");
    const Result* volume = patient.labs().measured(lab::mcv, patient.now(), counts_window);
    if (volume && is_above(*volume, 105)) risks.push_back(words::result(*volume, "MCV", "fL"));
    const auto age = patient.facts().demographics.age_years;
    const bool no_folate =
        !patient.folate().any() && found(false, patient.sources().medications) == Truth::no;
    if (age && *age >= 75 && no_folate) risks.push_back(fmt::format("age {} without folic acid", *age));
    return risks;
}

std::vector<std::string> latest_counts(const Patient& patient) {
    struct Shown {
        Concept test;
        std::string_view name, unit;
    };
    constexpr std::array shown{
        Shown{lab::wbc, "WBC", "x10^9/L"},
        Shown{lab::neutrophils, "neutrophils", "x10^9/L"},
        Shown{lab::platelets, "platelets", "x10^9/L"},
    };
    std::vector<std::string> lines;
    for (const Shown& each : shown)
        if (const Result* newest = patient.labs().measured(each.test, patient.now(), kidney_window))
            lines.push_back(words::result(*newest, each.name, each.unit));
    if (const auto kidney = patient.kidney(kidney_window))
        lines.push_back(
            fmt::format("{} mL/min/1.73 m2 on {}", words::egfr(*kidney), fhir::to_string(kidney->date))
        );
    return lines;
}

std::vector<std::string> unseen_risks(const Patient& patient) {
    std::vector<std::string> unseen;
    constexpr std::array counts{lab::wbc, lab::neutrophils, lab::platelets, lab::mcv};
    const bool laboratory = found(false, patient.sources().observations) == Truth::no;
    if (!laboratory)
        unseen.emplace_back("could not check kidney function and blood count: laboratory data not available");
    auto kidney = unreadable_kidney(patient, kidney_window);
    if (laboratory && kidney.empty() && !patient.kidney(kidney_window))
        unseen.emplace_back("kidney function: no result in the last year");
    std::ranges::move(kidney, std::back_inserter(unseen));
    std::ranges::move(unreadable_results(patient, counts, counts_window), std::back_inserter(unseen));
    if (laboratory && !patient.labs().latest(lab::wbc, patient.now(), counts_window))
        unseen.emplace_back("blood count: no result in the last 42 days");
    return unseen;
}

}  // namespace iim::engine::mtx

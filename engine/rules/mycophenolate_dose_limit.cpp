#include "engine/derive/compare.hpp"
#include "engine/derive/dose_peak.hpp"
#include "engine/derive/myositis_facts.hpp"
#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002, seed_003};
constexpr auto overrides = word_list<2>("dose-intentional specialist-plan");
constexpr auto parameter_names = word_list<1>("mmf.max");

constexpr double far_too_high_mg = 4000, most_at_once_mg = 1500, high_start_mg = 1000, once_daily_mg = 2000;
constexpr double usual_mg = 1500, start_mg = 500;
constexpr double low_neutrophils = 1.3, low_platelets = 100;
constexpr double slack = 1e-6;
constexpr Days recent{42}, new_after{90};

/// All in mg of mofetil.
struct Dose {
    const Order* order = nullptr;
    double per_day = 0, at_once = 0, first_day = 0;
    bool start = false;       ///< neither of the two forms has been taken lately
    double beside = 0;        ///< of the other form, which is active and not replaced by this order
    bool sum = false;         ///< with another order
    bool once_daily = false;  ///< the whole dose at one time
    bool acid = false;        ///< mycophenolic acid
};

double factor_of(const Order& order) {
    return order.is(drug::mycophenolic_acid) ? as_mofetil(drug::mycophenolic_acid) : 1;
}

/// Active orders of the other form, mofetil beside acid or acid beside mofetil.
Patient::Orders other_form(const Patient& patient, const Order& order) {
    auto orders = patient.active(group::mycophenolate);
    std::erase_if(orders, [&](const Order* each) { return each == &order || same_ingredient(*each, order); });
    return orders;
}

/// One form after the other is a switch, not a start.
bool is_start(const Patient& patient, const Order& order) {
    return patient.is_new(order) && other_form(patient, order).empty()
           && !patient.given_within(group::mycophenolate, new_after);
}

/// Nothing when the dose could not be read (R60).
std::optional<Dose> dose_of(const Patient& patient, const Order& order) {
    const JudgedDose judged = judged_dose(patient, order, group::mycophenolate, as_mofetil);
    if (!judged.peak.mg_per_day.hi) return {};
    Dose dose;
    dose.order = &order;
    dose.per_day = *judged.peak.mg_per_day.hi;
    dose.at_once = judged.peak.mg_per_dose.hi.value_or(0);
    dose.start = is_start(patient, order);
    dose.beside = dose_peak(other_form(patient, order), patient.now(), as_mofetil).mg_per_day.hi.value_or(0);
    dose.sum = judged.sum();
    dose.acid = order.is(drug::mycophenolic_acid);
    const Day begin = std::max(order.start.value_or(patient.now()), patient.now());
    const auto first = order.mg_per_day(begin).hi;
    dose.first_day = first ? *first * factor_of(order) : dose.per_day;
    dose.once_daily = !dose.sum && dose.at_once >= dose.per_day - slack;
    return dose;
}

bool is_for_transplant(const Patient& patient, const Order& order) {
    return order.reasons.has(condition::organ_transplant) || patient.condition(condition::organ_transplant)
           || contains_words(order.reason_label, "transplant")
           || std::ranges::any_of(patient.facts().conditions, [](const Condition& one) {
                  return one.active() && contains_words(one.label, "transplant");
              });
}

/// "Neutrophils 1.1 x10^9/L on 2026-11-10 (Observation/n)"
std::vector<std::string> low_counts(const Patient& patient) {
    std::vector<std::string> lines;
    const auto add = [&](Concept test, double limit, std::string_view name) {
        const Result* newest = patient.labs().measured(test, patient.now(), recent);
        if (newest && is_below(*newest, limit)) lines.push_back(words::result(*newest, name, "x10^9/L"));
    };
    add(lab::neutrophils, low_neutrophils, "Neutrophils");
    add(lab::platelets, low_platelets, "Platelets");
    return lines;
}

std::string drug_name(const Patient& patient, const Order& order) {
    return words::capitalised(words::drug(patient, order, group::mycophenolate));
}

std::string summary(const Patient& patient, const Dose& dose, const std::vector<std::string>& low) {
    const double most = patient.policy().mmf_max;
    const std::string equivalent = dose.acid ? " (as mofetil)" : "";
    if (dose.per_day > most + slack)
        return fmt::format(
            "Mycophenolate {} mg/day{} exceeds the usual maximum of {} mg/day in two divided doses",
            words::number(dose.per_day),
            equivalent,
            words::number(most)
        );
    if (!low.empty())
        return fmt::format(
            "Mycophenolate with a low blood count: {}", words::without_sources(words::all_of(low))
        );
    if (dose.once_daily && dose.per_day >= once_daily_mg - slack)
        return fmt::format(
            "Mycophenolate {} mg once daily{}: usually two divided doses",
            words::number(dose.per_day),
            equivalent
        );
    if (dose.at_once > most_at_once_mg + slack)
        return fmt::format(
            "Mycophenolate {} mg in one dose{}: usually at most {} mg twice daily",
            words::number(dose.at_once),
            equivalent,
            words::number(most_at_once_mg)
        );
    if (!dose.start)
        return fmt::format(
            "{} is ordered while {} is active: confirm that it takes its place",
            drug_name(patient, *dose.order),
            words::drug(patient, *other_form(patient, *dose.order).front(), group::mycophenolate)
        );
    return fmt::format(
        "Mycophenolate start at {} mg/day{}: usual start 500 mg once or twice daily",
        words::number(dose.first_day),
        equivalent
    );
}

/// Too much if both are taken; usually the new order is meant to take the place of the other.
bool is_too_much_together(const Patient& patient, const Dose& dose) {
    return dose.beside > 0 && !dose.sum && dose.per_day + dose.beside > patient.policy().mmf_max + slack;
}

/// Nothing when dose and counts are usual.
std::optional<Indicator> strength(const Patient& patient, const Dose& dose, bool low) {
    const bool transplant = is_for_transplant(patient, *dose.order);
    if (dose.per_day > patient.policy().mmf_max + slack && !transplant)
        return dose.per_day > far_too_high_mg + slack ? Indicator::critical : Indicator::warning;
    if (low) return Indicator::warning;
    const bool unusual =
        dose.per_day > patient.policy().mmf_max + slack || dose.at_once > most_at_once_mg + slack
        || (dose.once_daily && dose.per_day >= once_daily_mg - slack)
        || (dose.start && dose.first_day > high_start_mg + slack) || is_too_much_together(patient, dose);
    return unusual ? std::optional(Indicator::info) : std::nullopt;
}

void offer(Finding& finding, const Patient& patient, const Dose& dose, double mofetil_mg) {
    const bool open_draft = dose.order->state == OrderState::draft && dose.order->in_context;
    const bool same =
        2 * mofetil_mg > dose.per_day + slack || (2 * mofetil_mg > dose.per_day - slack && !dose.once_daily);
    if (!open_draft || dose.sum || same) return;
    const double mg = mofetil_mg / factor_of(*dose.order);
    ChangeOrder change;
    change.order = dose.order;
    change.dose = mg;
    change.times = 2;
    finding.suggest(
        {fmt::format(
             "Change {} to {} mg twice daily",
             words::drug(patient, *dose.order, group::mycophenolate),
             words::number(mg)
         ),
         {std::move(change)},
         false}
    );
}

void offer_usual_doses(Finding& finding, const Patient& patient, const Dose& dose) {
    const bool too_much = dose.per_day > patient.policy().mmf_max + slack;
    if (too_much)
        offer(finding, patient, dose, std::min(usual_mg, patient.policy().mmf_max / 2));
    else if (dose.once_daily && dose.at_once > most_at_once_mg + slack)
        offer(finding, patient, dose, dose.per_day / 2);
    if (dose.start) offer(finding, patient, dose, start_mg);
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const auto dose = dose_of(patient, order);
    if (!dose) return;
    const auto low = low_counts(patient);
    const auto how = strength(patient, *dose, !low.empty());
    if (!how) return;
    Finding& finding = found.add(*how, &order, summary(patient, *dose, low));
    finding.because(fmt::format(
        "{}: {} mg/day{}, up to {} mg in one dose{}",
        drug_name(patient, order),
        words::number(dose->per_day),
        dose->acid ? " as mofetil (720 mg acid are 1000 mg)" : "",
        words::number(dose->at_once),
        words::from(order.source)
    ));
    for (const Order* other : other_form(patient, order))
        finding.because(fmt::format(
            "{} is active: both together would be up to {} mg/day as mofetil{}",
            drug_name(patient, *other),
            words::number(dose->per_day + dose->beside),
            words::from(other->source)
        ));
    for (const std::string& line : low) finding.because(line);
    if (is_for_transplant(patient, order)) finding.because("A transplant is recorded: other doses are usual");
    finding.consider = {
        "Usual start 500 mg once or twice daily, usual 2-3 g/day in two doses (source documents 002, 003)"};
    if (!low.empty())
        finding.consider.emplace_back(
            "Neutrophils below 1.3 or platelets below 100: review the dose and repeat the count"
        );
    finding.not_checked = unreadable_results(patient, std::array{lab::neutrophils, lab::platelets}, recent);
    offer_usual_doses(finding, patient, *dose);
    finding.trigger =
        fmt::format("{} mg/day{}", words::number(dose->per_day), low.empty() ? "" : ", low count");
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(group::mycophenolate)) judge_order(patient, *order, found);
}

}  // namespace

extern constinit const Rule mycophenolate_dose_limit = {
    .number = "R21",
    .id = "mycophenolate-dose-limit",
    .title = "Mycophenolate dose range",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 45,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill,
    .may_be_critical = true,
    .why = "Above 3 g a day mycophenolate suppresses the marrow and upsets the gut without further benefit.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

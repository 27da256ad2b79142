#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_risk.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using mtx::Rhythm;
using mtx::Schedule;

constexpr std::array sources{ismpmtx, seed_002, seed_001};
constexpr auto overrides = word_list<3>("oncology-protocol dose-intentional data-incorrect");
constexpr auto parameter_names = word_list<3>("mtx.split_hours mtx.supply_weeks mtx.weekday_required");

constexpr double usual_least_mg = 7.5;
constexpr std::uint8_t monday = 1;

std::string_view what_for(const Patient& patient) {
    const bool myositis = patient.iim().has() || patient.iim().possible_only();
    return myositis ? "for myositis" : "outside oncology";
}

std::string as_written(const Schedule& schedule) {
    if (schedule.clash.empty()) return schedule.written;
    return fmt::format("{} and as {}", schedule.written, schedule.clash);
}

std::string what_is_written(const Order& order, const Schedule& schedule) {
    std::string text = as_written(schedule);
    if (!order.dose.raw.empty()) text = text.empty() ? order.dose.raw : text + "; as text: " + order.dose.raw;
    if (text.empty()) return "The order does not say how often" + words::from(order.source);
    return fmt::format("The order says: {}{}", text, words::from(order.source));
}

std::vector<std::string> advice(const Patient& patient) {
    return {
        "Usual: 7.5-25 mg once a week, on the same named day",
        "For a daily order: confirm the indication with the prescriber before it is dispensed",
        fmt::format(
            "Tell the patient the day of the week; dispense no more than {} weeks",
            words::number(patient.policy().mtx_supply_weeks)
        )};
}

/// Once a week on a named day. The amount stays as written: whether it was meant as the weekly dose only the
/// prescriber knows, so an amount outside the usual range is not replaced by another.
void offer_weekly(Finding& finding, const Patient& patient, const Order& order, const Schedule& schedule) {
    if (!mtx::is_editable(order)) return;
    const auto dose = schedule.dose_mg;
    const bool too_high = dose && mtx::excess(mtx::weekly_limit(patient), *dose);
    if (too_high)
        finding.consider.push_back(fmt::format(
            "Not offered: {} mg once a week, which is above the usual maximum", words::number(*dose)
        ));
    const std::string avoid = mtx::reason_to_avoid(patient);
    if (!avoid.empty())
        finding.consider.push_back(
            fmt::format("Not offered: once a week, with {} methotrexate is avoided", avoid)
        );
    if (schedule.one_instruction && !too_high && avoid.empty()) {
        const bool plain = dose && *dose >= usual_least_mg;
        const std::uint8_t day = std::popcount(schedule.weekdays) == 1 ? schedule.weekdays : monday;
        const ChangeOrder weekly{
            .order = &order,
            .times = 1,
            .period = 1,
            .period_unit = "wk",
            .weekdays = day,
            .supply_weeks = static_cast<int>(patient.policy().mtx_supply_weeks),
            .note = "ONCE A WEEK. Not for daily use.",
        };
        const std::string amount = plain ? words::number(*dose) + " mg " : "";
        const std::string_view question = plain ? "" : ": dose not changed, confirm the weekly dose";
        finding.suggest(
            {fmt::format("Change to {}once weekly on {}{}", amount, mtx::days_in_words(day), question),
             {weekly},
             false}
        );
    }
    finding.suggest({"Remove this methotrexate order", {RemoveOrder{&order}}, false});
}

std::optional<double> week_as_written(const Order& order, const Schedule& schedule, Day now) {
    const auto week = mtx::starting_week(order, now);
    const auto more = schedule.beside ? mtx::starting_week(*schedule.beside, now) : std::nullopt;
    return week && more ? *week + *more : week;
}

void say_not_weekly(const Patient& patient, const Order& order, const Schedule& schedule, Findings& found) {
    const Indicator strength = order.reported ? Indicator::warning : Indicator::critical;
    Finding& finding = found.add(
        strength,
        &order,
        fmt::format(
            "Methotrexate is written as {}; {} it is given ONCE WEEKLY - daily dosing can be fatal",
            as_written(schedule),
            what_for(patient)
        )
    );
    finding.because(what_is_written(order, schedule));
    if (schedule.beside)
        finding.because("Together with another order" + words::from(schedule.beside->source));
    if (const auto week = week_as_written(order, schedule, patient.now()))
        finding.because(fmt::format("As written up to {} mg in a week", words::number(*week)));
    if (order.reported) finding.because("Patient-reported: confirm how it is taken");
    finding.consider = advice(patient);
    if (order.dose.has(fhir::frequency_unreadable)) finding.not_checked = {gap_line("methotrexate", order)};
    offer_weekly(finding, patient, order, schedule);
    finding.trigger = as_written(schedule);
}

void say_unreadable(const Patient& patient, const Order& order, const Schedule& schedule, Findings& found) {
    if (order.reported) return found.gap(gap_line("methotrexate", order));
    Finding& finding = found.warning(
        &order,
        "Methotrexate frequency cannot be read: confirm once-weekly dosing on a named day{}",
        mtx::is_editable(order) ? " before signing" : ""
    );
    finding.because(what_is_written(order, schedule));
    finding.because(
        fmt::format("Methotrexate {} is given once a week; daily dosing can be fatal", what_for(patient))
    );
    finding.consider = advice(patient);
    finding.not_checked = {gap_line("methotrexate", order)};
    offer_weekly(finding, patient, order, schedule);
    finding.trigger = "frequency could not be read";
}

/// Reminders are for those who write the order, not for everybody who opens the record.
void remind(const Patient& patient, const Order& order, const Schedule& schedule, Findings& found) {
    if (patient.hook() == Hook::patient_view) return;
    const bool weekly = schedule.rhythm == Rhythm::weekly;
    if (schedule.rhythm == Rhythm::split) {
        Finding& finding = found.info(
            &order,
            "Methotrexate is a split weekly dose ({}): confirm that it is repeated once a week only",
            schedule.written
        );
        finding.because(what_is_written(order, schedule));
        finding.trigger = "split weekly dose";
    } else if (weekly && schedule.two_days) {
        Finding& finding = found.info(&order, "Methotrexate names two different days of the week: keep one");
        finding.because(what_is_written(order, schedule));
        finding.trigger = "two different days";
    } else if (weekly && !schedule.names_day && patient.policy().mtx_weekday_required) {
        Finding& finding =
            found.info(&order, "Methotrexate once weekly without a named day: add the day of the week");
        finding.because(what_is_written(order, schedule));
        finding.consider = advice(patient);
        offer_weekly(finding, patient, order, schedule);
        finding.trigger = "no day named";
    }
}

void say_oncology(const Order& order, const Schedule& schedule, Findings& found) {
    const bool weekly = schedule.rhythm == Rhythm::weekly || schedule.rhythm == Rhythm::split;
    if (weekly || schedule.rhythm == Rhythm::other) return;
    Finding& finding = found.info(
        &order, "Methotrexate for a neoplasm is not written once weekly: confirm it against the protocol"
    );
    finding.because(what_is_written(order, schedule));
    if (schedule.rhythm == Rhythm::unreadable) finding.not_checked = {gap_line("methotrexate", order)};
    finding.trigger = "oncology: " + as_written(schedule);
}

/// What is taken beside this order: the drafts of the basket and what the order comes on top of; at discharge
/// and on patient-view the other active orders.
Patient::Orders others_beside(const Patient& patient, const Order& order) {
    Patient::Orders others =
        is_draft(order) ? judged_dose(patient, order, group::methotrexate).orders : mtx::in_question(patient);
    std::erase_if(others, [&](const Order* other) {
        const bool told_of_already = !is_draft(order) && other < &order;
        return other == &order || told_of_already || !mtx::is_weekly_route(*other)
               || !mtx::are_two_at_once(order, *other, patient.now());
    });
    return others;
}

/// Two weekly orders that name different days make two doses a week.
void join_other_orders(const Patient& patient, const Order& order, Schedule& schedule) {
    if (schedule.rhythm != Rhythm::weekly || schedule.weekdays == 0) return;
    for (const Order* other : others_beside(patient, order)) {
        const Schedule more = mtx::schedule_of(*other, patient.now(), patient.policy().mtx_split_hours);
        if (more.rhythm != Rhythm::weekly || more.weekdays == 0 || more.weekdays == schedule.weekdays)
            continue;
        schedule.rhythm = Rhythm::not_weekly;
        schedule.written = fmt::format(
            "two weekly orders, on {}",
            mtx::days_in_words(static_cast<std::uint8_t>(schedule.weekdays | more.weekdays))
        );
        schedule.one_instruction = false;
        schedule.beside = other;
    }
}

void judge(const Patient& patient, const Order& order, Findings& found) {
    if (mtx::is_single_dose(order)) return;
    Schedule schedule = mtx::schedule_of(order, patient.now(), patient.policy().mtx_split_hours);
    if (mtx::is_oncology(patient, order)) return say_oncology(order, schedule, found);
    join_other_orders(patient, order, schedule);
    if (schedule.rhythm == Rhythm::not_weekly) return say_not_weekly(patient, order, schedule, found);
    if (schedule.rhythm == Rhythm::unreadable) return say_unreadable(patient, order, schedule, found);
    remind(patient, order, schedule, found);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : mtx::in_question(patient)) judge(patient, *order, found);
}

}  // namespace

extern constinit const Rule methotrexate_daily_dosing = {
    .number = "R04",
    .id = "methotrexate-daily-dosing",
    .title = "Methotrexate not weekly",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 100,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::mtx_dose,
    .rank = 1,
    .why = "Methotrexate is given once a week; taken daily it can be fatal.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine

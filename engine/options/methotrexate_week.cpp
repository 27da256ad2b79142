#include "engine/options/methotrexate_week.hpp"

#include "engine/facts/words.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::mtx {

namespace {

using fhir::DosePhase;
using fhir::Frequency;

constexpr double slack = 1e-6;
constexpr double twice = 1.5;  ///< administrations are counts: more than one and a half are two
constexpr double hours_a_day = 24;

double high(const fhir::Span& span) noexcept {
    return span.hi.value_or(span.lo.value_or(0));
}

bool is_several(const DosePhase& phase) noexcept {
    return high(phase.doses_per_week) >= twice;
}

/// Hours from the first to the last part of a weekly dose, when they can be known. Days without times: only
/// one day is sure to be short.
std::optional<double> span_of(const DosePhase& phase) noexcept {
    if (phase.span_hours) return phase.span_hours;
    if (std::popcount(phase.weekdays) == 1) return hours_a_day;
    const double count = phase.administrations.value_or(0), a_day = high(phase.doses_per_day);
    const bool course_of_parts =
        phase.frequency == Frequency::daily && count >= twice && a_day > 1 + slack && phase.weekdays == 0;
    if (course_of_parts) return (count - 1) / a_day * hours_a_day;  // 3 doses every 12 hours, once
    return {};
}

bool is_never_weekly(Frequency frequency) noexcept {
    return frequency == Frequency::daily || frequency == Frequency::alternate
           || frequency == Frequency::multi_weekly || frequency == Frequency::prn;
}

bool is_rarer_than_weekly(const DosePhase& phase) noexcept {
    const auto& a_day = phase.doses_per_day;
    return a_day.known() && high(a_day) * 7 < 1 - slack;
}

bool is_once_weekly(const DosePhase& phase) noexcept {
    return phase.frequency == Frequency::weekly && !is_several(phase) && !is_rarer_than_weekly(phase);
}

Rhythm rhythm_of(const DosePhase& phase, double split_hours) noexcept {
    if (phase.prn || phase.frequency == Frequency::prn) return Rhythm::not_weekly;
    if (phase.timing_conflict && is_never_weekly(phase.conflicting)) return Rhythm::not_weekly;
    if (phase.frequency == Frequency::unknown) return Rhythm::unreadable;
    if (is_several(phase)) {
        const auto hours = span_of(phase);
        return hours && *hours <= split_hours + slack ? Rhythm::split : Rhythm::not_weekly;
    }
    if (is_never_weekly(phase.frequency)) return Rhythm::not_weekly;
    return is_once_weekly(phase) ? Rhythm::weekly : Rhythm::other;
}

/// Some in a period longer than a week, of which nobody knows how many fall into one week.
std::string several_in_words(double a_day, double a_week) {
    if (a_day <= 0 || a_day * 7 > a_week - slack)
        return fmt::format("{} times in a week", words::number(a_week));
    if (a_week >= 7 - slack) return "up to 7 times in a week";
    return fmt::format("{} times in {} days", words::number(a_week), std::lround(a_week / a_day));
}

/// "daily", "3 times daily", "every other day", "2 times a week", "as needed"
std::string frequency_in_words(const DosePhase& phase) {
    const double a_day = high(phase.doses_per_day), a_week = high(phase.doses_per_week);
    if (phase.prn || phase.frequency == Frequency::prn) return "as needed";
    if (phase.frequency == Frequency::unknown) return "without a readable frequency";
    if (phase.frequency == Frequency::daily) {
        const long times = std::lround(a_day);
        if (times <= 1) return "daily";
        return times == 2 ? "twice daily" : fmt::format("{} times daily", times);
    }
    if (phase.frequency == Frequency::alternate && std::abs(a_day - 0.5) < slack) return "every other day";
    if (is_several(phase)) {
        if (phase.weekdays != 0) return fmt::format("on {}", days_in_words(phase.weekdays));
        return several_in_words(a_day, a_week);
    }
    if (phase.frequency == Frequency::weekly && is_rarer_than_weekly(phase))
        return fmt::format("every {} days", std::lround(1 / a_day));
    return std::string(fhir::to_string(phase.frequency));
}

std::string in_words(const DosePhase& phase) {
    std::string dose = amount(phase.mg_per_dose);
    if (!dose.empty()) dose += ' ';
    return dose + frequency_in_words(phase);
}

/// What is still to be given. Of an order that is over altogether, all of it: somebody is signing it.
std::vector<const DosePhase*> to_be_given(const Order& order, Day now) {
    std::vector<const DosePhase*> phases;
    for (const DosePhase& phase : order.dose.phases)
        if (!phase.dated || !phase.end || *phase.end >= now || phase.end_estimated) phases.push_back(&phase);
    if (!phases.empty()) return phases;
    for (const DosePhase& phase : order.dose.phases) phases.push_back(&phase);
    return phases;
}

bool same_single_weekday(const DosePhase& one, const DosePhase& other) {
    return one.weekdays != 0 && one.weekdays == other.weekdays && std::popcount(one.weekdays) == 1;
}

/// Instructions that are each weekly and run at the same time: on one day they are parts of one dose, else
/// they are several days a week.
bool overlap_on_several_days(const std::vector<const DosePhase*>& phases) {
    for (const DosePhase* one : phases)
        for (const DosePhase* other : phases) {
            if (one == other || !is_once_weekly(*one) || !is_once_weekly(*other)) continue;
            const bool together = one->start && other->covers(*one->start);
            if (together && !same_single_weekday(*one, *other)) return true;
        }
    return false;
}

bool overlap_on_one_day(const std::vector<const DosePhase*>& phases) {
    return std::ranges::any_of(phases, [&](const DosePhase* one) {
        return std::ranges::any_of(phases, [&](const DosePhase* other) {
            return one != other && one->start && other->covers(*one->start);
        });
    });
}

void note_phase(Schedule& schedule, const DosePhase& phase) {
    schedule.weekdays = static_cast<std::uint8_t>(schedule.weekdays | phase.weekdays);
    const bool has_date = phase.start && phase.start == phase.end && !phase.end_estimated;
    schedule.names_day = schedule.names_day && (phase.weekdays != 0 || has_date);
    if (!phase.timing_conflict) return;
    schedule.two_days = schedule.two_days || phase.conflicting == phase.frequency;
    if (phase.conflicting != phase.frequency) schedule.clash = fhir::to_string(phase.conflicting);
}

/// The most serious of the instructions speaks for the order.
void take_worst(Schedule& schedule, const std::vector<const DosePhase*>& phases, double split_hours) {
    constexpr std::array by_weight{
        Rhythm::not_weekly, Rhythm::unreadable, Rhythm::split, Rhythm::weekly, Rhythm::other};
    for (const Rhythm rhythm : by_weight)
        for (const DosePhase* phase : phases)
            if (rhythm_of(*phase, split_hours) == rhythm) {
                schedule.rhythm = rhythm;
                schedule.written = in_words(*phase);
                return;
            }
}

void judge_overlap(Schedule& schedule, const std::vector<const DosePhase*>& phases) {
    if (schedule.rhythm != Rhythm::weekly) return;
    if (overlap_on_several_days(phases)) {
        schedule.rhythm = Rhythm::not_weekly;
        schedule.written = "several weekly doses at once";
        if (std::popcount(schedule.weekdays) > 1) schedule.written = "on " + days_in_words(schedule.weekdays);
    } else if (overlap_on_one_day(phases)) {
        schedule.rhythm = Rhythm::split;
    }
}

bool is_as_needed(std::string_view text) {
    return has_words(text, "as needed") || has_words(text, "as required") || has_words(text, "prn");
}

/// The text decides where the timing says nothing (RULES R04 U).
void ask_the_text(Schedule& schedule, const fhir::DoseReading& dose) {
    if (schedule.rhythm != Rhythm::unreadable) return;
    if (dose.text_says_daily) {
        schedule.rhythm = Rhythm::not_weekly;
        schedule.written = "daily (free text)";
        if (schedule.dose_mg) schedule.written = fmt::format("{} mg daily", words::number(*schedule.dose_mg));
        if (dose.text_says_weekly) schedule.clash = "weekly";
    } else if (dose.text_says_several_days) {
        schedule.rhythm = Rhythm::not_weekly;
        const auto amount = schedule.dose_mg ? words::number(*schedule.dose_mg) + " mg" : "a dose";
        schedule.written = amount + " on several days of the week (free text)";
    } else if (dose.text_says_weekly && is_as_needed(dose.raw)) {
        schedule.rhythm = Rhythm::not_weekly;
        schedule.written = "weekly as needed (free text)";
    } else if (dose.text_says_weekly) {
        schedule.rhythm = Rhythm::weekly;
        schedule.written = "weekly";
        schedule.weekly_by_text = true;
    }
}

std::optional<double> common_dose(const std::vector<const DosePhase*>& phases) {
    if (phases.empty()) return {};
    const fhir::Span& first = phases.front()->mg_per_dose;
    const bool equal = std::ranges::all_of(phases, [&](const DosePhase* phase) {
        return phase->mg_per_dose == first && first.lo == first.hi;
    });
    return equal ? first.hi : std::nullopt;
}

}  // namespace

std::string amount(const fhir::Span& mg) {
    const auto most = mg.hi ? mg.hi : mg.lo;
    if (!most) return {};
    if (mg.lo && *mg.lo > 0 && *mg.lo < *most)
        return fmt::format("{}-{} mg", words::number(*mg.lo), words::number(*most));
    return words::number(*most) + " mg";
}

std::string days_in_words(std::uint8_t weekdays) {
    constexpr std::array<std::string_view, 7> names{
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    std::vector<std::string> days;
    for (unsigned day = 0; day < names.size(); ++day)
        if ((weekdays >> day & 1U) != 0) days.emplace_back(names[day]);
    return words::all_of(days);
}

Schedule schedule_of(const Order& order, Day now, double split_hours) {
    Schedule schedule;
    const auto phases = to_be_given(order, now);
    schedule.names_day = !phases.empty();
    for (const DosePhase* phase : phases) note_phase(schedule, *phase);
    schedule.names_day = schedule.names_day || order.dose.text_names_day;
    schedule.dose_mg = common_dose(phases);
    schedule.one_instruction = phases.size() == 1 && order.dose.phases.size() == 1;
    take_worst(schedule, phases, split_hours);
    judge_overlap(schedule, phases);
    ask_the_text(schedule, order.dose);
    return schedule;
}

}  // namespace iim::engine::mtx

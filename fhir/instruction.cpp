#include "fhir/instruction.hpp"

#include "fhir/types.hpp"

#include <algorithm>
#include <bit>

namespace iim::fhir {
namespace {

Span product(const Span& a, const Span& b) {
    Span result;
    if (a.lo && b.lo) result.lo = *a.lo * *b.lo;
    if (a.hi && b.hi) result.hi = *a.hi * *b.hi;
    return result;
}

// maxDosePerPeriod caps what is not fixed; alone it is the only upper reading there is (RULES 2.5 step 5). A
// fixed dose above its own limit is not hidden by it.
void limit(Span& span, std::optional<double> most, bool fixed) {
    if (!most) return;
    if (!span.known())
        span = {0.0, most};
    else if (!fixed && span.hi && *span.hi > *most)
        span.hi = std::max(*most, span.lo.value_or(0));
}

bool as_needed(Json dosage) {
    const Json yes = dosage["asNeededBoolean"] ? dosage["asNeededBoolean"] : dosage["asNeeded"];
    return yes.boolean().value_or(false) || dosage["asNeededCodeableConcept"].is_object()
           || dosage["asNeededFor"].size() > 0;
}

// A single dose takes one day, the first it may be given on; a one-off course without dates at most a day a
// dose.
void bound_one_off(Instruction& one, const Timing& timing) {
    if (one.rate.frequency != Frequency::once) return;
    const double count = timing.count ? *timing.count->hi : 1;
    one.phase.administrations = count;
    if (count > 1) {
        if (!one.bounds.any()) one.bounds.days = static_cast<int>(std::min(count, 36'525.0));
        return;
    }
    if (one.bounds.start) one.bounds.end = one.bounds.start;
    if (!one.bounds.end) one.bounds.days = 1;
}

void fill(Instruction& one, const DosageFacts& facts) {
    auto& phase = one.phase;
    phase.frequency = one.rate.frequency;
    phase.weekdays = one.rate.weekdays;
    phase.span_hours = one.rate.span_hours;
    phase.doses_per_day = one.rate.per_day;
    phase.doses_per_week = one.rate.per_week;
    if (facts.timing.count) phase.administrations = facts.timing.count->hi;
    bound_one_off(one, facts.timing);
    if (facts.prn) {
        phase.prn = true;
        phase.frequency = Frequency::prn;
        phase.doses_per_day.lo = 0;
        phase.doses_per_week.lo = 0;
        if (!phase.doses_per_day.hi && (one.problems & frequency_unreadable) == 0) {
            phase.doses_per_day.hi = 1;
            phase.doses_per_week.hi = 7;
        }
    }
    phase.mg_per_day = product(phase.mg_per_dose, phase.doses_per_day);
    phase.mg_per_week = product(phase.mg_per_dose, phase.doses_per_week);
    const bool fixed = !facts.prn && phase.mg_per_day.lo && phase.mg_per_day.lo == phase.mg_per_day.hi;
    limit(phase.mg_per_day, facts.amount.most_mg_per_day, fixed);
    limit(phase.mg_per_week, facts.amount.most_mg_per_week, fixed);
    phase.rate_mg_per_kg_min = facts.amount.rate_mg_per_kg_min;
    phase.route_text = facts.route_text;
}

Instruction begin(const DosageFacts& facts) {
    Instruction one;
    one.bounds = facts.timing.bounds;
    one.slots = facts.timing.slots;
    one.rate = facts.timing.rate;
    one.problems = facts.amount.problems;
    one.phase.mg_per_dose = facts.amount.mg;
    one.phase.timing_conflict = facts.timing.conflict;
    one.phase.conflicting = facts.timing.conflicting;
    return one;
}

// Milligrams of "2 tablets of 50 mg". A product of another strength than the text says leaves both readings.
void set_text_dose(Instruction& one, const TextInstruction& text, const DoseContext& context) {
    DoseContext said = context;
    if (text.strength_mg) said.mg_per_unit = text.strength_mg;
    const auto dose = to_milligrams(text.amount, text.unit, said);
    one.problems |= dose.problem;
    one.phase.mg_per_dose = {dose.mg, dose.mg};
    if (!text.strength_mg || !dose.mg || !context.mg_per_unit || *text.strength_mg == *context.mg_per_unit)
        return;
    const double other = text.amount * *context.mg_per_unit;
    one.phase.mg_per_dose = {std::min(*dose.mg, other), std::max(*dose.mg, other)};
    one.problems |= ambiguous;
}

void set_text_rate(Instruction& one, const TextInstruction& text) {
    const double days = std::popcount(text.weekdays);
    if (text.frequency == Frequency::weekly)
        one.rate = make_rate({1.0, 1.0}, {7.0, 7.0});
    else if (days > 1)
        one.rate = make_rate({days, days}, {7.0, 7.0});
    else
        one.rate = make_rate({text.doses_per_day, text.doses_per_day}, {1.0, 1.0});
    one.rate.weekdays = text.weekdays;
}

Day first_day(const Instruction& one) {
    return one.bounds.start.value_or(Day::min());
}

bool within_two_weeks(const Instruction& a, const Instruction& b) {
    return first_day(b) - first_day(a) < Days(14);
}

// The 7 days that hold the most of the sorted dated doses.
std::span<const Instruction> fullest_week(std::span<const Instruction> events) {
    std::span<const Instruction> best;
    for (std::size_t first = 0, last = 0; first < events.size(); ++first) {
        while (last < events.size() && first_day(events[last]) - first_day(events[first]) < Days(7)) ++last;
        if (last - first > best.size()) best = events.subspan(first, last - first);
    }
    return best;
}

}  // namespace

DosageFacts read_facts(Json dosage, const DoseContext& context) {
    DosageFacts facts;
    facts.timing = read_timing(dosage["timing"], context.zone);
    facts.amount = read_amount(dosage, facts.timing.infusion_hours, context);
    facts.prn = as_needed(dosage);
    facts.route_text = label(dosage["route"]);
    return facts;
}

Instruction from_facts(const DosageFacts& facts) {
    Instruction one = begin(facts);
    if (!facts.has_dose()) one.problems |= dose_unreadable;
    const bool silent = facts.timing.state == Timing::State::absent && !facts.timing.events;
    if (facts.timing.state == Timing::State::unreadable || (silent && !facts.prn)) {
        one.problems |= frequency_unreadable;
        one.rate = {};
    }
    fill(one, facts);
    const bool known = one.phase.mg_per_day.known() || one.phase.mg_per_dose.known()
                       || one.phase.frequency != Frequency::unknown;
    one.phase.confidence = known ? Confidence::structured : Confidence::unknown;
    return one;
}

Instruction from_text(const DosageFacts& facts, const TextInstruction& text, const DoseContext& context) {
    Instruction one = begin(facts);
    if (!facts.has_dose()) set_text_dose(one, text, context);
    if (facts.timing.state == Timing::State::unreadable)
        one.problems |= frequency_unreadable;
    else if (!facts.has_rate())
        set_text_rate(one, text);
    if (!one.bounds.any()) one.bounds.days = text.days;
    fill(one, facts);
    if (one.phase.route_text.empty()) one.phase.route_text = text.route;
    one.phase.confidence = Confidence::text_parsed;
    return one;
}

void rate_events(std::span<Instruction> events) {
    std::ranges::sort(events, {}, first_day);
    const auto week = fullest_week(events);
    if (week.empty()) return;
    const auto doses = static_cast<double>(week.size());
    Frequency frequency = Frequency::once;
    if (week.size() > 1)
        frequency = make_rate({doses, doses}, {7.0, 7.0}).frequency;
    else if (std::ranges::adjacent_find(events, within_two_weeks) != events.end())
        frequency = Frequency::weekly;
    std::optional<double> hours;
    if (week.front().at && week.back().at)
        hours = std::chrono::duration<double, std::ratio<3600>>(*week.back().at - *week.front().at).count();
    for (auto& one : events) {
        auto& phase = one.phase;
        const double least = phase.prn ? 0 : 1;
        phase.frequency = phase.prn ? Frequency::prn : frequency;
        phase.administrations = static_cast<double>(events.size());
        phase.doses_per_day = {least, 1.0};
        phase.doses_per_week = {least * doses, doses};
        phase.mg_per_day = product(phase.mg_per_dose, phase.doses_per_day);
        phase.mg_per_week = product(phase.mg_per_dose, phase.doses_per_week);
        phase.span_hours = hours;
    }
}

}  // namespace iim::fhir

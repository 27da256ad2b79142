#include "fhir/timing_repeat.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace iim::fhir {
namespace {

constexpr double most_a_period = 10'000;
constexpr double longest_period = 36'525;  // days
constexpr double most_a_day = 1440;
constexpr double tiny = 1e-6;

template <class Each>
void each_of(Json value, Each each) {
    if (value.is_array())
        for (const Json one : value) each(one);
    else if (value)
        each(value);
}

// The times of the day that an instruction names: timeOfDay, or `when` (ACM, HS …).
struct DaySlots {
    std::array<int, 24> minutes{};  // of timeOfDay, as written
    std::size_t clock_times = 0;
    int named = 0;  // `when` codes that mean one time of the day
    int meals = 0;  // `when` codes that mean any meal: with food (C), before (AC), after (PC)
    std::uint32_t hash = 0;
    bool broken = false;

    double count() const noexcept { return std::max(static_cast<double>(clock_times), double(named)); }
    bool any() const noexcept { return clock_times + static_cast<std::size_t>(named + meals) > 0; }
};

void mix(std::uint32_t& hash, std::string_view text) {
    if (hash == 0) hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash = (hash ^ 0xffu) * 16777619u;
}

std::optional<int> clock_minutes(std::string_view text) {
    const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (!digit(0) || !digit(1) || text.size() < 5 || text[2] != ':' || !digit(3) || !digit(4)) return {};
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (hours > 24 || minutes > 59) return {};
    return hours * 60 + minutes;
}

DaySlots read_slots(Json repeat) {
    DaySlots slots;
    each_of(repeat["timeOfDay"], [&](Json time) {
        const auto minutes = clock_minutes(time.text());
        if (!minutes || slots.clock_times == slots.minutes.size()) {
            slots.broken = true;
            return;
        }
        slots.minutes[slots.clock_times++] = *minutes;
        mix(slots.hash, time.text());
    });
    each_of(repeat["when"], [&](Json when) {
        const auto code = when.text();
        slots.broken |= code.empty() || slots.named > 24;
        (code == "C" || code == "AC" || code == "PC" ? slots.meals : slots.named) += 1;
        mix(slots.hash, code);
    });
    return slots;
}

// The numbers of Timing.repeat. A missing one stays empty; one that is there and makes no sense breaks all.
struct Numbers {
    Span times;  // frequency … frequencyMax
    Span days;   // period … periodMax
    std::uint8_t weekdays = 0;
    bool broken = false;
};

// Both ends of a pair of members, the second defaulting to the first.
Span read_pair(Json low, Json high, double limit, bool& broken) {
    const auto from = positive(low, limit);
    const auto to = positive(high, limit);
    broken |= (low && !from) || (high && !to) || (from && to && *to < *from);
    if (!from && !to) return {};
    return {from ? from : to, to ? to : from};
}

Numbers read_numbers(Json repeat) {
    Numbers n;
    n.times = read_pair(repeat["frequency"], repeat["frequencyMax"], most_a_period, n.broken);
    if (n.times.hi && !repeat["frequency"]) n.times.lo = std::min(1.0, *n.times.hi);
    n.days = read_pair(repeat["period"], repeat["periodMax"], 1e9, n.broken);
    const Json unit = repeat["periodUnit"] ? repeat["periodUnit"] : repeat["periodUnits"];  // DSTU2
    if (n.days.known() || unit) {
        const auto unit_length = unit_days(unit.text());
        n.broken |= !unit_length;
        const double length = unit_length.value_or(1);
        n.days = {n.days.lo.value_or(1) * length, n.days.hi.value_or(1) * length};
        n.broken |= *n.days.hi > longest_period;
    }
    each_of(repeat["dayOfWeek"], [&](Json day) {
        const auto bit = weekday_bit(day.text(), true);
        n.broken |= bit == 0;
        n.weekdays = static_cast<std::uint8_t>(n.weekdays | bit);
    });
    n.broken |= n.times.known() && n.days.known() && *n.times.hi / *n.days.lo > most_a_day;
    return n;
}

// Hours from the first to the last administration of a week: the week without its longest pause.
std::optional<double> span_of_week(std::uint8_t weekdays, const DaySlots& slots) {
    if (slots.clock_times == 0) return {};
    std::array<int, std::size_t{7} * 24> at{};
    std::size_t count = 0;
    for (int day = 0; day < 7; ++day)
        for (std::size_t i = 0; i < slots.clock_times && (weekdays >> day & 1) != 0; ++i)
            at[count++] = day * 1440 + slots.minutes[i];
    std::sort(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(count));
    constexpr int week = 7 * 1440;
    int longest = at[0] + week - at[count - 1];
    for (std::size_t i = 1; i < count; ++i) longest = std::max(longest, at[i] - at[i - 1]);
    return (week - longest) / 60.0;
}

// How many times `slots` alone make out of a stated number per day: the times of the day win when they are at
// least as many; fewer named times than doses leave both readings.
Span reconcile(Span stated, const DaySlots& slots) {
    if (!stated.known()) {
        const double meals = slots.meals;  // "with food" alone may mean every meal
        return {slots.count() + meals, slots.count() + 3 * meals};
    }
    const double n = slots.count();
    if (n == 0) return stated;
    if (n >= *stated.hi) return {n, n};
    return {std::min(n, *stated.lo), stated.hi};
}

// Administrations on each of the named days, when the period is shorter than a week.
Span times_a_day(const Numbers& n, const DaySlots& slots) {
    Span a_day{1.0, 1.0};
    if (n.times.known() && n.days.hi.value_or(1) <= 1 + tiny) {
        const double period = n.days.lo.value_or(1);
        a_day = {std::max(1.0, *n.times.lo / period), std::max(1.0, *n.times.hi / period)};
    }
    return slots.any() ? reconcile(n.times.known() ? a_day : Span{}, slots) : a_day;
}

// Administrations in each week or longer period: as many as there are named places, unless a frequency says
// that some stay empty or that some are used twice.
Span times_a_period(const Numbers& n, const DaySlots& slots, double weekdays) {
    const double places = weekdays * std::max(1.0, slots.count());
    const double stated = n.times.hi.value_or(1);
    if (stated > weekdays && stated < places) return {stated, stated};
    if (stated > places) return {places, stated};
    const bool longer_than_a_week = *n.days.hi > 7 + tiny;
    return {longer_than_a_week && n.times.known() ? stated : places, places};
}

Span named_days_times(const Numbers& n, const DaySlots& slots) {
    const double weekdays = std::popcount(n.weekdays);
    if (n.days.known() && *n.days.hi > 7 - tiny) return times_a_period(n, slots, weekdays);
    const Span a_day = times_a_day(n, slots);
    return {weekdays * *a_day.lo, weekdays * *a_day.hi};
}

Rate named_days_rate(const Numbers& n, const DaySlots& slots) {
    const double days = std::max(7.0, n.days.hi.value_or(7));
    Rate rate = make_rate(named_days_times(n, slots), {days, days});
    rate.weekdays = n.weekdays;
    rate.span_hours = span_of_week(n.weekdays, slots);
    return rate;
}

Rate slots_rate(const Numbers& n, const DaySlots& slots) {
    const Span days = n.days.known() ? n.days : Span{1.0, 1.0};
    if (*days.hi >= 1 - tiny) return make_rate(reconcile(n.times, slots), days);
    const Span a_day{n.times.lo.value_or(1) / *days.hi, n.times.hi.value_or(1) / *days.lo};
    return make_rate(reconcile(a_day, slots), {1.0, 1.0});
}

}  // namespace

Repeat read_repeat(Json repeat) {
    Repeat result;
    const auto numbers = read_numbers(repeat);
    const auto slots = read_slots(repeat);
    result.slots = slots.hash;
    result.state = Timing::State::readable;
    if (numbers.broken || slots.broken)
        result.state = Timing::State::unreadable;
    else if (numbers.weekdays != 0)
        result.rate = named_days_rate(numbers, slots);
    else if (slots.any())
        result.rate = slots_rate(numbers, slots);
    else if (numbers.days.known())
        result.rate = make_rate(numbers.times.known() ? numbers.times : Span{1.0, 1.0}, numbers.days);
    else
        result.state = Timing::State::absent;
    return result;
}

}  // namespace iim::fhir

#pragma once

#include "fhir/dosage.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace iim::fhir {

/// How often: RULES 2.5 step 4 without the calendar.
struct Rate {
    Span per_day;   ///< administrations, averaged over the period
    Span per_week;  ///< administrations in the worst sliding 7 days
    Frequency frequency = Frequency::unknown;
    std::uint8_t weekdays = 0;         ///< bit 0 Monday
    std::optional<double> span_hours;  ///< only when days and times of the week are both named
};

/// `times` administrations every `days` days. Both spans are filled, positive and ordered.
Rate make_rate(Span times, Span days);

/// A single dose, or `count` doses that no schedule spreads.
Rate one_off_rate(Span count);

/// What a timing code or its text means: "QD", "Q6H", "once weekly", "every 2 weeks", "on Mondays".
/// Whole text, any case; nothing when it is not on the closed list.
std::optional<Rate> timing_phrase(std::string_view code_or_text);

/// The bit of an English weekday name ("monday"; FHIR's "mon" with `short_names`), any case; 0 when it is
/// none.
std::uint8_t weekday_bit(std::string_view name, bool short_names);

/// Timing.repeat.bounds[x].
struct Bounds {
    std::optional<Day> start, end;
    std::optional<int> days;
    bool broken = false;  ///< stated but not usable: inverted, negative, unknown unit
    bool any() const noexcept { return start || end || days; }
};

struct Timing {
    enum class State { absent, readable, unreadable };
    State state = State::absent;  ///< of the rate: unknown codes count as absent, impossible numbers do not
    Rate rate;
    std::optional<Span> count;  ///< total administrations
    Bounds bounds;
    Span infusion_hours;      ///< repeat.duration … durationMax
    std::uint32_t slots = 0;  ///< equal for equal named times of the day; 0: none named
    bool conflict = false;    ///< code and repeat disagree; the rate is that of repeat
    Frequency conflicting = Frequency::unknown;
    Json events;  ///< timing.event when nothing else says how often
};
Timing read_timing(Json timing, const Zone& zone);

/// Days of one UCUM or printed time unit ("d", "wk", "days"); nothing when unknown.
std::optional<double> unit_days(std::string_view unit);
/// A Duration in days, positive and at most 100 years.
std::optional<double> duration_days(Json quantity);
/// The same as whole calendar days, at least one: hours round up, months to the nearest day.
std::optional<int> whole_days(std::optional<double> days);

/// A number above 0 and at most `limit`; nothing for anything else, strings included.
std::optional<double> positive(Json value, double limit);

}  // namespace iim::fhir

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace iim::fhir {

using Day = std::chrono::sys_days;         ///< a calendar day in the service's time zone
using Instant = std::chrono::sys_seconds;  ///< UTC
using Days = std::chrono::days;

/// A civil time zone of the tz database. Immutable; may be shared by threads; lives as long as the process.
class Zone {
public:
    /// UTC.
    Zone() noexcept = default;
    /// By its tz name ("Europe/Zurich"); empty when the database does not know it.
    static std::optional<Zone> named(std::string_view name);

    /// The calendar day that the clocks of this zone show at `at`.
    Day day_of(Instant at) const;
    std::string_view name() const noexcept;

private:
    const void* zone_ = nullptr;  // date::time_zone, null for UTC
};

/// A FHIR date, dateTime or instant with the precision it was written in. "2025-03" is the span from
/// 1 to 31 March; a value with a time is one day and, when it carries an offset, also an instant.
struct Date {
    enum class Precision { year, month, day, time };
    Day first;  ///< earliest day it can mean
    Day last;   ///< latest day it can mean
    Precision precision = Precision::day;
    std::optional<Instant> instant;  ///< only with a time and an offset

    bool operator==(const Date&) const = default;
};

/// Reads a FHIR date, dateTime or instant. Refuses impossible days (2025-02-29), year 0000, trailing text.
/// Years outside 1850–2200 are refused as well: no clinical record holds them (RULES plausibility).
std::optional<Date> parse_date(std::string_view text, const Zone& zone);

/// "2026-11-20"
std::string to_string(Day day);

/// Whole years from `birth` to `on`; a 29 February birthday is kept on 1 March in other years.
int full_years(Day birth, Day on);

}  // namespace iim::fhir

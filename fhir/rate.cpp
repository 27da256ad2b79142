#include "fhir/timing.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace iim::fhir {
namespace {

constexpr double tiny = 1e-6;

bool whole_week(double days) {
    return std::abs(days - 7) < tiny;
}

// RULES 2.5 step 4. The bands overlap between 2 and 4 a week: a pattern of weeks is multi-weekly, a pattern
// of days ("every other day") is alternate.
Frequency classify(double times, double days) {
    const double a_day = times / days;
    const double a_week = a_day * 7;
    if (a_day >= 0.9 - tiny) return Frequency::daily;
    if (whole_week(days) && times > 1 + tiny && times <= 4 + tiny) return Frequency::multi_weekly;
    if (a_day >= 0.4 - tiny) return Frequency::alternate;
    if (days >= 14 - tiny) return Frequency::cyclic;
    return a_week > 1 + tiny ? Frequency::multi_weekly : Frequency::weekly;
}

// The most administrations that any 7 days in a row can hold. Longer periods do not say how their doses are
// spread, so they may all fall into one week, though not more than one a day unless the average is higher.
double worst_week(double times, double days) {
    const double a_week = times / days * 7;
    if (a_week >= 6.3 - tiny) return a_week;
    const double spread = std::ceil(a_week - tiny);
    if (days < 7 - tiny) return std::max(1.0, spread);
    return std::max(1.0, std::min(std::ceil(times - tiny), std::max(7.0, spread)));
}

}  // namespace

Rate make_rate(Span times, Span days) {
    const double few = times.lo.value_or(1);
    const double many = times.hi.value_or(few);
    const double shortest = days.lo.value_or(1);
    const double longest = days.hi.value_or(shortest);
    Rate rate;
    rate.per_day = {few / longest, many / shortest};
    const double most = worst_week(many, shortest);
    rate.per_week = {std::min(worst_week(few, longest), most), most};
    rate.frequency = classify(many, shortest);
    return rate;
}

Rate one_off_rate(Span count) {
    Rate rate;
    rate.per_day = {std::min(1.0, count.lo.value_or(1)), count.hi};
    rate.per_week = count;
    rate.frequency = Frequency::once;
    return rate;
}

std::uint8_t weekday_bit(std::string_view name, bool short_names) {
    constexpr std::array<std::string_view, 7> names{
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    const auto same = [](std::string_view a, std::string_view b) {
        return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == y; });
    };
    for (unsigned day = 0; day < names.size(); ++day)
        if (same(name, names[day]) || (short_names && same(name, names[day].substr(0, 3))))
            return static_cast<std::uint8_t>(1u << day);
    return 0;
}

}  // namespace iim::fhir

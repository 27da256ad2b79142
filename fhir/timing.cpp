#include "fhir/timing.hpp"

#include "fhir/timing_repeat.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <cmath>

namespace iim::fhir {
namespace {

struct Code {
    std::optional<Rate> rate;
    std::uint32_t hash = 0;
    bool conflict = false;  // its codings and its text mean different frequencies
    Frequency conflicting = Frequency::unknown;
};

bool near(double a, double b) {
    constexpr double tolerance = 0.15;  // "monthly" and "every 4 weeks" agree
    return std::abs(a - b) <= tolerance * std::max(a, b);
}

// `code` lies inside the range of `rate`, or close to it.
bool agree(const Rate& rate, const Rate& code) {
    const double at = code.per_day.hi.value_or(0);
    const double low = rate.per_day.lo.value_or(0);
    const double high = rate.per_day.hi.value_or(0);
    const bool days_agree = code.weekdays == 0 || rate.weekdays == 0 || code.weekdays == rate.weekdays;
    return days_agree && ((at >= low && at <= high) || near(at, low) || near(at, high));
}

std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c | 0x20)) * 16777619u;
    return hash;
}

void take(Code& code, std::string_view phrase) {
    const auto rate = timing_phrase(phrase);
    if (!rate) return;
    if (!code.rate) {
        code.rate = rate;
        code.hash = hash_of(phrase);
    } else if (!agree(*code.rate, *rate)) {
        code.conflict = true;
        code.conflicting = rate->frequency;
    }
}

Code read_code(Json value) {
    Code code;
    for_each_coding(value, [&](const Coding& c) {
        take(code, c.code);
        take(code, c.display);
    });
    take(code, value["text"].text());
    return code;
}

std::optional<Span> read_count(Json repeat) {
    constexpr double most = 10'000;
    const auto from = positive(repeat["count"], most);
    const auto to = positive(repeat["countMax"], most);
    if (!from && !to) return {};
    const double least = from.value_or(1);
    return Span{least, std::max(least, to.value_or(least))};
}

Bounds bounds_of_range(Json range) {
    Bounds bounds;
    bounds.days = whole_days(duration_days(range["high"] ? range["high"] : range["low"]));
    bounds.broken = !bounds.days;
    return bounds;
}

Bounds read_bounds(Json repeat, const Zone& zone) {
    Bounds bounds;
    if (const Json stated = repeat["boundsPeriod"]) {
        const Period dates = period(stated, zone);
        if (dates.start) bounds.start = dates.start->first;
        if (dates.end) bounds.end = dates.end->last;
        bounds.broken = bounds.start && bounds.end && *bounds.end < *bounds.start;
        if (bounds.broken) bounds.end.reset();
    } else if (const Json duration = repeat["boundsDuration"] ? repeat["boundsDuration"] : repeat["boundsQuantity"]) {
        bounds.days = whole_days(duration_days(duration));
        bounds.broken = !bounds.days;
    } else if (const Json range = repeat["boundsRange"]) {
        bounds = bounds_of_range(range);
    }
    return bounds;
}

Span read_infusion_hours(Json repeat) {
    const auto unit =
        unit_days(repeat["durationUnit"] ? repeat["durationUnit"].text() : repeat["durationUnits"].text());
    const auto from = positive(repeat["duration"], 1e6);
    const auto to = repeat["durationMax"] ? positive(repeat["durationMax"], 1e6) : from;
    if (!unit || !from || !to || *to < *from) return {};
    return {*from * *unit * 24, *to * *unit * 24};
}

// A count makes a plan finite: a single dose is `once`; with a rate it is a length; without one the doses
// spread over the bounds, or may all fall on one day.
void apply_count(Timing& timing) {
    if (!timing.count || timing.state == Timing::State::unreadable) return;
    const Span count = *timing.count;
    if (*count.hi <= 1) {
        const auto weekdays = timing.rate.weekdays;
        timing.rate = one_off_rate({1.0, 1.0});
        timing.rate.weekdays = weekdays;
    } else if (timing.state == Timing::State::absent) {
        timing.rate = one_off_rate(count);
        auto days = timing.bounds.days;
        if (timing.bounds.start && timing.bounds.end)
            days = static_cast<int>((*timing.bounds.end - *timing.bounds.start).count()) + 1;
        if (days) timing.rate.per_day = {*count.lo / *days, *count.hi / *days};
    } else if (!timing.bounds.any()) {
        const double length =
            std::floor((*count.hi - 1) / std::max(1e-4, timing.rate.per_day.lo.value_or(1)) + 1e-6);
        timing.bounds.days = static_cast<int>(std::min(length, 36'524.0)) + 1;
    }
    timing.state = Timing::State::readable;
}

}  // namespace

Timing read_timing(Json value, const Zone& zone) {
    const Json timing = value.first();
    const Json written = timing["repeat"];
    Timing result;
    const Repeat repeat = read_repeat(written);
    const Code code = read_code(timing["code"]);
    result.state = repeat.state;
    result.rate = repeat.rate;
    result.slots = repeat.slots;
    result.bounds = read_bounds(written, zone);
    result.infusion_hours = read_infusion_hours(written);
    result.count = read_count(written);
    if (repeat.state == Timing::State::readable && code.rate) {
        result.conflict = !agree(repeat.rate, *code.rate);
        if (result.conflict) result.conflicting = code.rate->frequency;
    }
    if (repeat.state == Timing::State::absent && code.rate) {
        result.state = Timing::State::readable;
        result.rate = *code.rate;
        result.slots = code.hash;
    }
    if (code.conflict && !result.conflict) {
        result.conflict = true;
        result.conflicting = code.conflicting;
    }
    if (result.state == Timing::State::absent && timing["event"].size() > 0)
        result.events = timing["event"];
    else
        apply_count(result);
    return result;
}

}  // namespace iim::fhir

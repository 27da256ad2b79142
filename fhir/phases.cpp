#include "fhir/phases.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

bool same_timing(const Instruction& a, const Instruction& b) {
    return a.phase.doses_per_day == b.phase.doses_per_day && a.phase.frequency == b.phase.frequency
           && a.phase.weekdays == b.phase.weekdays && a.slots == b.slots && a.phase.prn == b.phase.prn
           && a.phase.route_text == b.phase.route_text;
}

void add_alternative(Span& into, const Span& other) {
    const auto lo = into.lo && other.lo ? std::optional(std::min(*into.lo, *other.lo)) : std::nullopt;
    const auto hi = into.hi && other.hi ? std::optional(*into.hi + *other.hi) : std::nullopt;
    into = {lo, hi};
}

// "20 mg once daily" beside "10 mg once daily", no order given: either one, or both. RULES 2.5 step 2,
// fixture F9.
std::size_t fold_alternatives(std::span<Instruction> list, std::uint32_t& problems) {
    std::size_t kept = 0;
    for (auto& next : list) {
        const auto end = list.begin() + static_cast<std::ptrdiff_t>(kept);
        const auto twin = std::find_if(list.begin(), end, [&](const Instruction& earlier) {
            return !earlier.bounds.any() && !next.bounds.any() && same_timing(earlier, next)
                   && !(earlier.phase.mg_per_dose == next.phase.mg_per_dose);
        });
        if (twin == end) {
            std::swap(list[kept++], next);
            continue;
        }
        auto& phase = twin->phase;
        add_alternative(phase.mg_per_dose, next.phase.mg_per_dose);
        add_alternative(phase.mg_per_day, next.phase.mg_per_day);
        add_alternative(phase.mg_per_week, next.phase.mg_per_week);
        problems |= ambiguous;
    }
    return kept;
}

// A taper written with lengths but without sequence numbers: 60 mg for 4 weeks, 50 mg for 2 weeks, 40 mg.
bool reads_as_taper(std::span<const Instruction> list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto& bounds = list[i].bounds;
        const bool last = i + 1 == list.size();
        if (bounds.start || bounds.end || (!bounds.days && !last)) return false;
        if (!same_timing(list[0], list[i])) return false;
        if (i > 0 && list[i].phase.mg_per_dose == list[i - 1].phase.mg_per_dose) return false;
    }
    return true;
}

constexpr Days hundred_years{36'525};

class Calendar {
public:
    explicit Calendar(const OrderDates& dates) : dates_(dates) {}

    // Instructions that run side by side, from `from` on unless they say otherwise.
    void place(Instruction& one, std::optional<Day> from, bool known) {
        auto& phase = one.phase;
        const auto& bounds = one.bounds;
        phase.dated = known || bounds.start.has_value();
        phase.start = bounds.start ? bounds.start : known ? from : std::nullopt;
        if (bounds.end)
            phase.end = bounds.end;
        else if (bounds.days && phase.start)
            phase.end = *phase.start + Days(*bounds.days - 1);
        if (!phase.dated) phase.end.reset();
        if (phase.start && phase.end && *phase.end < *phase.start)
            phase.start.reset();  // over before it was written
        if (bounds.broken || !phase.dated) problems |= undated;
    }

    // The end of a last phase that has none: instructed for the order, else estimated from the supply. An
    // order that is still active has outlived an estimate in the past: it goes on.
    void finish(Instruction& one) const {
        auto& phase = one.phase;
        if (phase.end || !phase.dated) return;
        auto end = dates_.last_end;
        const bool estimated = !end && dates_.supplied_from && dates_.supply_days;
        if (estimated) {
            const Day from =
                std::max(*dates_.supplied_from, one.bounds.start.value_or(*dates_.supplied_from));
            end = from + Days(*dates_.supply_days - 1);
            if (*end < dates_.now && !dates_.over) return;
        }
        if (!end || (phase.start && *end < *phase.start)) return;
        phase.end = end;
        phase.end_estimated = estimated;
    }

    void clamp(Instruction& one) const {
        for (auto* day : {&one.phase.start, &one.phase.end})
            if (*day) **day = std::clamp(**day, dates_.now - hundred_years, dates_.now + hundred_years);
    }

    void side_by_side(std::span<Instruction> list) {
        for (auto& one : list) {
            place(one, dates_.start, true);
            finish(one);
        }
    }

    void one_after_another(std::span<Instruction> list);

    std::uint32_t problems = 0;

private:
    const OrderDates& dates_;
};

// The end of a step that has none is the eve of a next step that is dated.
void end_before(DosePhase& phase, std::optional<Day> next_start) {
    if (phase.end || !phase.dated || !next_start) return;
    if (!phase.start || *phase.start < *next_start) phase.end = *next_start - Days(1);
}

// The last day of steps side by side; nothing when one of them is open.
std::optional<Day> last_day(std::span<const Instruction> group) {
    std::optional<Day> last;
    for (const auto& one : group) {
        if (!one.phase.end) return {};
        last = std::max(last.value_or(*one.phase.end), *one.phase.end);
    }
    return last;
}

void Calendar::one_after_another(std::span<Instruction> list) {
    auto from = dates_.start;
    bool known = true;
    for (std::size_t i = 0; i < list.size();) {
        std::size_t next = i;
        while (next < list.size() && list[next].phase.sequence == list[i].phase.sequence) ++next;
        const auto group = list.subspan(i, next - i);
        for (auto& one : group) {
            place(one, from, known);
            if (next == list.size())
                finish(one);
            else
                end_before(one.phase, list[next].bounds.start);
        }
        const auto last = last_day(group);
        known = last.has_value();
        if (last) from = *last + Days(1);
        i = next;
    }
}

// One step ends on the day on which the next begins: the day of the change belongs to the new dose. Steps
// with one sequence number are meant to be taken together, that day too.
void hand_over(std::span<Instruction> list) {
    for (Instruction& one : list) {
        DosePhase& phase = one.phase;
        if (!one.bounds.end || !phase.start || phase.end != one.bounds.end || *phase.start >= *phase.end)
            continue;
        const bool followed = std::ranges::any_of(list, [&](const Instruction& next) {
            const bool together = one.sequenced && next.sequenced && phase.sequence == next.phase.sequence;
            return next.bounds.start == phase.end && !together;
        });
        if (followed) *phase.end -= Days(1);
    }
}

}  // namespace

Layout lay_out(std::span<Instruction> list, const OrderDates& dates) {
    Layout result;
    Calendar calendar(dates);
    const auto sequenced = std::ranges::count_if(list, [](const Instruction& i) { return i.sequenced; });
    const bool all = sequenced == std::ssize(list);
    if (!all && sequenced > 0) result.problems |= ambiguous;  // some have a number, some have none
    if (all && !list.empty()) {
        std::ranges::stable_sort(list, {}, [](const Instruction& i) { return i.phase.sequence; });
        calendar.one_after_another(list);
    } else if (list.size() > 1 && sequenced == 0 && list[0].bounds.days && reads_as_taper(list)) {
        for (std::size_t i = 0; i < list.size(); ++i) list[i].phase.sequence = static_cast<int>(i + 1);
        calendar.one_after_another(list);
        result.problems |= ambiguous;
    } else {
        list = list.first(fold_alternatives(list, result.problems));
        calendar.side_by_side(list);
        std::ranges::stable_sort(list, {}, [](const Instruction& i) {
            return i.phase.start.value_or(Day::min());
        });
    }
    hand_over(list);
    for (auto& one : list) calendar.clamp(one);
    result.kept = list.size();
    result.problems |= calendar.problems;
    return result;
}

}  // namespace iim::fhir

#include "engine/derive/steroid_dose.hpp"

#include "engine/derive/orders.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace iim::engine {
namespace {

/// mg of the drug that act like 5 mg prednisone.
constexpr std::array<std::pair<Concept, double>, 9> equal_to_5_mg{{
    {drug::prednisone, 5},
    {drug::prednisolone, 5},
    {drug::methylprednisolone, 4},
    {drug::triamcinolone, 4},
    {drug::dexamethasone, 0.75},
    {drug::betamethasone, 0.75},
    {drug::hydrocortisone, 20},
    {drug::cortisone, 25},
    {drug::deflazacort, 6},
}};

// … or at least 10 mg/kg of it.
constexpr double pulse_mg_per_kg = 10 * 5.0 / 4;
/// RULES 2.6: a depot injection into a muscle is spread evenly over so many days.
constexpr Days depot_days{21};
/// No drug of the rules is given at longer intervals; bounds what a hostile phase can ask for.
constexpr double longest_interval_days = 366;

bool contains_word(std::string_view text, std::string_view lower_word) noexcept {
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(), same) != text.end();
}

/// Triamcinolone acetonide and methylprednisolone acetate; methylprednisolone succinate acts at once.
bool is_depot(const Order& order, Concept steroid) noexcept {
    if (order.route != Route::im) return false;
    if (steroid == drug::triamcinolone) return true;
    const std::string_view product = order.product ? order.product->display : std::string_view{};
    return steroid == drug::methylprednisolone && !contains_word(order.label, "succinate")
           && !contains_word(product, "succinate");
}

/// Injections and infusions with days without them between: the amount of one day counts (a pulse, RULES
/// 2.6). What is swallowed once a week or in cycles counts by its mean, as every frequency does (2.5 step 4).
bool by_the_day(const Order& order, const fhir::DosePhase& phase) noexcept {
    if (phase.frequency == fhir::Frequency::once) return true;
    const bool spaced = phase.frequency == fhir::Frequency::weekly
                        || phase.frequency == fhir::Frequency::cyclic
                        || phase.frequency == fhir::Frequency::multi_weekly;
    return spaced && (order.route == Route::iv || order.route == Route::im);
}

Days days_between(const fhir::DosePhase& phase) noexcept {
    if (phase.frequency == fhir::Frequency::weekly) return Days(7);
    const double per_day = phase.doses_per_day.hi.value_or(phase.doses_per_day.lo.value_or(0));
    const double days = per_day > 0 ? std::min(1 / per_day, longest_interval_days) : longest_interval_days;
    return Days(std::max<long>(1, std::lround(days)));
}

/// A draft written a while ago begins when it is signed, not when it was written: by how much all of its
/// dates move. A draft with a start long ago and an end ahead is a renewal; its dates stand.
Days delay_of_draft(const Order& order, Day now) {
    const auto start = first_day(order);
    if (order.state != OrderState::draft || !start || *start >= now) return Days(0);
    const auto end = stated_end(order);
    const bool all_past = end && *end < now;
    return all_past || now - *start <= Days(14) ? now - *start : Days(0);
}

class Reader {
public:
    Reader(const Order& order, Concept steroid, const CourseLimits& limits)
        : order_(order),
          steroid_(steroid),
          limits_(limits),
          depot_(is_depot(order, steroid)),
          shift_(delay_of_draft(order, limits.now)) {}

    SteroidCourse read() {
        for (const fhir::DosePhase& phase : order_.dose.phases) add(phase);
        if (order_.dose.phases.empty()) course_.readable = false;
        return std::move(course_);
    }

private:
    void add(const fhir::DosePhase& phase) {
        const fhir::Span mg = dose_of_day(order_, phase);
        const auto hi = mg.hi ? mg.hi : mg.lo;
        const auto equivalent = hi ? as_prednisone(steroid_, *hi) : std::nullopt;
        if (!equivalent || !std::isfinite(*equivalent)) {
            course_.readable = false;
            return;
        }
        const double lo = phase.prn ? 0 : as_prednisone(steroid_, mg.lo.value_or(0)).value_or(0);
        if (!phase.dated) {
            course_.undated.push_back({lo, *equivalent});
            return;
        }
        Stretch one = dated(phase);
        one.hi = *equivalent;
        one.lo = lo;
        one.pulse = order_.route == Route::iv && is_pulse(one.hi);
        if (one.pulse && one.open && one.every == Days(1))
            one.last = std::min(one.last, one.first + Days(limits_.pulse_days - 1));
        place(one, phase);
    }

    bool is_pulse(double prednisone_mg) const noexcept {
        return prednisone_mg >= pulse_mg
               || (limits_.weight_kg && prednisone_mg >= pulse_mg_per_kg * *limits_.weight_kg);
    }

    Stretch dated(const fhir::DosePhase& phase) const {
        Stretch one;
        one.first = phase.start.value_or(first_day(order_).value_or(limits_.now)) + shift_;
        auto end = phase.end;
        if (end) *end += shift_;
        bool stated = end && !phase.end_estimated;
        if (!stated && order_.state == OrderState::historical && order_.end) end = order_.end, stated = true;
        if (phase.frequency == fhir::Frequency::once && !stated) end = one.first, stated = true;
        if (phase.frequency != fhir::Frequency::once && by_the_day(order_, phase))
            one.every = days_between(phase);
        one.open = !stated;
        one.supply_end = !stated && end;
        one.last = one.dated_last = end.value_or(one.first);
        if (!stated) assume_end(one, end);
        return one;
    }

    /// An open-ended order runs on; an old one of which no end is known ended at some time before now.
    void assume_end(Stretch& one, std::optional<Day> supply_end) const {
        const Days assumed(limits_.assume_open_days - 1);
        if (order_.state == OrderState::historical) {
            one.last = one.dated_last = supply_end.value_or(one.first + assumed);
            if (limits_.superseded) one.last = std::min(one.last, *limits_.superseded - Days(1));
            return;
        }
        one.last = std::max(limits_.now, one.first) + assumed;
        one.dated_last = limits_.now - Days(1);
    }

    void place(Stretch one, const fhir::DosePhase& phase) {
        if (!depot_ || !(by_the_day(order_, phase) || phase.frequency == fhir::Frequency::unknown))
            return clip(one);
        const Days step = phase.frequency == fhir::Frequency::unknown ? Days(36500) : one.every;
        const bool single = phase.frequency == fhir::Frequency::once || step < Days(2);
        Stretch spread = one;
        spread.hi = one.hi / static_cast<double>(depot_days.count());
        spread.lo = 0;
        spread.every = Days(1);
        spread.pulse = false;
        int left = 200;  // more injections than a window of two years can hold
        for (Day day = one.first; day <= one.last && left-- > 0; day += step) {
            spread.first = day;
            spread.last = day + depot_days - Days(1);
            spread.dated_last = day <= one.dated_last ? spread.last : day - Days(1);
            clip(spread);
            if (single) break;
        }
    }

    void clip(Stretch one) {
        if (order_.state == OrderState::draft) skip_to(one, limits_.now);
        if (order_.state == OrderState::historical) one.last = std::min(one.last, limits_.now - Days(1));
        if (order_.state == OrderState::current && limits_.superseded) {
            one.last = std::min(one.last, *limits_.superseded - Days(1));
            one.dated_last = std::min(one.dated_last, one.last);
        }
        if (one.first <= one.last) course_.stretches.push_back(one);
    }

    /// Begins no earlier than `day`, keeping the rhythm.
    static void skip_to(Stretch& one, Day day) {
        if (one.first >= day) return;
        const auto missed = (day - one.first + one.every - Days(1)) / one.every;
        one.first += one.every * missed;
    }

    const Order& order_;
    Concept steroid_;
    const CourseLimits& limits_;
    bool depot_;
    Days shift_;
    SteroidCourse course_;
};

/// Drugs before which a corticosteroid is given so that the infusion is tolerated.
constexpr auto premedicated =
    group::joined(std::array{drug::immunoglobulin_human}, group::infused_immunosuppressants);
constexpr std::array premedications{drug::hydrocortisone, drug::methylprednisolone, drug::dexamethasone};

}  // namespace

std::optional<double> as_prednisone(Concept steroid, double mg) noexcept {
    for (const auto& [drug, equal] : equal_to_5_mg)
        if (drug == steroid) return mg * 5 / equal;
    return {};
}

fhir::Span dose_of_day(const Order& order, const fhir::DosePhase& phase) noexcept {
    if (!by_the_day(order, phase)) return phase.mg_per_day;
    const bool once = phase.frequency == fhir::Frequency::once;
    return once && phase.mg_per_day.known() ? phase.mg_per_day : phase.mg_per_dose;
}

SteroidCourse read_course(const Order& order, Concept steroid, const CourseLimits& limits) {
    return Reader(order, steroid, limits).read();
}

Infusions::Infusions(const Facts& facts) {
    for (const Order& order : facts.orders) add(order, facts.now);
    for (const std::vector<Event>* events : {&facts.administrations, &facts.procedures})
        for (const Event& event : *events)
            if (event.date && event.what.any_of(premedicated))
                intervals_.push_back({*event.date, *event.date});
}

void Infusions::add(const Order& order, Day now) {
    const bool given = order.state == OrderState::draft || order.state == OrderState::current
                       || order.state == OrderState::historical;
    if (!given || !order.is_any(premedicated) || order.route == Route::oral) return;
    const Day start = first_day(order).value_or(now);
    if (order.dose.phases.empty()) intervals_.push_back({start, start});
    for (const fhir::DosePhase& phase : order.dose.phases) {
        const Day first = phase.start.value_or(start);
        const bool once = phase.frequency == fhir::Frequency::once;
        intervals_.push_back({first, once ? first : phase.end.value_or(std::max(first, now))});
    }
}

bool Infusions::on(Day day) const noexcept {
    return std::ranges::any_of(intervals_, [day](const Interval& one) {
        return one.first <= day && day <= one.last;
    });
}

bool Infusions::premedicated_by(const Order& steroid_order, Concept steroid, const SteroidCourse& course)
    const {
    if (!in(steroid, premedications) || course.stretches.empty()) return false;
    const bool single_small = std::ranges::all_of(course.stretches, [](const Stretch& one) {
        return !one.pulse && (one.first == one.last || one.every > Days(1));
    });
    if (!single_small) return false;
    if (contains_word(steroid_order.reason_label, "premed")) return true;
    if (contains_word(steroid_order.reason_label, "pre-med")) return true;
    return std::ranges::all_of(course.stretches, [this](const Stretch& one) { return on(one.first); });
}

bool Infusions::premedicated_by(Day day, Concept steroid, double mg) const {
    return mg < pulse_mg && in(steroid, premedications) && on(day);
}

}  // namespace iim::engine

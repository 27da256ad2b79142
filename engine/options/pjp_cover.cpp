#include "engine/options/pjp_cover.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"

#include <algorithm>

namespace iim::engine::pjp {

namespace {

constexpr double trimethoprim_mg = 80;
constexpr double times_a_week = 3;
constexpr double atovaquone_mg = 750;
constexpr double tolerance = 1e-6;  // 3 a week is 0.428571… a day
constexpr Days pentamidine_window{35}, treatment_of_pneumonia{21};

Truth enough(std::optional<double> value, double limit) {
    if (!value) return Truth::unknown;
    return truth(*value >= limit - tolerance);
}

/// Children are dosed by size, so that any dose that can be read counts for them; only its rhythm matters.
Truth enough_trimethoprim(const Patient& patient, const fhir::DosePhase& phase) {
    const auto per_day = phase.doses_per_day.hi;
    if (!per_day || !phase.mg_per_dose.hi) return Truth::unknown;
    const bool often = *per_day * 7 >= times_a_week - tolerance;
    const bool child = patient.facts().demographics.child();
    const bool much = *phase.mg_per_dose.hi >= trimethoprim_mg - tolerance
                      || phase.mg_per_day.hi.value_or(0) >= trimethoprim_mg - tolerance;
    return truth(often && (much || child));
}

Truth enough_atovaquone(const Patient& patient, const fhir::DosePhase& phase) {
    if (patient.facts().demographics.child() && phase.mg_per_day.hi) return Truth::yes;
    return enough(phase.mg_per_day.hi, atovaquone_mg);
}

/// What is taken when needed is, at the least, not taken (RULES 2.5 step 5).
Truth protects(const Patient& patient, const Order& order, const fhir::DosePhase& phase) {
    if (phase.prn) return Truth::no;
    if (order.is(drug::sulfamethoxazole_trimethoprim)) return enough_trimethoprim(patient, phase);
    if (order.is(drug::atovaquone)) return enough_atovaquone(patient, phase);
    return Truth::yes;  // dapsone at any dose
}

bool is_pentamidine_route(const Order& order) {
    return order.route == Route::inhaled || order.route == Route::iv || order.route == Route::unknown;
}

/// By the last dose that is recorded; without any, by an order that is young enough or repeats.
bool pentamidine_protects(const Patient& patient, Day day) {
    constexpr std::array pentamidine{drug::pentamidine};
    if (const auto last = patient.last_given(pentamidine)) return *last >= day - pentamidine_window;
    return std::ranges::any_of(patient.active(pentamidine), [&](const Order* order) {
        const bool repeats = std::ranges::any_of(order->dose.phases, [](const fhir::DosePhase& phase) {
            return phase.frequency != fhir::Frequency::once && phase.frequency != fhir::Frequency::unknown;
        });
        const auto first = order->start ? order->start : order->authored;
        return is_pentamidine_route(*order) && (repeats || (first && *first >= day - pentamidine_window));
    });
}

Truth covers(const Patient& patient, const Order& order, Day day) {
    const bool drafted = order.state == OrderState::draft;
    Truth best = Truth::no;
    if (order.dose.phases.empty()) {
        const bool in_time = (!order.end || day <= *order.end) && (!order.start || *order.start <= day);
        return drafted || in_time ? Truth::unknown : Truth::no;
    }
    for (const fhir::DosePhase& phase : order.dose.phases) {
        if (!drafted && !phase.covers(day) && !phase.end_estimated) continue;
        const Truth here = protects(patient, order, phase);
        if (here == Truth::yes) return Truth::yes;
        if (here == Truth::unknown) best = Truth::unknown;
    }
    return best;
}

/// Two agents, or two orders: the one that lasts longest counts. No end is longest.
void take(Cover& cover, std::optional<Day> end) {
    const bool longer = !end || (cover.ends && *cover.ends < *end);
    if (!cover.found || longer) cover.ends = end;
    cover.found = true;
}

}  // namespace

Cover cover_on(const Patient& patient, Day day) {
    Cover cover;
    constexpr std::array pentamidine{drug::pentamidine};
    if (pentamidine_protects(patient, day) || !patient.drafts(pentamidine).empty()) take(cover, {});
    for (const Order* order : patient.current(agents)) {
        if (order->is(drug::pentamidine) || !may_be_systemic(*order)) continue;
        const Truth covered = covers(patient, *order, day);
        const bool drafted_unread = covered == Truth::unknown && order->state == OrderState::draft;
        if (covered == Truth::yes || drafted_unread) take(cover, stated_end(*order));
        if (covered == Truth::unknown)
            cover.unreadable.push_back(gap_line(words::drug(patient, *order, agents), *order));
    }
    return cover;
}

bool is_settled(const Patient& patient) {
    if (patient.condition(condition::palliative_care)) return true;
    for (const Order& order : patient.facts().orders)
        if (order.state == OrderState::do_not_give && order.is(drug::sulfamethoxazole_trimethoprim))
            return true;
    const Condition* pneumonia = patient.condition(condition::pneumocystis_pneumonia);
    if (!pneumonia) return false;
    const auto since = pneumonia->since();
    return !patient.current(agents).empty() || (since && *since >= patient.now() - treatment_of_pneumonia);
}

}  // namespace iim::engine::pjp

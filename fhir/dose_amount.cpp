#include "fhir/dose_amount.hpp"

#include "fhir/timing.hpp"
#include "fhir/types.hpp"
#include "fhir/ucum.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace iim::fhir {
namespace {

constexpr double least_mg = 1e-6;
constexpr double most_mg = 1e9;  // 1 t: beyond any writing error that a dose rule could name

DoseUnitValue unit_of(Json value) {
    const auto by_code = dose_unit(value["code"].text());
    const auto by_print = dose_unit(value["unit"].text());
    if (by_code.unit == DoseUnit::unknown) return by_print;
    const bool differ =
        by_print.unit != DoseUnit::unknown
        && (by_print.unit != by_code.unit || std::abs(by_print.factor - by_code.factor) > 1e-12);
    return differ ? DoseUnitValue{} : by_code;  // "g" for the machine and "mg" for the eye: neither is safe
}

Milligrams scaled(double value, std::optional<double> by, DoseProblem missing) {
    if (!by || !(*by > 0)) return {{}, missing};
    return {value * *by, 0};
}

Milligrams checked(Milligrams result) {
    if (result.mg && !(*result.mg >= least_mg && *result.mg <= most_mg)) return {{}, dose_unreadable};
    return result;
}

Milligrams convert_dose(double written, DoseUnitValue unit, const DoseContext& context) {
    const double value = written * unit.factor;
    switch (unit.unit) {
    case DoseUnit::mg: return checked({value, 0});
    case DoseUnit::mg_per_kg: return checked(scaled(value, context.weight_kg, weight_missing));
    case DoseUnit::mg_per_m2: return checked(scaled(value, context.bsa_m2, bsa_missing));
    case DoseUnit::mL: return checked(scaled(value, context.mg_per_mL, strength_unknown));
    case DoseUnit::mL_per_kg: {
        const Milligrams per_kg = scaled(value, context.mg_per_mL, strength_unknown);
        return per_kg.mg ? checked(scaled(*per_kg.mg, context.weight_kg, weight_missing)) : per_kg;
    }
    case DoseUnit::count: return checked(scaled(value, context.mg_per_unit, strength_unknown));
    case DoseUnit::unknown:
    case DoseUnit::iu:
    case DoseUnit::iu_per_kg:
    case DoseUnit::mg_per_h:
    case DoseUnit::mL_per_h:
    case DoseUnit::mg_per_kg_min:
    case DoseUnit::mL_per_kg_min: return {{}, dose_unreadable};
    }
    return {{}, dose_unreadable};
}

Milligrams of_quantity(Json value, const DoseContext& context) {
    const auto number = positive(value["value"], most_mg);
    if (!number || value["comparator"]) return {{}, dose_unreadable};
    return convert_dose(*number, unit_of(value), context);
}

// A Quantity without a value says nothing (a form half filled in); a value that makes no sense says
// "unreadable".
bool stated(Json quantity_value) {
    return bool(quantity_value["value"]);
}

Amount of_range(Json range, const DoseContext& context) {
    Amount amount;
    const Json low = range["low"];
    const Json high = range["high"];
    if (stated(low)) {
        const auto mg = of_quantity(low, context);
        amount.mg.lo = mg.mg;
        amount.problems |= mg.problem;
    }
    if (stated(high)) {
        const auto mg = of_quantity(high, context);
        amount.mg.hi = mg.mg;
        amount.problems |= mg.problem;
    }
    if (amount.mg.lo && amount.mg.hi && *amount.mg.hi < *amount.mg.lo) amount.problems |= dose_unreadable;
    if (amount.problems != 0) amount.mg = {};
    return amount;
}

struct HourlyRate {
    Span mg_per_h = {};
    Span mg_per_kg_min = {};
    std::uint32_t problem = 0;
};

HourlyRate unreadable_rate(std::uint32_t problem = dose_unreadable) {
    return {{}, {}, problem};
}
HourlyRate hourly(double mg) {
    return {{mg, mg}, {}, 0};
}
HourlyRate by_weight(std::optional<double> mg_per_kg_min) {
    if (!mg_per_kg_min) return unreadable_rate(strength_unknown);
    return {{}, {mg_per_kg_min, mg_per_kg_min}, 0};
}

HourlyRate rate_of_ratio(Json ratio, const DoseContext& context) {
    const Json numerator = ratio["numerator"];
    const auto days = duration_days(ratio["denominator"]);
    const auto number = positive(numerator["value"], most_mg);
    if (!days || !number) return unreadable_rate();
    const auto unit = unit_of(numerator);
    const double per_min = *number * unit.factor / (*days * 24 * 60);
    if (unit.unit == DoseUnit::mg_per_kg) return by_weight(per_min);
    if (unit.unit == DoseUnit::mL_per_kg)
        return by_weight(scaled(per_min, context.mg_per_mL, strength_unknown).mg);
    if (unit.unit != DoseUnit::mg && unit.unit != DoseUnit::mL) return unreadable_rate();
    const auto mg = convert_dose(*number, unit, context);
    return mg.mg ? hourly(*mg.mg / (*days * 24)) : unreadable_rate(mg.problem);
}

HourlyRate rate_of_quantity(Json value, const DoseContext& context) {
    const auto number = positive(value["value"], most_mg);
    const auto unit = unit_of(value);
    if (!number) return unreadable_rate();
    const double rate = *number * unit.factor;
    if (unit.unit == DoseUnit::mg_per_h) return hourly(rate);
    if (unit.unit == DoseUnit::mg_per_kg_min) return by_weight(rate);
    const bool by_volume = unit.unit == DoseUnit::mL_per_h || unit.unit == DoseUnit::mL_per_kg_min;
    if (!by_volume) return unreadable_rate();
    const auto mg = scaled(rate, context.mg_per_mL, strength_unknown);
    if (unit.unit == DoseUnit::mL_per_kg_min) return by_weight(mg.mg);
    return mg.mg ? hourly(*mg.mg) : unreadable_rate(mg.problem);
}

// The first rate and the highest: an infusion is begun slowly.
HourlyRate rate_of_range(Json range, const DoseContext& context) {
    const HourlyRate high = rate_of_quantity(range["high"], context);
    if (high.problem != 0 || !stated(range["low"]))
        return {{{}, high.mg_per_h.hi}, {{}, high.mg_per_kg_min.hi}, high.problem};
    const HourlyRate low = rate_of_quantity(range["low"], context);
    if (low.problem != 0) return low;
    return {{low.mg_per_h.lo, high.mg_per_h.hi}, {low.mg_per_kg_min.lo, high.mg_per_kg_min.hi}, 0};
}

// A rate is a dose only when it is mass per time and the infusion's length is known.
Amount of_rate(Json dose, const Span& hours, const DoseContext& context) {
    Amount amount;
    HourlyRate rate;
    if (dose["rateQuantity"])
        rate = rate_of_quantity(dose["rateQuantity"], context);
    else if (dose["rateRatio"])
        rate = rate_of_ratio(dose["rateRatio"], context);
    else if (dose["rateRange"])
        rate = rate_of_range(dose["rateRange"], context);
    else
        return amount;
    amount.rate_mg_per_kg_min = rate.mg_per_kg_min;
    if (!rate.mg_per_kg_min.known() && context.weight_kg) {
        const auto per_kg = [&](std::optional<double> mg) {
            return mg ? std::optional(*mg / 60 / *context.weight_kg) : std::nullopt;
        };
        amount.rate_mg_per_kg_min = {per_kg(rate.mg_per_h.lo), per_kg(rate.mg_per_h.hi)};
    }
    if (rate.mg_per_h.lo && rate.mg_per_h.hi && hours.known())
        amount.mg = {*rate.mg_per_h.lo * hours.lo.value_or(0), *rate.mg_per_h.hi * hours.hi.value_or(0)};
    else
        amount.problems = rate.problem != 0 ? rate.problem : std::uint32_t(dose_unreadable);
    return amount;
}

// One doseAndRate, or a STU3 dosage that carries the same members itself; a DSTU2 statement calls the dose a
// quantity.
Amount of_dose(Json dose, const Span& hours, const DoseContext& context) {
    const Amount rate = of_rate(dose, hours, context);
    Amount amount;
    Json single = dose["doseQuantity"] ? dose["doseQuantity"] : dose["dose"];
    if (!single) single = dose["quantityQuantity"];
    if (stated(single)) {
        const auto mg = of_quantity(single, context);
        amount.mg = {mg.mg, mg.mg};
        amount.problems = mg.problem;
    } else if (const Json range = dose["doseRange"] ? dose["doseRange"] : dose["quantityRange"]) {
        amount = of_range(range, context);
    } else {
        return rate;
    }
    amount.rate_mg_per_kg_min = rate.rate_mg_per_kg_min;
    return amount;
}

// RULES 2.5 step 3 and checklist ORD-10: several types tell the same dose; the ordered one is the order.
std::size_t rank_of(Json dose) {
    if (!dose["type"]) return 0;
    if (has_code(dose["type"], "ordered")) return 0;
    if (has_code(dose["type"], "calculated")) return 1;
    return 2;
}

bool only_a_rate(Json dose) {
    return !stated(dose["doseQuantity"]) && !dose["doseRange"]
           && (dose["rateQuantity"] || dose["rateRatio"] || dose["rateRange"]);
}

bool same(const Span& a, const Span& b) {
    const auto near = [](std::optional<double> x, std::optional<double> y) {
        return x.has_value() == y.has_value() && (!x || std::abs(*x - *y) <= 0.001 * std::max(*x, *y));
    };
    return near(a.lo, b.lo) && near(a.hi, b.hi);
}

void widen(Span& span, const Span& by) {
    if (by.lo && (!span.lo || *by.lo < *span.lo)) span.lo = by.lo;
    if (by.hi && (!span.hi || *by.hi > *span.hi)) span.hi = by.hi;
}

constexpr std::uint32_t context_missing = strength_unknown | weight_missing | bsa_missing;

bool only_rates(Json doses) {
    for (const Json dose : doses)
        if (!only_a_rate(dose)) return false;
    return true;
}

// An amount that only lacks a strength or a weight gives way to one that does not.
bool gives_way(const Amount& amount) {
    return !amount.stated() || (amount.problems != 0 && (amount.problems & ~context_missing) == 0);
}

// Two entries of one type tell the same dose, or contradict each other.
void join(Amount& best, const Amount& next) {
    const bool contradiction = best.mg.known() && next.mg.known() && !same(best.mg, next.mg);
    if (gives_way(best))
        best = next.stated() ? next : best;
    else
        best.problems |= contradiction ? std::uint32_t(dose_unreadable) : next.problems & ~context_missing;
    if ((best.problems & ~context_missing) != 0) best.mg = {};
}

// The entries of the best type that can be read. A mere rate (an infusion's steps) beside a dose is no dose.
Amount of_doses(Json doses, const Span& hours, const DoseContext& context) {
    std::array<Amount, 3> by_rank;
    Span rates;
    const bool rates_count = only_rates(doses);
    for (const Json dose : doses) {
        const Amount next = of_dose(dose, hours, context);
        widen(rates, next.rate_mg_per_kg_min);
        if (rates_count || !only_a_rate(dose)) join(by_rank[rank_of(dose)], next);
    }
    Amount best;
    for (const auto& next : by_rank)
        if (gives_way(best) && next.stated() && (next.problems == 0 || !best.stated())) best = next;
    best.rate_mg_per_kg_min = rates;
    return best;
}

void read_limit(Json ratio, const DoseContext& context, Amount& amount) {
    const auto days = duration_days(ratio["denominator"]);
    const auto mg = of_quantity(ratio["numerator"], context);
    if (!days || !mg.mg) return;
    const double windows = *days >= 7 ? 1 : std::ceil(7 / *days - 1e-6);
    const auto least = [](std::optional<double>& limit, double value) {
        limit = limit ? std::min(*limit, value) : value;
    };
    least(amount.most_mg_per_day, *mg.mg / *days);
    least(amount.most_mg_per_week, *mg.mg * windows);
}

}  // namespace

Milligrams to_milligrams(double value, std::string_view unit, const DoseContext& context) {
    if (!(value > 0) || !(value <= most_mg)) return {{}, dose_unreadable};
    return convert_dose(value, dose_unit(unit), context);
}

Amount read_amount(Json dosage, const Span& infusion_hours, const DoseContext& context) {
    const Json doses = dosage["doseAndRate"];
    Amount amount = doses.is_array() ? of_doses(doses, infusion_hours, context)
                                     : of_dose(doses ? doses : dosage, infusion_hours, context);
    const Json limits = dosage["maxDosePerPeriod"];
    if (limits.is_array())
        for (const Json one : limits) read_limit(one, context, amount);
    else if (limits)
        read_limit(limits, context, amount);
    if (!amount.stated() && stated(dosage["maxDosePerAdministration"])) {
        const auto most = of_quantity(dosage["maxDosePerAdministration"], context);
        amount.mg.hi = most.mg;
        amount.problems = most.problem;
    }
    return amount;
}

}  // namespace iim::fhir

#include "engine/derive/dose_peak.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>

namespace iim::engine {
namespace {

/// RULES R08: 1 mg mercaptopurine is as much as 2.08 mg azathioprine.
constexpr double mercaptopurine_factor = 2.08;
/// RULES R21: 720 mg mycophenolic acid is as much as 1000 mg mofetil.
constexpr double mycophenolic_acid_factor = 1000.0 / 720;
/// Beyond it the phases are not compared with one another: nobody writes so many, and the time is quadratic.
constexpr std::size_t most_pairs = 256;

struct Instruction {
    const fhir::DosePhase* phase;
    double factor;
};

void add(std::optional<double>& sum, std::optional<double> more, double factor) {
    if (more) sum = sum.value_or(0) + *more * factor;
}
void add(fhir::Span& sum, const fhir::Span& more, double factor) {
    add(sum.lo, more.lo, factor);
    add(sum.hi, more.hi, factor);
}
void raise(std::optional<double>& peak, std::optional<double> other) {
    if (other) peak = std::max(peak.value_or(*other), *other);
}
void raise(fhir::Span& peak, const fhir::Span& other) {
    raise(peak.lo, other.lo);
    raise(peak.hi, other.hi);
}

fhir::Span scaled(const fhir::Span& span, double factor) {
    fhir::Span result;
    add(result, span, factor);
    return result;
}

struct Sum {
    fhir::Span day, week, doses;
    void add_phase(const Instruction& one) {
        add(day, one.phase->mg_per_day, one.factor);
        add(week, one.phase->mg_per_week, one.factor);
        add(doses, one.phase->doses_per_week, 1);
    }
};

std::vector<Instruction> instructions_of(const std::vector<const Order*>& orders, Equivalent equivalent) {
    std::vector<Instruction> all;
    for (const Order* order : orders) {
        double factor = 0;
        for (const Concept drug : order->drugs) factor = std::max(factor, equivalent(drug));
        for (const fhir::DosePhase& phase : order->dose.phases) all.push_back({&phase, factor});
    }
    return all;
}

bool is_over(const fhir::DosePhase& phase, Day now) noexcept {
    return phase.dated && phase.end && *phase.end < now;
}

/// A sum can rise only where an instruction begins, or at `now` itself.
Sum sum_at(const std::vector<Instruction>& all, const Instruction& one, Day now) {
    Sum sum;
    const bool alone = !one.phase->dated || all.size() > most_pairs;
    const Day day = std::max(one.phase->start.value_or(now), now);
    for (const Instruction& other : all)
        if (alone ? &other == &one : other.phase->covers(day)) sum.add_phase(other);
    return sum;
}

bool readable(const Order& order) noexcept {
    if (order.dose.phases.empty()) return false;
    return std::ranges::all_of(order.dose.phases, [](const fhir::DosePhase& phase) {
        return phase.mg_per_dose.known() && phase.doses_per_day.known();
    });
}

/// Two drafts of a basket are given at once; an active order counts when the draft says that it comes on top.
bool adds_to(const Patient& patient, const Order& other, const Order& order) {
    if (&other == &order || !may_be_systemic(other)) return false;
    if (is_draft(other)) return is_draft(order) && other.in_context;
    if (!is_current(other, patient.now())) return false;
    if (!order.additional && patient.policy().meds_same_ingredient != "sum") return false;
    // A statement tells of the same tablets as the prescription.
    return !other.reported && !replaces(order, other, patient.policy());
}

}  // namespace

double as_written(Concept) noexcept {
    return 1;
}

double as_azathioprine(Concept drug) noexcept {
    return drug == drug::mercaptopurine ? mercaptopurine_factor : 1;
}

double as_mofetil(Concept drug) noexcept {
    return drug == drug::mycophenolic_acid ? mycophenolic_acid_factor : 1;
}

DosePeak dose_peak(const Order& order, Day now, Equivalent equivalent) {
    return dose_peak(std::vector<const Order*>{&order}, now, equivalent);
}

DosePeak dose_peak(const std::vector<const Order*>& orders, Day now, Equivalent equivalent) {
    DosePeak peak;
    const std::vector<Instruction> all = instructions_of(orders, equivalent);
    for (const Instruction& one : all) {
        if (is_over(*one.phase, now)) continue;
        raise(peak.mg_per_dose, scaled(one.phase->mg_per_dose, one.factor));
        const Sum sum = sum_at(all, one, now);
        raise(peak.mg_per_day, sum.day);
        raise(peak.mg_per_week, sum.week);
        raise(peak.doses_per_week, sum.doses);
    }
    peak.readable = std::ranges::all_of(orders, [](const Order* order) { return readable(*order); });
    return peak;
}

JudgedDose judged_dose(
    const Patient& patient, const Order& order, ConceptGroup drugs, Equivalent equivalent
) {
    JudgedDose judged;
    judged.orders.push_back(&order);
    for (const Order& other : patient.facts().orders)
        if (other.is_any(drugs) && adds_to(patient, other, order)) judged.orders.push_back(&other);
    judged.peak = dose_peak(judged.orders, patient.now(), equivalent);
    return judged;
}

}  // namespace iim::engine

#include "engine/options/methotrexate_week.hpp"
#include "engine/options/oncology.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr double oral_prednisone_limit = 250;    // mg/day
constexpr double methotrexate_dose_limit = 60;   // mg in one administration
constexpr double times_usual = 10;               // beyond this a dose is a slip, not a choice
constexpr double usual_mycophenolate = 3000;     // mg/day
constexpr double usual_azathioprine_mg_kg = 2;   // mg/kg/day
constexpr double usual_immunoglobulin_g_kg = 2;  // g/kg a course

/// Methotrexate for a neoplasm: the order says so, or it is given into a vein or the spinal canal to a
/// patient who has no myositis.
bool oncology(const Patient& patient, const Order& order) {
    if (is_for_neoplasm(order)) return true;
    return !patient.iim().has() && (order.route == Route::iv || order.route == Route::intrathecal);
}

double largest_dose(const Order& order) {
    double most = 0;
    for (const fhir::DosePhase& phase : order.dose.phases)
        most = std::max(most, phase.mg_per_dose.hi.value_or(0));
    return most;
}

std::optional<double> usual_daily_mg(const Patient& patient, const Order& order) {
    const auto weight = patient.facts().body.weight_kg;
    if (order.is_any(group::mycophenolate)) return usual_mycophenolate;
    if (order.is_any(group::thiopurines) && weight) return usual_azathioprine_mg_kg * *weight;
    if (order.is_any(group::immunoglobulin) && weight) return usual_immunoglobulin_g_kg * 1000 * *weight;
    return {};
}

/// One injection of 50 mg/m2 is usual there.
bool is_for_ectopic_pregnancy(const Patient& patient, const Order& order) {
    const bool known = order.reasons.has(condition::ectopic_pregnancy)
                       || patient.condition(condition::ectopic_pregnancy) != nullptr;
    return known && order.route == Route::im && mtx::is_single_dose(order);
}

}  // namespace

std::optional<std::string> implausible_dose(const Patient& patient, const Order& order) {
    const double daily = order.peak_mg_per_day(patient.now()).hi.value_or(0);
    const bool by_mouth = order.route == Route::oral || order.route == Route::enteral;
    const Concept steroid = order.drugs.first_of(group::corticosteroids);
    if (const auto factor = prednisone_equivalent(steroid);
        factor && by_mouth && daily * *factor > oral_prednisone_limit)
        return fmt::format(
            "{} {} mg/day by mouth is above {} mg/day of prednisone or its equivalent",
            patient.name(steroid),
            words::number(daily),
            words::number(oral_prednisone_limit)
        );
    if (order.is(drug::methotrexate) && !oncology(patient, order) && !is_for_ectopic_pregnancy(patient, order)
        && largest_dose(order) > methotrexate_dose_limit)
        return fmt::format(
            "methotrexate {} mg in one dose is above {} mg",
            words::number(largest_dose(order)),
            words::number(methotrexate_dose_limit)
        );
    if (const auto usual = usual_daily_mg(patient, order); usual && daily > times_usual * *usual)
        return fmt::format("{} mg/day is more than 10 times the usual dose", words::number(daily));
    if (order.dose.has(fhir::implausible)) return "the dose is far outside anything usual";
    return {};
}

}  // namespace iim::engine

#include "engine/facts/words.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/oncology.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::mtx {

namespace {

/// Of blood or lymph (ICD-10 C81-C96, or in words): of the neoplasms, those with methotrexate by mouth for
/// months.
bool is_of_the_blood(const Condition& one) {
    if (!one.concepts.has(condition::malignancy) || !one.active()) return false;
    const bool coded =
        one.code.size() > 2 && one.code[0] == 'C'
        && ((one.code[1] == '8' && one.code[2] >= '1') || (one.code[1] == '9' && one.code[2] <= '6'));
    return coded || has_part(one.label, "leuk") || has_part(one.label, "lymphom");
}

/// Diseases beside myositis that have weekly methotrexate.
constexpr std::array weekly_elsewhere{
    condition::rheumatoid_arthritis,
    condition::inflammatory_arthritis,
    condition::juvenile_arthritis,
    condition::psoriasis,
    condition::lupus,
    condition::inflammatory_bowel_disease,
    condition::sarcoidosis,
    condition::systemic_vasculitis,
    condition::systemic_sclerosis,
    condition::polymyalgia_giant_cell,
    condition::uveitis,
    condition::atopic_dermatitis,
};

/// Nothing but the neoplasm can be meant: no reason on the order, no disease that has weekly methotrexate.
bool is_only_for_neoplasm(const Patient& patient, const Order& order) {
    if (order.has_reason || patient.iim().has() || patient.iim().possible_only()) return false;
    return !patient.condition(weekly_elsewhere)
           && std::ranges::any_of(patient.facts().conditions, is_of_the_blood);
}

}  // namespace

bool is_weekly_route(const Order& order) noexcept {
    switch (order.route) {
    case Route::unknown:
    case Route::oral:
    case Route::enteral:
    case Route::sc:
    case Route::im: return true;
    default: return false;
    }
}

Patient::Orders in_question(const Patient& patient) {
    auto orders = patient.hook() == Hook::patient_view ? patient.active(group::methotrexate)
                                                       : patient.ordering(group::methotrexate);
    std::erase_if(orders, [](const Order* order) { return !is_weekly_route(*order); });
    return orders;
}

bool is_oncology(const Patient& patient, const Order& order) {
    if (is_for_neoplasm(order)) return true;
    if (!patient.condition(condition::malignancy)) return false;
    return order.oncology || is_only_for_neoplasm(patient, order);
}

bool is_single_dose(const Order& order) noexcept {
    return !order.dose.phases.empty() && std::ranges::all_of(order.dose.phases, [](const auto& phase) {
        return phase.frequency == fhir::Frequency::once && phase.administrations.value_or(1) <= 1
               && !phase.prn;
    }) && order.dose.phases.size() == 1;
}

namespace {

bool renews(const Order& renewal, const Order& old) {
    return !old.source.id.empty() && renewal.prior_id == fmt::format("{}/{}", old.source.type, old.source.id);
}

bool runs_on(const Order& order, Day day) {
    return std::ranges::any_of(order.dose.phases, [day](const fhir::DosePhase& phase) {
        return !phase.dated || phase.covers(day);
    });
}

bool begins_within(const Order& later, const Order& order, Day now) {
    return std::ranges::any_of(later.dose.phases, [&](const fhir::DosePhase& phase) {
        const Day day = std::max(phase.start.value_or(now), now);
        return (!phase.dated || phase.covers(day)) && runs_on(order, day);
    });
}

}  // namespace

bool are_two_at_once(const Order& one, const Order& other, Day now) {
    if (one.reported || other.reported || renews(one, other) || renews(other, one)) return false;
    return begins_within(one, other, now) || begins_within(other, one, now);
}

}  // namespace iim::engine::mtx

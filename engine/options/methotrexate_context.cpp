#include "engine/facts/words.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>

namespace iim::engine::mtx {

namespace {

/// Words of a reason or a protocol that leave no doubt.
bool speaks_of_neoplasm(std::string_view text) {
    for (const std::string_view word :
         {"leukemia",
          "leukaemia",
          "lymphoma",
          "carcinoma",
          "sarcoma",
          "cancer",
          "neoplasm",
          "oncolog",
          "chemotherapy",
          "trophoblast"})
        if (has_part(text, word)) return true;
    return false;
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
    if (order.reasons.has(condition::malignancy) || speaks_of_neoplasm(order.reason_label)) return true;
    if (!patient.condition(condition::malignancy)) return false;
    return order.oncology || (!order.has_reason && !patient.iim().has() && !patient.iim().possible_only());
}

bool is_single_dose(const Order& order) noexcept {
    return !order.dose.phases.empty() && std::ranges::all_of(order.dose.phases, [](const auto& phase) {
        return phase.frequency == fhir::Frequency::once && phase.administrations.value_or(1) <= 1
               && !phase.prn;
    }) && order.dose.phases.size() == 1;
}

}  // namespace iim::engine::mtx

#pragma once

#include "engine/hook.hpp"

#include <array>
#include <string_view>

namespace iim::service {

/// What the client is asked to send, under `key`; also what the service asks itself when it may.
struct PrefetchQuery {
    std::string_view key, query;
};

/// One read or one plain search each, every parameter at most once, no FHIRPath, no _include: what the public
/// sandbox and the recommended subset both understand (PFT-1, 4, 11). Codes and dates are filtered in the
/// service: lists of codes make URLs longer than some servers take, and one date bound is not enough.
/// Status is left open where the past matters: what was given and stopped counts in look-back windows.
///
/// Some servers demand a category of observations. Weight and height are vital signs, muscle strength is an
/// exam, lung function a procedure. Newest first, so that a page cut off loses the oldest.
inline constexpr std::string_view observations_query =
    "Observation?patient={{context.patientId}}&category=laboratory,vital-signs,exam,procedure"
    "&_sort=-date&_count=500";

inline constexpr std::array prefetch_queries{
    PrefetchQuery{"patient", "Patient/{{context.patientId}}"},
    PrefetchQuery{"conditions", "Condition?patient={{context.patientId}}"},
    PrefetchQuery{"medications", "MedicationRequest?patient={{context.patientId}}"},
    PrefetchQuery{"statements", "MedicationStatement?patient={{context.patientId}}"},
    PrefetchQuery{"observations", observations_query},
    PrefetchQuery{"allergies", "AllergyIntolerance?patient={{context.patientId}}"},
    PrefetchQuery{"immunizations", "Immunization?patient={{context.patientId}}"},
    PrefetchQuery{"procedures", "Procedure?patient={{context.patientId}}"},
    PrefetchQuery{
        "serviceRequests",
        "ServiceRequest?patient={{context.patientId}}&status=active,draft,on-hold,completed"},
    PrefetchQuery{
        "medicationAdministrations", "MedicationAdministration?patient={{context.patientId}}&_count=200"},
};

/// What a client may be asked besides, once it understands the "simpler FHIRPath" of CDS Hooks 3.0 (PFT-6,
/// PFT-7, PFT-9): element paths, ofType(), resolve(), today() and days. An offer: each spares the service a
/// question or the client a long list, nothing depends on it, and the service asks none of it itself.
struct BallotQuery {
    engine::Hooks hooks;
    PrefetchQuery ask;
};

namespace ballot {
using engine::Hook;
/// The drugs that drafts only refer to.
inline constexpr std::string_view drafted =
    "Medication?_id={{context.draftOrders.entry.resource.ofType(MedicationRequest).medication.resolve().id}}";
inline constexpr std::string_view refilled =
    "Medication?_id={{context.medications.entry.resource.ofType(MedicationRequest).medication.resolve().id}}";
/// order-dispatch sends references only.
inline constexpr std::string_view dispatched =
    "MedicationRequest?_id={{context.dispatchedOrders.resolve().ofType(MedicationRequest).id}}";
inline constexpr std::string_view dispatched_drugs =
    "Medication?_id={{context.dispatchedOrders.resolve().ofType(MedicationRequest).medication.resolve().id}}";
/// The newest doses given on a ward surely, where the whole list is longer than a page. It narrows nothing:
/// the whole list is asked for as well.
inline constexpr std::string_view recent_doses =
    "MedicationAdministration?patient={{context.patientId}}&effective-time=ge{{today() - 365 days}}"
    "&_count=200";
inline constexpr engine::Hooks drug_hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill
                                            | Hook::order_dispatch | Hook::encounter_discharge;
}  // namespace ballot

inline constexpr std::array ballot_queries{
    BallotQuery{engine::Hook::order_select | engine::Hook::order_sign, {"draftMedications", ballot::drafted}},
    BallotQuery{engine::Hook::medication_refill, {"draftMedications", ballot::refilled}},
    BallotQuery{engine::Hook::order_dispatch, {"dispatchedRequests", ballot::dispatched}},
    BallotQuery{engine::Hook::order_dispatch, {"dispatchedMedications", ballot::dispatched_drugs}},
    BallotQuery{ballot::drug_hooks, {"recentAdministrations", ballot::recent_doses}},
};

}  // namespace iim::service

#pragma once

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

}  // namespace iim::service

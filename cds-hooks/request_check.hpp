#pragma once

#include "cds-hooks/answer.hpp"
#include "engine/hook.hpp"
#include "fhir/json.hpp"

#include <optional>

namespace iim::service {

/// What is wrong with the shape of a request for the service of `service`, told so that a client's developer
/// can mend it: hook, hookInstance, the members that the hook's context requires, doubled members (400),
/// drafts of a FHIR version that is not read (422). Nothing when the engine may look at it.
std::optional<Reply> shape_problem(fhir::Json request, engine::Hook service);

/// True when a rule speaks at this hook. An admission is judged as the opening of the chart (RULES 4.2).
bool is_judged(engine::Hook service);

/// True when the request brings something to judge: an order form just opened names no drug yet.
bool something_to_judge(fhir::Json context, engine::Hook service);

/// How many drafts are of a type that FHIR R4 no longer has: read as what came after it, and told (VER-3).
std::size_t drafts_of_older_fhir(fhir::Json context, engine::Hook service);

/// What is wrong with the data: another patient's Patient resource or draft (400), or no clinical data at
/// all, neither with the request nor fetched, while there is something to judge (412).
std::optional<Reply> data_problem(const Asked& asked, const Beside& beside);

}  // namespace iim::service

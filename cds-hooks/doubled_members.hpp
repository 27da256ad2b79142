#pragma once

#include "cds-hooks/answer.hpp"
#include "fhir/json.hpp"

#include <optional>

namespace iim::service {

/// 400: a member stands twice in one object (JSN-8). Which of the two counts differs from reader to reader,
/// and silence on an order that the EHR reads otherwise would look like approval. Looked for in the request
/// itself, at any depth of the context, and in the orders and doses of the record; to look into every result
/// as well would cost a tenth of the parsing.
std::optional<Reply> doubled_members(fhir::Json request);

}  // namespace iim::service

#pragma once

#include "cds-hooks/answer.hpp"
#include "engine/hook.hpp"
#include "fhir/json.hpp"

#include <optional>
#include <string_view>

namespace iim::service {

enum class Shape { text, texts, list, names, bundle, object, allergy };

/// Request text that may stand in an answer: a plain short word, nothing else.
std::string_view quotable(std::string_view text);

/// 400: the member at `where` is missing, or is not of this shape.
Reply missing_or_wrong(fhir::Json value, Shape shape, std::string_view where);

/// What is wrong with the members of a hook's context, in every version of the hook that is in use
/// (checklist §14).
std::optional<Reply> context_problem(fhir::Json context, engine::Hook service);

/// The member of the context that holds the orders being written or renewed.
std::string_view basket_of(engine::Hook service) noexcept;

}  // namespace iim::service

#pragma once

#include "engine/facts/patient.hpp"
#include "fhir/writer.hpp"

#include <optional>
#include <string_view>

namespace iim::cards {

/// Opens the resource: `resourceType`, status draft, intent order.
void begin_draft(fhir::Writer& json, std::string_view resource_type);
/// `"name": {"coding": […], "text": …}`; no coding where the tables hold no verified code.
void write_concept(
    fhir::Writer& json, std::string_view name, std::string_view text, const std::optional<fhir::Coding>& code
);
/// `subject` and, when the record names it, the myositis condition as `reasonReference`.
void write_subject_and_reason(fhir::Writer& json, const engine::Patient& patient);
/// `note`, or nothing when the text is empty.
void write_note(fhir::Writer& json, std::string_view text);

}  // namespace iim::cards

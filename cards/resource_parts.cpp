#include "cards/resource_parts.hpp"

#include "cards/resources.hpp"
#include "cards/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::cards {

std::optional<std::string> reference_to(const engine::Source& source) {
    // FHIR allows 64 characters; Epic's unsigned orders have about 200.
    constexpr std::size_t longest = 256;
    const auto fits = [](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    const bool valid = !source.type.empty() && !source.id.empty() && source.id.size() <= longest
                       && std::ranges::all_of(source.id, fits);
    if (!valid) return {};
    return fmt::format("{}/{}", source.type, source.id);
}

void begin_draft(fhir::Writer& json, std::string_view resource_type) {
    json.begin_object();
    json.member("resourceType", resource_type).member("status", "draft").member("intent", "order");
}

void write_concept(
    fhir::Writer& json, std::string_view name, std::string_view text, const std::optional<fhir::Coding>& code
) {
    json.key(name).begin_object();
    if (code) {
        json.key("coding").begin_array().begin_object();
        json.optional("system", code->system).member("code", code->code).optional("display", code->display);
        json.end_object().end_array();
    }
    json.member("text", text).end_object();
}

void write_subject_and_reason(fhir::Writer& json, const engine::Patient& patient) {
    json.key("subject").begin_object();
    json.member("reference", fmt::format("Patient/{}", patient.facts().patient_id)).end_object();
    const engine::Condition* const because = patient.iim().because;
    if (!because || because->source.type != "Condition") return;
    const auto reference = reference_to(because->source);
    if (!reference) return;
    json.key("reasonReference").begin_array().begin_object();
    json.member("reference", *reference).end_object().end_array();
}

void write_note(fhir::Writer& json, std::string_view text) {
    const std::string line = shorten(text, line_limit);
    if (line.empty()) return;
    json.key("note").begin_array().begin_object().member("text", line).end_object().end_array();
}

}  // namespace iim::cards

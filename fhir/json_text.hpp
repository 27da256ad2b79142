#pragma once

#include "fhir/json.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace iim::fhir {

struct TextFault {
    JsonError error;
    std::size_t offset;  ///< byte offset of the first offending byte or escape
};

/// What makes a body unfit for the parser before any grammar is looked at: NUL bytes, bytes that are not
/// UTF-8, and `\uDC00`-style escapes without their first half, which RapidJSON 1.1 would decode to
/// bytes that are not UTF-8.
std::optional<TextFault> text_fault(std::string_view body) noexcept;

}  // namespace iim::fhir

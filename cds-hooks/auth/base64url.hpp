#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace iim::service::auth {

/// The bytes of base64url text as JOSE writes it: no padding, no white space, no stray bits at the end. Every
/// byte string has exactly one text, so that one token cannot be written in two ways.
std::optional<std::string> base64url(std::string_view text);

}  // namespace iim::service::auth

#pragma once

#include <optional>
#include <string_view>

namespace iim::service::auth {

/// Every signature this service knows (SEC-6). `none` and the symmetric ones are not refused: they do not
/// exist.
enum class Algorithm { es256 = 1, es384, es512, rs256, rs384, rs512, ps256, ps384, ps512 };

/// By its JOSE name, written as RFC 7518 does.
std::optional<Algorithm> algorithm(std::string_view name) noexcept;

}  // namespace iim::service::auth

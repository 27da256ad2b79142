#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iim::service::store {

inline constexpr std::size_t most_bytes = 2000, most_short_bytes = 256;

/// Text of a client as it is stored: without control characters (PostgreSQL takes no NUL), cut at a whole
/// character.
std::string storable(std::string_view text, std::size_t most = most_bytes);

}  // namespace iim::service::store

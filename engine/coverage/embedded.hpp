#pragma once

#include <string_view>

/// The tables of this folder as they travel inside the binary.
namespace iim::engine {

std::string_view embedded_statements() noexcept;
std::string_view embedded_catalogue() noexcept;

}  // namespace iim::engine

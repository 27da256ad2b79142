#include "engine/coverage/embedded.hpp"

#include <cstddef>

extern "C" {
extern const char iim_statements_begin[], iim_statements_end[], iim_catalogue_begin[], iim_catalogue_end[];
}

namespace iim::engine {

std::string_view embedded_statements() noexcept {
    return {iim_statements_begin, static_cast<std::size_t>(iim_statements_end - iim_statements_begin)};
}

std::string_view embedded_catalogue() noexcept {
    return {iim_catalogue_begin, static_cast<std::size_t>(iim_catalogue_end - iim_catalogue_begin)};
}

}  // namespace iim::engine

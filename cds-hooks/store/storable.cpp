#include "cds-hooks/store/storable.hpp"

namespace iim::service::store {
namespace {

constexpr bool continues(char c) noexcept {
    constexpr unsigned mask = 0xC0, continuation = 0x80;
    return (static_cast<unsigned char>(c) & mask) == continuation;
}

}  // namespace

std::string storable(std::string_view text, std::size_t most) {
    if (text.size() > most) {
        std::size_t end = most;
        while (end > 0 && continues(text[end])) --end;
        text = text.substr(0, end);
    }
    std::string kept;
    kept.reserve(text.size());
    for (const char c : text) kept.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
    return kept;
}

}  // namespace iim::service::store

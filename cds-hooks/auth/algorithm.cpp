#include "cds-hooks/auth/algorithm.hpp"

#include <array>
#include <utility>

namespace iim::service::auth {

std::optional<Algorithm> algorithm(std::string_view name) noexcept {
    static constexpr std::array<std::pair<std::string_view, Algorithm>, 9> known{{
        {"ES256", Algorithm::es256},
        {"ES384", Algorithm::es384},
        {"ES512", Algorithm::es512},
        {"RS256", Algorithm::rs256},
        {"RS384", Algorithm::rs384},
        {"RS512", Algorithm::rs512},
        {"PS256", Algorithm::ps256},
        {"PS384", Algorithm::ps384},
        {"PS512", Algorithm::ps512},
    }};
    for (const auto& [text, value] : known)
        if (text == name) return value;
    return {};
}

}  // namespace iim::service::auth

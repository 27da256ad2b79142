#include "engine/facts/viewer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace iim::engine {

bool is_clinician(const Facts& facts) {
    std::string_view user = facts.context.value["userId"].text();
    const auto id = user.rfind('/');
    if (id == std::string_view::npos) return true;
    user = user.substr(0, id);
    user = user.substr(user.rfind('/') + 1);  // of an absolute URL
    constexpr std::array<std::string_view, 2> others{"Patient", "RelatedPerson"};
    return std::ranges::find(others, user) == others.end();
}

}  // namespace iim::engine

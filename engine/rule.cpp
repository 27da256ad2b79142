#include "engine/rule.hpp"

namespace iim::engine {

std::string_view to_string(Priority priority) noexcept {
    switch (priority) {
    case Priority::p0: return "P0";
    case Priority::p1: return "P1";
    case Priority::p2: return "P2";
    }
    return "P0";
}

}  // namespace iim::engine

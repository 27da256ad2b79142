#include "cds-hooks/version.hpp"

namespace iim::service {

const char* version() noexcept {
    return IIM_VERSION;
}

}  // namespace iim::service

#pragma once

namespace iim::service {

/// "0.1.0"
const char* version() noexcept;

}  // namespace iim::service

#pragma once

#include <string>

namespace iim::service {

/// The body of GET /cds-services. Build it once: every caller gets the same bytes (DSC-17).
std::string discovery();

}  // namespace iim::service

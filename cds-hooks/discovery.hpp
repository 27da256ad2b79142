#pragma once

#include <string>

namespace iim::service {

/// The body of GET /cds-services. Build it once: every caller gets the same bytes (DSC-17). `ballot_3` adds
/// what the 3.0 ballot offers: `version` and `hookVersion` (DSC-10, 11), whose contract is still 2.0.1, and
/// ballot_queries.
std::string discovery(bool ballot_3 = false);

}  // namespace iim::service

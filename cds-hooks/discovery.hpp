#pragma once

#include <string>

namespace iim::service {

/// The body of GET /cds-services. Build it once: every caller gets the same bytes (DSC-17). `ballot_3` adds
/// `version` and `hookVersion` of the 3.0 ballot (DSC-10, 11); what they say is still 2.0.1.
std::string discovery(bool ballot_3 = false);

}  // namespace iim::service

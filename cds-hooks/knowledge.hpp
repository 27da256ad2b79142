#pragma once

#include "cds-hooks/answer.hpp"
#include "cds-hooks/config.hpp"

namespace iim::service {

/// The code tables with the site's own codes, its policy and its time zone. Throws ConfigError for an unknown
/// zone and for a table of local codes that cannot be taken.
Knowledge knowledge_of(const Config& config);

}  // namespace iim::service

#pragma once

#include "cds-hooks/answer.hpp"
#include "cds-hooks/config.hpp"

namespace iim::service {

/// The code tables, the site's policy and its time zone. Throws ConfigError for an unknown zone.
Knowledge knowledge_of(const Config& config);

}  // namespace iim::service

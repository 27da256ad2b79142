#include "cds-hooks/knowledge.hpp"

#include <fmt/format.h>

namespace iim::service {

Knowledge knowledge_of(const Config& config) {
    const auto zone = fhir::Zone::named(config.timezone);
    if (!zone)
        throw ConfigError(fmt::format("timezone \"{}\" is no time zone of this machine", config.timezone));
    return {engine::Terms::embedded(), config.policy, *zone};
}

}  // namespace iim::service

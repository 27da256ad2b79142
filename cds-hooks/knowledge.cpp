#include "cds-hooks/knowledge.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace iim::service {
namespace {

engine::Terms terms_of(const Config& config) {
    if (config.overlay.empty()) return engine::Terms::embedded();
    const std::string name = config.overlay.string();
    std::ifstream in(config.overlay, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw ConfigError(fmt::format("{}: cannot be read; check overlay under [terminology]", name));
    try {
        return engine::Terms::with_overlay(name, std::move(text));
    } catch (const std::runtime_error& error) { throw ConfigError(error.what()); }
}

}  // namespace

Knowledge knowledge_of(const Config& config) {
    const auto zone = fhir::Zone::named(config.timezone);
    if (!zone)
        throw ConfigError(fmt::format("timezone \"{}\" is no time zone of this machine", config.timezone));
    const cards::ClientProfile& profile = config.client;
    return {terms_of(config), config.policy, *zone, profile, config.client.prefetch_aliases};
}

}  // namespace iim::service

#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/knowledge.hpp"

#include <fmt/format.h>

namespace iim::service::cli {

Config config_of(const std::string& file) {
    return file.empty() ? Config() : load_config(file);
}

int check_config(const std::string& file) {
    const Config config = load_config(file);
    check(config);
    const Knowledge knowledge = knowledge_of(config);
    fmt::print("{}: fine; policy {}\n", file, config.policy.hash());
    if (config.overlay.empty()) return fine;
    const engine::LocalCodes local = knowledge.terms.local();
    fmt::print(
        "{}: fine; {} local codes, {} local code systems\n",
        config.overlay.string(),
        local.codes,
        local.systems
    );
    return fine;
}

}  // namespace iim::service::cli

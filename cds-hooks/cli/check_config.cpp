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
    knowledge_of(config);
    fmt::print("{}: fine; policy {}\n", file, config.policy.hash());
    return fine;
}

}  // namespace iim::service::cli

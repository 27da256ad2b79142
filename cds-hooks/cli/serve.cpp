#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/discovery.hpp"
#include "cds-hooks/http/server.hpp"
#include "cds-hooks/knowledge.hpp"
#include "cds-hooks/log.hpp"
#include "cds-hooks/routes.hpp"
#include "cds-hooks/version.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

fhir::Instant this_moment() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string url_of(const Config& config, std::uint16_t port) {
    const bool six = config.listen.address.find(':') != std::string::npos;
    return fmt::format(
        "http://{}{}{}:{}{}", six ? "[" : "", config.listen.address, six ? "]" : "", port, config.base_path
    );
}

void greet(const Config& config, std::uint16_t port) {
    const std::string url = url_of(config, port);
    fmt::print(
        stderr,
        "iim-cds {} listens on {} (demo profile: this machine only, test data only)\n"
        "  services   {}/cds-services\n"
        "  stop with  Ctrl-C\n",
        version(),
        url,
        url
    );
}

}  // namespace

int serve(const ServeOptions& options) {
    Config config = config_of(options.config_file);
    if (!options.listen.empty()) config.listen = parse_listen(options.listen);
    if (!options.data_dir.empty()) config.data_dir = options.data_dir;
    check(config);
    const Knowledge knowledge = knowledge_of(config);
    Site site{config, knowledge, discovery(), this_moment};
    const unsigned threads =
        config.threads > 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
    http::Server server(config.listen, threads, config.limits, [&site] {
        return std::make_unique<Routes>(site);
    });
    log::start();
    greet(config, server.port());
    log::event("started");
    server.run(site.draining);
    log::event("stopped");
    log::stop();
    return fine;
}

}  // namespace iim::service::cli

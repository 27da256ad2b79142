#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/discovery.hpp"
#include "cds-hooks/http/server.hpp"
#include "cds-hooks/knowledge.hpp"
#include "cds-hooks/log.hpp"
#include "cds-hooks/routes.hpp"
#include "cds-hooks/version.hpp"
#include "engine/terms/left_out.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace iim::service::cli {
namespace {

fhir::Instant this_moment() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string origin_of(const Config& config, std::uint16_t port) {
    const bool six = config.listen.address.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}", six ? "[" : "", config.listen.address, six ? "]" : "", port);
}

/// For the human who started it, on standard output; the log has standard error.
void greet(const Config& config, std::uint16_t port) {
    const std::string origin = origin_of(config, port);
    const std::string services = origin + config.base_path + "/cds-services";
    fmt::print(
        "iim-cds {} listens on {} (demo profile: this machine only, test data only)\n"
        "\n"
        "  services   {}\n"
        "  alive      {}/healthz\n"
        "  try        curl {}\n"
        "             curl -H 'Content-Type: application/json' \\\n"
        "                  --data @tests/vignettes/steroid-monotherapy/pred-60-alone/request.json \\\n"
        "                  {}/iim-order-sign\n"
        "  stop       Ctrl-C\n"
        "\n",
        version(),
        origin,
        services,
        origin,
        services,
        services
    );
    (void)std::fflush(stdout);  // nobody may be looking
}

/// Whoever reads the log may go away; the service stays.
void outlive_the_reader_of_the_log() {
    (void)std::signal(SIGPIPE, SIG_IGN);
}

/// A connection is an open file, and the usual limit of a login is 1024: below what is configured, clients
/// would wait where they should be told 503.
void allow_files_for(std::size_t connections) {
    constexpr rlim_t others = 512;  // clients being turned away, the log, the clock, spare
    const rlim_t wanted = connections + others;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted) return;
    files.rlim_cur = std::min(wanted, files.rlim_max);
    const bool raised = ::setrlimit(RLIMIT_NOFILE, &files) == 0;
    if (!raised || files.rlim_cur < wanted) log::event("the limit of open files is below limits.connections");
}

}  // namespace

int serve(const ServeOptions& options) {
    Config config = config_of(options.config_file);
    if (!options.listen.empty()) config.listen = parse_listen(options.listen);
    check(config);
    const Knowledge knowledge = knowledge_of(config);
    Site site{config, knowledge, discovery(), this_moment};
    const unsigned threads =
        config.threads > 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
    outlive_the_reader_of_the_log();
    http::Server server(config.listen, threads, config.limits, [&site] {
        return std::make_unique<Routes>(site);
    });
    log::start();
    allow_files_for(config.limits.connections);
    greet(config, server.port());
    log::event("started");
    if (const std::string without = engine::left_out_notice(); !without.empty()) log::event(without);
    server.run(site.draining);
    log::event("stopped");
    log::stop();
    return fine;
}

}  // namespace iim::service::cli

#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/discovery.hpp"
#include "cds-hooks/equipment.hpp"
#include "cds-hooks/http/server.hpp"
#include "cds-hooks/knowledge.hpp"
#include "cds-hooks/log.hpp"
#include "cds-hooks/routes.hpp"
#include "cds-hooks/version.hpp"
#include "engine/terms/left_out.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

namespace iim::service::cli {
namespace {

std::string origin_of(const Config& config, std::uint16_t port) {
    const bool six = config.listen.address.find(':') != std::string::npos;
    return fmt::format(
        "{}://{}{}{}:{}",
        config.tls.on() ? "https" : "http",
        six ? "[" : "",
        config.listen.address,
        six ? "]" : "",
        port
    );
}

/// For the human who started it, on standard output; the log has standard error.
void greet(const Config& config, std::uint16_t port) {
    const bool demo = config.profile == Profile::demo;
    const std::string origin = origin_of(config, port);
    const std::string services = origin + config.base_path + "/cds-services";
    fmt::print(
        "iim-cds {} listens on {} ({})\n\n  services   {}\n  alive      {}/healthz\n",
        version(),
        origin,
        demo ? "demo profile: this machine only, test data only" : "production profile",
        services,
        origin
    );
    if (demo && !config.auth.required)
        fmt::print(
            "  try        curl {}\n"
            "             curl -H 'Content-Type: application/json' \\\n"
            "                  --data @tests/vignettes/steroid-monotherapy/pred-60-alone/request.json \\\n"
            "                  {}/iim-order-sign\n",
            services,
            services
        );
    fmt::print("  stop       Ctrl-C\n\n");
    (void)std::fflush(stdout);  // nobody may be looking
}

/// Whoever reads the log may go away, and a file may reach the size that is allowed; the service stays.
void outlive_what_goes_wrong_around() {
    (void)std::signal(SIGPIPE, SIG_IGN);
    (void)std::signal(SIGXFSZ, SIG_IGN);
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

http::Door main_door(const Config& config, const Site& site) {
    http::Door door;
    door.listen = config.listen;
    door.new_handler = [&site] { return std::make_unique<Routes>(site); };
    if (config.tls.on()) door.make_tls = [&config] { return http::make_tls(config.tls); };
    return door;
}

http::Door metrics_door(const Config& config, const Site& site) {
    http::Door door;
    door.listen = parse_listen(config.metrics.listen);
    door.new_handler = [&site] { return std::make_unique<MetricsPage>(site); };
    return door;
}

void count_traffic(Metrics& metrics, const http::Server& server) {
    const auto add = [&](const char* name, const char* help, bool grows_only, std::function<double()> now) {
        metrics.add({name, help, grows_only, {}, {}, std::move(now)});
    };
    add("iim_connections", "Connections that are open", false, [&server] {
        return static_cast<double>(server.traffic().open);
    });
    add("iim_connections_accepted_total", "Connections since the start", true, [&server] {
        return static_cast<double>(server.traffic().accepted);
    });
    add("iim_connections_turned_away_total", "Connections over the limit", true, [&server] {
        return static_cast<double>(server.traffic().turned_away);
    });
}

Config configured(const ServeOptions& options) {
    Config config = config_of(options.config_file);
    if (!options.listen.empty()) config.listen = parse_listen(options.listen);
    if (!options.data_dir.empty()) config.store.data_dir = options.data_dir;
    check(config);
    return config;
}

/// The files may have changed: only a service that has some listens to SIGHUP. One that comes before the
/// server listens to it must not end the service.
std::function<void()> on_hang_up(const Config& config, Equipment& equipment) {
    const bool demo = config.profile == Profile::demo && !config.tls.on() && config.auth.issuers.empty();
    if (demo) return {};
    (void)std::signal(SIGHUP, SIG_IGN);
    return [&equipment] { equipment.reload(); };
}

}  // namespace

int serve(const ServeOptions& options) {
    const Config config = configured(options);
    const Knowledge knowledge = knowledge_of(config);
    Equipment equipment(config);
    Site site{
        config, knowledge, discovery(config.ballot_3), std::chrono::system_clock::now, equipment.parts()};
    const unsigned threads =
        config.threads > 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
    outlive_what_goes_wrong_around();
    auto hung_up = on_hang_up(config, equipment);
    std::vector<http::Door> doors{main_door(config, site)};
    if (!config.metrics.listen.empty()) doors.push_back(metrics_door(config, site));
    http::Server server(std::move(doors), threads, config.limits);
    count_traffic(equipment.metrics(), server);
    log::start();
    allow_files_for(config.limits.connections);
    greet(config, server.port());
    log::event("started");
    if (const std::string without = engine::left_out_notice(); !without.empty()) log::event(without);
    server.run(site.draining, std::move(hung_up));
    equipment.stop();
    log::event("stopped");
    log::stop();
    return fine;
}

}  // namespace iim::service::cli

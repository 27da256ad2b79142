#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/equipment.hpp"
#include "cds-hooks/knowledge.hpp"

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

std::string_view name_of(store::Settings::Kind kind) {
    switch (kind) {
    case store::Settings::Kind::none: return "nothing is kept";
    case store::Settings::Kind::sqlite: return "SQLite";
    case store::Settings::Kind::postgres: return "PostgreSQL";
    }
    return "";
}

std::string_view protection_of(const Config& config) {
    if (config.tls.on()) return "TLS";
    return config.tls_ends_at_proxy ? "plain HTTP behind a proxy" : "plain HTTP";
}

void line(std::string_view what, const std::string& says) {
    fmt::print("  {:<11} {}\n", what, says);
}

/// What the service would do, for whoever wrote the file.
void explain(const Config& config) {
    line("profile", config.profile == Profile::demo ? "demo" : "production");
    line(
        "listens",
        fmt::format("{} port {}, {}", config.listen.address, config.listen.port, protection_of(config))
    );
    if (!config.auth.required) line("callers", "anybody, no token is asked for");
    const auth::Settings callers = callers_of(config);
    for (const auth::Issuer& issuer : callers.issuers) {
        const auto own = config.clients.find(issuer.iss);
        const Client& client = own == config.clients.end() ? config.client : own->second;
        const std::size_t aliases = client.prefetch_aliases.size();
        const std::string names = aliases ? fmt::format(", {} prefetch aliases", aliases) : std::string();
        line("caller", fmt::format("{} (cards for {}{})", issuer.iss, client.name, names));
    }
    for (const std::string& url : config.auth.public_urls) line("address", url + "/cds-services");
    if (!config.ehr.enabled) line("fetches", "nothing: what a call does not bring is not checked");
    if (config.ehr.enabled)
        for (const ehr::Server& server : config.ehr.servers) line("fetches", "from " + server.base);
    line("keeps", fmt::format("{}, data in {}", name_of(config.store.kind), config.store.data_dir.string()));
    line("audit", config.audit.on ? "on" : "off");
    line("metrics", config.metrics.listen.empty() ? "off" : config.metrics.listen);
    line("policy", config.policy.hash());
}

}  // namespace

Config config_of(const std::string& file) {
    return file.empty() ? Config() : load_config(file);
}

int check_config(const std::string& file) {
    const Config config = load_config(file);
    check(config);
    const Knowledge knowledge = knowledge_of(config);
    check_files(config);
    fmt::print("{}: fine; policy {}\n", file, config.policy.hash());
    explain(config);
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

int example_config() {
    fmt::print("{}", service::example_config());
    return fine;
}

}  // namespace iim::service::cli

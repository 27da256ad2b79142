#include "cds-hooks/config_section.hpp"

#include <array>
#include <utility>

namespace iim::service {
namespace {

using http::Limits;
using http::TlsSettings;

constexpr std::int64_t mebibyte = 1 << 20;
constexpr std::int64_t hour_ms = 3'600'000;

constexpr std::array limit_keys{
    keys::number<&Limits::header_bytes, 1024, mebibyte>(
        "header_bytes", "Request line and header together, in bytes; a larger one is answered 431."
    ),
    keys::number<&Limits::body_bytes, 1024, 256 * mebibyte>(
        "body_bytes", "One request's body, in bytes; a larger one is answered 413."
    ),
    keys::number<&Limits::bodies_bytes, 1024, 65'536 * mebibyte>(
        "bodies_bytes",
        "The bodies of all requests under way, in bytes; beyond it a request is answered 503. Not below "
        "body_bytes."
    ),
    keys::number<&Limits::connections, 1, 100'000>(
        "connections", "Connections at the same time; those beyond are answered 503 and closed."
    ),
};

constexpr std::array timeout_keys{
    keys::number<&Limits::idle, 0, hour_ms>(
        "idle_ms", "Between two requests of one connection, in milliseconds."
    ),
    keys::number<&Limits::handshake, 0, hour_ms>("handshake_ms", "The TLS handshake, the whole of it."),
    keys::number<&Limits::header, 0, hour_ms>(
        "header_ms", "From the first byte of a request to the end of its header."
    ),
    keys::number<&Limits::body, 0, hour_ms>("body_ms", "The whole body of a request."),
    keys::number<&Limits::write, 0, hour_ms>("write_ms", "The whole answer."),
    keys::number<&Limits::linger, 0, hour_ms>(
        "linger_ms", "For a client that was refused to read the answer before the connection closes."
    ),
    keys::number<&Limits::drain_notice, 0, hour_ms>(
        "drain_notice_ms",
        "At the end of the service: \"not ready\" before the port closes, so that a load balancer looks "
        "elsewhere."
    ),
    keys::number<&Limits::drain_grace, 0, hour_ms>(
        "drain_grace_ms", "At the end of the service: for requests under way."
    ),
};

constexpr std::array<std::pair<std::string_view, TlsSettings::ClientCertificate>, 3> client_certificates{{
    {"none", TlsSettings::ClientCertificate::none},
    {"optional", TlsSettings::ClientCertificate::optional},
    {"required", TlsSettings::ClientCertificate::required},
}};

constexpr std::array tls_keys{
    keys::file<&TlsSettings::certificate>(
        "certificate", "The certificate and the chain up to the root, PEM. With it the port speaks TLS only."
    )
        .with("\"tls/server.pem\""),
    keys::file<&TlsSettings::key>(
        "key", "Its private key, PEM without passphrase. Must not be readable by everybody."
    )
        .with("\"tls/server.key\""),
    keys::choice<&TlsSettings::client, client_certificates>(
        "client_certificates",
        "Whether clients show a certificate of their own (mutual TLS): \"optional\" looks at one that is "
        "shown."
    ),
    keys::file<&TlsSettings::client_ca>("client_ca", "Who may sign the certificates of clients, PEM.")
        .with("\"tls/clients-ca.pem\""),
};

void set_origins(Config& config, const ConfigValue& value) {
    config.cors_origins = value.texts();
    for (const std::string& origin : config.cors_origins) {
        if (origin == "*") continue;
        const auto host = origin.find("://");
        const bool http = origin.starts_with("http://") || origin.starts_with("https://");
        const bool bare = host != origin.npos && origin.find_first_of("/?# \r\n", host + 3) == origin.npos;
        if (!http || !bare || origin.size() == host + 3)
            value.refuse(fmt::format(
                "has \"{}\"; an origin is scheme, host and port: \"https://ehr.example.org\"", origin
            ));
    }
}

constexpr std::array cors_keys{
    Key<Config>{
        "origins",
        "Web pages that may call from a browser; \"*\" stands for any. Production names them, or nobody: [].",
        "",
        set_origins,
        [](const Config& config) { return toml_text(config.cors_origins); },
        [] { return std::string("\"*\" or origins such as \"https://ehr.example.org\""); }},
};

void set_metrics(MetricsSettings& metrics, const ConfigValue& value) {
    metrics.listen = value.some_text();
    try {
        parse_listen(metrics.listen);
    } catch (const ConfigError& error) { value.refuse(fmt::format("cannot be read: {}", error.what())); }
}

constexpr std::array metrics_keys{
    Key<MetricsSettings>{
        "listen",
        "Where /metrics is served for Prometheus, without TLS and for anybody who reaches it: a loopback "
        "address, or one of an operator's network. Without it there are no metrics.",
        "\"127.0.0.1:9464\"",
        set_metrics,
        [](const MetricsSettings& metrics) { return toml_text(metrics.listen); },
        [] { return std::string("address and port"); }},
};

constexpr std::array all{
    section<&Config::limits, limit_keys>("limits", "What one client may cost."),
    section<&Config::limits, timeout_keys>("timeouts", "How long the service waits, in milliseconds."),
    section<&Config::tls, tls_keys>(
        "tls",
        "Encryption of the service's own port, TLS 1.2 and 1.3. SIGHUP reads the files again: new "
        "connections "
        "get the new certificate, those that are open go on."
    ),
    Section{
        "cors",
        "Clients that run in a browser.",
        [](Config& config, const ConfigValue& value) {
    set_all(config, value, std::span<const Key<Config>>(cors_keys));
        },
        [](std::string& out) { write_keys(out, Config(), std::span<const Key<Config>>(cors_keys)); }},
    section<&Config::metrics, metrics_keys>("metrics", "Numbers for the operator. No patient is in them."),
    };

}  // namespace

std::span<const Section> http_sections() {
    return all;
}

}  // namespace iim::service

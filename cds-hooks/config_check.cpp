#include "cds-hooks/auth/sandbox.hpp"
#include "cds-hooks/config.hpp"
#include "cds-hooks/http/url.hpp"
#include "fhir/date.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

namespace iim::service {
namespace {

bool is_loopback(const http::Listen& listen) {
    return boost::asio::ip::make_address(listen.address).is_loopback();
}

void refuse_if(bool wrong, const std::string& what_to_change) {
    if (wrong) throw ConfigError(what_to_change);
}

void check_tls(const http::TlsSettings& tls) {
    using Client = http::TlsSettings::ClientCertificate;
    refuse_if(
        tls.certificate.empty() != tls.key.empty(),
        "tls.certificate and tls.key go together: give both, or none"
    );
    refuse_if(
        tls.client != Client::none && !tls.on(), "tls.client_certificates needs tls.certificate and tls.key"
    );
    refuse_if(
        (tls.client != Client::none) == tls.client_ca.empty(),
        "tls.client_ca says who may sign the certificates that tls.client_certificates asks for: give both, "
        "or "
        "none"
    );
}

void check_demo(const Config& config) {
    refuse_if(
        !is_loopback(config.listen),
        fmt::format(
            "the demo profile answers anyone who can reach it, so it listens on loopback addresses only, not "
            "on {}; use 127.0.0.1 or ::1",
            config.listen.address
        )
    );
}

bool any_plain(const std::vector<std::string>& urls) {
    return std::ranges::any_of(urls, [](const std::string& url) { return !url.starts_with("https://"); });
}

/// Its private key is public: whoever names it names everybody. By host, however the address is spelled.
bool names_public_sandbox(const auth::Issuer& issuer) {
    const auto host = [](std::string_view url) {
        const auto parsed = http::parse_url(url);
        return parsed ? parsed->host : std::string();
    };
    const std::string sandbox = host(auth::public_sandbox().iss);
    return host(issuer.iss) == sandbox
           || std::ranges::any_of(issuer.jku, [&](const std::string& url) { return host(url) == sandbox; });
}

void check_production(const Config& config) {
    constexpr std::string_view before = "profile = \"production\" cannot start";
    refuse_if(
        !config.tls.on() && !config.tls_ends_at_proxy,
        fmt::format(
            "{} without TLS: give tls.certificate and tls.key, or say tls_ends_at_proxy = true when a proxy "
            "speaks TLS with the clients",
            before
        )
    );
    refuse_if(
        !config.auth.required || config.auth.issuers.empty(),
        fmt::format(
            "{} unless it knows who calls: set auth.required and name each client in [[auth.issuer]]", before
        )
    );
    refuse_if(
        config.auth.public_urls.empty() || any_plain(config.auth.public_urls),
        fmt::format(
            "{} without public_base_urls, what clients write in front of /cds-services, with https://", before
        )
    );
    refuse_if(
        std::ranges::find(config.cors_origins, "*") != config.cors_origins.end(),
        fmt::format("{} for any web page: name the pages in cors.origins, or write origins = []", before)
    );
    refuse_if(
        config.sandbox_may_call || std::ranges::any_of(config.auth.issuers, names_public_sandbox),
        fmt::format(
            "{} with the public sandbox as a client (public_sandbox, or its addresses in [[auth.issuer]]): "
            "anybody can sign tokens as it",
            before
        )
    );
    refuse_if(config.outbound.plain_http, fmt::format("{} with outbound.plain_http", before));
    refuse_if(
        config.store.kind == store::Settings::Kind::none,
        fmt::format("{} with store.kind = \"none\": feedback and used tokens must be kept", before)
    );
    refuse_if(!config.audit.on, fmt::format("{} without the audit: audit.on = true", before));
}

/// What a module says of its own settings.
void check_part(const std::string& wrong) {
    refuse_if(!wrong.empty(), wrong);
}

}  // namespace

auth::Settings callers_of(const Config& config) {
    auth::Settings settings = config.auth;
    if (config.sandbox_may_call) settings.issuers.push_back(auth::public_sandbox());
    return settings;
}

void check(const Config& config) {
    check_tls(config.tls);
    const bool production = config.profile == Profile::production;
    if (production)
        check_production(config);
    else
        check_demo(config);
    check_part(auth::what_is_wrong(callers_of(config)));
    check_part(ehr::what_is_wrong(config.ehr, production));
    check_part(store::what_is_wrong(config.store));
    check_part(store::what_is_wrong(config.audit));
    refuse_if(
        config.limits.bodies_bytes < config.limits.body_bytes,
        "limits.bodies_bytes, for all requests together, is smaller than limits.body_bytes, for one; make it "
        "larger"
    );
    refuse_if(
        !fhir::Zone::named(config.timezone),
        fmt::format("timezone \"{}\" is no time zone of this machine", config.timezone)
    );
}

}  // namespace iim::service

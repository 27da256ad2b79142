#include "cds-hooks/config_client_keys.hpp"
#include "cds-hooks/config_section.hpp"
#include "cds-hooks/http/networks.hpp"

#include <array>

namespace iim::service {
namespace {

constexpr std::int64_t mebibyte = 1 << 20;

constexpr std::array auth_keys{
    keys::flag<&auth::Settings::required>(
        "required", "Calls of services and feedback need a token. Production does not start without."
    ),
    keys::flag<&auth::Settings::protect_discovery>(
        "protect_discovery", "The list of services needs one too; most clients expect it open."
    ),
    keys::number<&auth::Settings::skew, 0, 60>(
        "skew_s", "How far the clocks of client and service may differ, in seconds."
    ),
    keys::number<&auth::Settings::max_lifetime, 60, 3600>(
        "max_lifetime_s", "The longest a token may be good for, from iat to exp, in seconds."
    ),
    keys::number<&auth::Settings::keys_fresh, 60, 86'400>(
        "keys_fresh_s", "A fetched key set is fetched again after this, in seconds."
    ),
    keys::number<&auth::Settings::keys_usable, 60, 7 * 86'400>(
        "keys_usable_s", "When it cannot be fetched again, it is used no longer than this, in seconds."
    ),
    keys::number<&auth::Settings::refetch_interval, 5, 3600>(
        "refetch_interval_s", "Between two fetches of one key set, whatever tokens say, in seconds."
    ),
    keys::number<&auth::Settings::fetch_limit, 100, 10'000>(
        "fetch_limit_ms", "For one fetch of a key set, in milliseconds."
    ),
    keys::number<&auth::Settings::replay_entries, 1'000, 10'000'000>(
        "replay_entries", "Used tokens held in memory, about 80 bytes each; beyond, calls are refused."
    ),
    keys::flag<&auth::Settings::replay_fails_closed>(
        "replay_fails_closed",
        "When the store cannot say whether a token was used before: true refuses the call, false goes on "
        "with "
        "what this process remembers. False in production too: a token of minutes, seen again, gets back "
        "only "
        "advice on what its call brought, while a refused call is a prescription that nobody checks."
    ),
};

/// One [[auth.issuer]]: who may call, and what its EHR is like.
struct Caller {
    auth::Issuer issuer;
    Client client;
    bool own_client = false;
};

template <auto Member>
constexpr Key<Caller> issuer_texts(std::string_view name, std::string_view about, std::string_view example) {
    return {
        name,
        about,
        example,
        [](Caller& caller, const ConfigValue& value) { caller.issuer.*Member = value.texts(); },
        [](const Caller& caller) { return toml_text(caller.issuer.*Member); },
        [] { return std::string("a list of texts"); }};
}

constexpr std::array issuer_keys{
    Key<Caller>{
        "iss",
        "The `iss` of its tokens, compared as written, to the last slash.",
        "\"https://ehr.example.org\"",
        [](Caller& caller, const ConfigValue& value) { caller.issuer.iss = value.some_text(); },
        [](const Caller& caller) { return toml_text(caller.issuer.iss); },
        [] { return std::string("a text; needed"); }},
    issuer_texts<&auth::Issuer::jku>(
        "jku",
        "Where its keys are: https addresses that its tokens may name. Nothing else is fetched.",
        "[\"https://ehr.example.org/.well-known/jwks.json\"]"
    ),
    Key<Caller>{
        "jwks_file",
        "Its key set, exchanged beforehand; with it nothing is fetched. SIGHUP reads it again.",
        "\"ehr.jwks.json\"",
        [](Caller& caller, const ConfigValue& value) { caller.issuer.jwks_file = value.some_text(); },
        [](const Caller& caller) { return toml_text(caller.issuer.jwks_file.string()); },
        [] { return std::string("the name of a file, relative to this file"); }},
    issuer_texts<&auth::Issuer::algorithms>(
        "algorithms",
        "Signatures it may use, of ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512.",
        ""
    ),
    issuer_texts<&auth::Issuer::tenants>(
        "tenants",
        "Accepted `tenant` claims; without this key the claim is not looked at.",
        "[\"hospital-1\"]"
    ),
    issuer_texts<&auth::Issuer::audiences>(
        "audiences",
        "Accepted `aud` besides the address called, for a client that names another.",
        "[\"https://cds.example.org\"]"
    ),
    Key<Caller>{
        "client",
        "What its EHR is like, in place of the whole of [client]: the name of a profile, or keys of [client] "
        "in "
        "braces.",
        "{ profile = \"epic\", max_cards = 3 }",
        [](Caller& caller, const ConfigValue& value) {
    set_client(caller.client, value);
    caller.own_client = true;
        },
        nullptr,
        [] { return std::string("\"default\", \"epic\", or keys in braces"); }},
    };

void set_issuers(Config& config, const ConfigValue& list) {
    for (const toml::node& node : list.tables()) {
        const ConfigValue table = list.element(node);
        Caller caller;
        set_all(caller, table, std::span<const Key<Caller>>(issuer_keys));
        if (caller.issuer.iss.empty()) table.refuse("has no iss: say whose tokens these are");
        if (caller.own_client) config.clients[caller.issuer.iss] = std::move(caller.client);
        config.auth.issuers.push_back(std::move(caller.issuer));
    }
}

constexpr std::array outbound_keys{
    keys::file<&Outbound::ca_file>(
        "ca_file", "Who signs the certificates of other servers, PEM. Without this key: the system's store."
    )
        .with("\"hospital-ca.pem\""),
    keys::flag<&Outbound::plain_http>("plain_http", "http:// as well as https://; in the demo only."),
    Key<Outbound>{
        "networks",
        "Private networks in which those servers may stand. Public addresses need no mention; link-local and "
        "metadata addresses are never asked.",
        "[\"10.20.0.0/16\"]",
        [](Outbound& to, const ConfigValue& value) {
    to.networks = value.texts();
    http::Networks check;
    for (const std::string& one : to.networks)
        if (!check.add(one)) value.refuse(fmt::format("has \"{}\", which is no network", one));
        },
        [](const Outbound& from) { return toml_text(from.networks); },
        [] { return std::string("addresses with a prefix length"); }},
    };

constexpr std::array ehr_keys{
    keys::flag<&ehr::Settings::enabled>(
        "enabled", "What a call did not bring is read from the FHIR server that it names, with its token."
    ),
    keys::number<&ehr::Settings::deadline, 100, 10'000>(
        "deadline_ms",
        "For all questions of one call together, in milliseconds; what has not come by then is named in the "
        "advice as not checked."
    ),
    keys::number<&ehr::Settings::parallel, 1, 20>("parallel", "Questions of one call at the same time."),
    keys::number<&ehr::Settings::calls, 1, 10'000>(
        "calls", "Calls that fetch at the same time; those beyond go on without."
    ),
    keys::number<&ehr::Settings::pages, 1, 100>("pages", "Pages of one answer that are read."),
    keys::number<&ehr::Settings::page_bytes, 65'536, 64 * mebibyte>("page_bytes", "One page, in bytes."),
    keys::number<&ehr::Settings::call_bytes, 65'536, 256 * mebibyte>(
        "call_bytes", "All pages of one call, in bytes. Not below page_bytes."
    ),
};

constexpr std::array server_keys{
    keys::text<&ehr::Server::base>("base", "The FHIR server's address, up to the resource type. Needed.")
        .with("\"https://ehr.example.org/fhir/r4\""),
    keys::texts<&ehr::Server::issuers>(
        "issuers", "Whose tokens may name it, by `iss`. Production names at least one."
    )
        .with("[\"https://ehr.example.org\"]"),
    keys::text<&ehr::Server::client_id>(
        "client_id", "The service's own id as OAuth client there; a token made for another is not used."
    )
        .with("\"iim-cds\""),
    keys::flag<&ehr::Server::without_token>(
        "without_token", "May be asked without a token: open test servers, in the demo only."
    ),
};

void set_servers(Config& config, const ConfigValue& list) {
    for (const toml::node& node : list.tables()) {
        ehr::Server server;
        const ConfigValue table = list.element(node);
        set_all(server, table, std::span<const Key<ehr::Server>>(server_keys));
        if (server.base.empty()) table.refuse("has no base: say which server this is");
        config.ehr.servers.push_back(std::move(server));
    }
}

/// The table's own keys, then those of the list of tables inside it.
template <auto Member, const auto& own>
void set_with_list(
    Config& config,
    const ConfigValue& value,
    std::string_view inner,
    void (*set_list)(Config&, const ConfigValue&)
) {
    set_all(config.*Member, value, std::span<const Key<keys::Value<Member>>>(own), inner);
    for (const auto& [name, node] : value.table())
        if (name.str() == inner) set_list(config, value.member(inner, node));
}

void set_auth(Config& config, const ConfigValue& value) {
    set_with_list<&Config::auth, auth_keys>(config, value, "issuer", set_issuers);
}

void set_ehr(Config& config, const ConfigValue& value) {
    set_with_list<&Config::ehr, ehr_keys>(config, value, "server", set_servers);
}

void write_auth(std::string& out) {
    write_keys(out, auth::Settings(), std::span<const Key<auth::Settings>>(auth_keys));
    write_heading(
        out, "#[[auth.issuer]]", "One client that may call. As many of these as there are clients."
    );
    write_keys(out, Caller(), std::span<const Key<Caller>>(issuer_keys), true);
}

void write_ehr(std::string& out) {
    write_keys(out, ehr::Settings(), std::span<const Key<ehr::Settings>>(ehr_keys));
    write_heading(out, "#[[ehr.server]]", "One FHIR server that may be asked. Others never are.");
    write_keys(out, ehr::Server(), std::span<const Key<ehr::Server>>(server_keys), true);
}

constexpr std::array all{
    Section{
        "auth", "Who may call: clients prove themselves with a signed token (JWT).", set_auth, write_auth},
    section<&Config::outbound, outbound_keys>(
        "outbound", "How the service speaks to other servers: for clients' keys and for FHIR."
    ),
    Section{"ehr", "Reading from the EHR's FHIR server what a call did not bring.", set_ehr, write_ehr},
};

}  // namespace

std::span<const Section> trust_sections() {
    return all;
}

}  // namespace iim::service

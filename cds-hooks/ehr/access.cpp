#include "cds-hooks/ehr/access.hpp"

#include "cds-hooks/http/url.hpp"

#include <algorithm>

#include <boost/algorithm/string/predicate.hpp>

namespace iim::service::ehr {
namespace {

using fhir::Json;

constexpr std::size_t most_token_bytes = 8192;
constexpr double longest_life_s = 86'400;

std::string_view without_last_slashes(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

bool same_base(const http::Url& named, std::string_view listed) {
    const auto url = http::parse_url(listed);
    return url && !named.has_query && url->same_origin(named)
           && without_last_slashes(url->path) == without_last_slashes(named.path);
}

bool bound_to(const Server& server, std::string_view issuer) {
    return server.issuers.empty() || std::ranges::find(server.issuers, issuer) != server.issuers.end();
}

/// The same address may be listed for several issuers.
Denial find_server(std::string_view named, std::string_view issuer, Access& access, const Settings& from) {
    if (named.empty()) return Denial::no_server;
    const auto url = http::parse_url(named);
    if (!url) return Denial::unknown_server;
    bool known = false;
    for (const Server& server : from.servers) {
        if (!same_base(*url, server.base)) continue;
        known = true;
        if (!bound_to(server, issuer)) continue;
        access.server = &server;
        return Denial::none;
    }
    return known ? Denial::other_issuer : Denial::unknown_server;
}

/// RFC 6750: visible ASCII. A line end in it would forge a header.
bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= most_token_bytes
           && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string_view bare(std::string_view id) {
    return id.substr(id.rfind('/') + 1);
}

bool is_for_other(Json claimed, std::string_view wanted) {
    return claimed && !wanted.empty() && bare(claimed.text()) != bare(wanted);
}

/// A clock that is wrong by a lot is no reason to believe a token lives for years.
std::optional<std::chrono::seconds> life_of(Json expires_in) {
    const auto seconds = expires_in.number();
    if (!seconds) return {};
    return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(*seconds, 0.0, longest_life_s)));
}

Denial read_token(Json authorization, std::string_view patient, Access& access) {
    const Json type = authorization["token_type"];
    if (type && !boost::iequals(type.text(), "Bearer")) return Denial::bad_token;
    if (!is_token(authorization["access_token"].text())) return Denial::bad_token;
    access.token_life = life_of(authorization["expires_in"]);
    if (access.token_life && access.token_life->count() == 0) return Denial::expired;
    if (is_for_other(authorization["patient"], patient)) return Denial::other_patient;
    const Json subject = authorization["subject"];
    if (subject && !access.server->client_id.empty() && !subject.is(access.server->client_id))
        return Denial::other_client;
    access.token = authorization["access_token"].text();
    return Denial::none;
}

}  // namespace

std::string_view word_for(Denial why) noexcept {
    switch (why) {
    case Denial::none: return "";
    case Denial::no_server: return "not-fetched-no-server";
    case Denial::unknown_server: return "not-fetched-unknown-server";
    case Denial::other_issuer: return "not-fetched-server-of-other-issuer";
    case Denial::no_token: return "not-fetched-no-token";
    case Denial::bad_token: return "not-fetched-bad-token";
    case Denial::expired: return "not-fetched-token-expired";
    case Denial::other_patient: return "not-fetched-token-of-other-patient";
    case Denial::other_client: return "not-fetched-token-of-other-client";
    case Denial::crowded: return "not-fetched-crowded";
    }
    return "not-fetched";
}

std::string_view sentence_for(Denial why) noexcept {
    switch (why) {
    case Denial::none: return "the FHIR server gave none";
    case Denial::no_server: return "it names no fhirServer to ask";
    case Denial::unknown_server:
    case Denial::other_issuer: return "its fhirServer is not one that this service may ask for this client";
    case Denial::no_token: return "it brings no access token for its fhirServer";
    case Denial::bad_token: return "its access token is not a usable Bearer token";
    case Denial::expired: return "its access token has expired";
    case Denial::other_patient: return "its access token is for another patient";
    case Denial::other_client: return "its access token was made for another service";
    case Denial::crowded: return "this service has too many questions under way to fetch it now";
    }
    return "this service cannot fetch it";
}

Access access_of(Json request, std::string_view issuer, const Settings& settings) {
    Access access;
    access.denial = find_server(request["fhirServer"].text(), issuer, access, settings);
    if (access.denial != Denial::none) return access;
    const Json authorization = request["fhirAuthorization"];
    // Some clients send the member without a token in it when nobody has logged in.
    if (authorization["access_token"])
        access.denial = read_token(authorization, request["context"]["patientId"].text(), access);
    else if (!access.server->without_token)
        access.denial = Denial::no_token;
    return access;
}

}  // namespace iim::service::ehr

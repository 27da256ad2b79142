#include "cds-hooks/http/url.hpp"

#include <charconv>
#include <system_error>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace iim::service::http {
namespace {

namespace urls = boost::urls;

std::string_view plain(urls::string_view text) {
    return {text.data(), text.size()};
}

void lower(std::string& text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

/// Also in disguise: an escaped dot or slash is one to some servers.
bool has_dot_segment(std::string path) {
    lower(path);
    for (auto at = path.find("%2e"); at != path.npos; at = path.find("%2e", at)) path.replace(at, 3, ".");
    path += '/';
    for (const char* bad : {"/./", "/../", "%2f", "%5c"})
        if (path.find(bad) != path.npos) return true;
    return false;
}

std::optional<std::uint16_t> port_of(const urls::url_view& url, bool tls) {
    const std::string_view digits = plain(url.port());
    if (digits.empty()) return tls ? std::uint16_t{443} : std::uint16_t{80};
    std::uint16_t port = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, port);
    if (error != std::errc() || stop != end || port == 0) return {};
    return port;
}

/// In lower case; empty when it is no name or number of a host. Escapes could hide anything, a line end too.
std::string host_of(const urls::url_view& url) {
    if (url.host_type() == urls::host_type::ipvfuture) return {};
    const bool v6 = url.host_type() == urls::host_type::ipv6;
    std::string host = v6 ? url.host_address() : std::string(plain(url.encoded_host()));
    lower(host);
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyz0123456789-._";
    constexpr std::string_view of_v6 = "abcdef0123456789:.";
    return host.find_first_not_of(v6 ? of_v6 : of_names) == host.npos ? host : std::string();
}

}  // namespace

std::string Url::authority() const {
    std::string name = host.find(':') == host.npos ? host : '[' + host + ']';
    if (port != (tls ? 443 : 80)) name += ':' + std::to_string(port);
    return name;
}

std::optional<Url> parse_url(std::string_view text) {
    const auto parsed = urls::parse_uri({text.data(), text.size()});
    if (!parsed) return {};
    const urls::url_view& from = *parsed;
    const urls::scheme scheme = from.scheme_id();
    if (scheme != urls::scheme::http && scheme != urls::scheme::https) return {};
    if (from.has_userinfo() || has_dot_segment(std::string(plain(from.encoded_path())))) return {};
    Url url;
    url.tls = scheme == urls::scheme::https;
    url.host = host_of(from);
    const auto port = port_of(from, url.tls);
    if (url.host.empty() || !port) return {};
    url.port = *port;
    url.path = plain(from.encoded_path());
    if (url.path.empty()) url.path = "/";
    url.has_query = from.has_query();
    url.query = plain(from.encoded_query());
    return url;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (kept.find(c) != kept.npos) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 15]);
    }
    return out;
}

}  // namespace iim::service::http

#include "cds-hooks/ehr/paging.hpp"

#include "cds-hooks/http/url.hpp"

namespace iim::service::ehr {
namespace {

bool has_scheme(std::string_view link) {
    const auto colon = link.find(':');
    return colon != link.npos && colon < link.find_first_of("/?#");
}

std::string absolute(std::string_view link, std::string_view base, const http::Url& server) {
    if (has_scheme(link)) return std::string(link);
    if (link.starts_with("//")) return {};
    std::string whole(base);
    if (link.starts_with('/')) whole = (server.tls ? "https://" : "http://") + server.authority();
    while (whole.ends_with('/')) whole.pop_back();
    if (!link.starts_with('/') && !link.starts_with('?')) whole += '/';
    return whole += link;
}

bool is_below(std::string_view path, std::string_view base_path) {
    while (base_path.ends_with('/')) base_path.remove_suffix(1);
    if (!path.starts_with(base_path)) return false;
    return path.size() == base_path.size() || path[base_path.size()] == '/';
}

}  // namespace

NextPage next_page(fhir::Json bundle, std::string_view base) {
    for (const fhir::Json link : bundle["link"]) {
        if (!link["relation"].is("next")) continue;
        const auto server = http::parse_url(base);
        const std::string_view named = link["url"].text();
        if (!server || named.empty()) return {NextPage::Where::elsewhere, {}};
        std::string whole = absolute(named, base, *server);
        const auto url = http::parse_url(whole);
        const bool here = url && url->same_origin(*server) && is_below(url->path, server->path);
        if (!here) return {NextPage::Where::elsewhere, {}};
        return {NextPage::Where::here, std::move(whole)};
    }
    return {};
}

}  // namespace iim::service::ehr

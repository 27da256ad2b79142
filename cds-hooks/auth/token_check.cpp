#include "cds-hooks/auth/token_check.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace iim::service::auth {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// One slash where there are several, none at the end: such addresses are one place here (DSC-18), and a
/// client's administrator who typed a slash too many means no other.
std::string tidied(std::string_view path) {
    std::string tidy;
    for (const char c : path)
        if (c != '/' || !tidy.ends_with('/')) tidy += c;
    if (tidy.ends_with('/')) tidy.pop_back();
    return tidy;
}

/// Whether `aud` is one of our addresses followed by `path`, which is tidied.
bool names(std::string_view aud, const Settings& settings, std::string_view path) {
    return std::any_of(settings.public_urls.begin(), settings.public_urls.end(), [&](std::string_view base) {
        return aud.starts_with(base) && tidied(aud.substr(base.size())) == path;
    });
}

/// The address of the service whose feedback address `path` is (FBK-10); empty for others.
std::string_view service_of_feedback(std::string_view path) {
    constexpr std::string_view prefix = "/cds-services/";
    constexpr std::string_view suffix = "/feedback";
    if (!path.starts_with(prefix) || !path.ends_with(suffix)) return {};
    if (path.size() <= prefix.size() + suffix.size()) return {};
    return path.substr(0, path.size() - suffix.size());
}

bool is_for(const Claims& claims, const Issuer& issuer, const Settings& settings, std::string_view called) {
    const std::string path = tidied(called);
    const std::string_view service = service_of_feedback(path);
    return std::any_of(claims.aud.begin(), claims.aud.end(), [&](const std::string& aud) {
        return names(aud, settings, path) || (!service.empty() && names(aud, settings, service))
               || holds(issuer.audiences, aud);
    });
}

double seconds(std::chrono::seconds length) {
    return static_cast<double>(length.count());
}

Checked<void> check_times(const Claims& claims, const Settings& settings, Instant now) {
    const double clock = seconds(now.time_since_epoch());
    const double skew = seconds(settings.skew);
    if (clock >= claims.exp + skew) return Reason::expired;
    if (claims.iat > clock + skew || claims.nbf.value_or(0) > clock + skew) return Reason::not_yet;
    const double life = claims.exp - claims.iat;
    if (life <= 0 || life > seconds(settings.max_lifetime)) return Reason::lifetime;
    return {};
}

}  // namespace

Checked<const Issuer*> admit(const Token& token, const Settings& settings) {
    const auto issuer =
        std::find_if(settings.issuers.begin(), settings.issuers.end(), [&](const Issuer& each) {
            return each.iss == token.claims.iss;
        });
    if (issuer == settings.issuers.end()) return Reason::unknown_issuer;
    if (token.jku && !holds(issuer->jku, *token.jku)) return Reason::foreign_jku;
    const bool accepted =
        std::any_of(issuer->algorithms.begin(), issuer->algorithms.end(), [&](const std::string& name) {
            return algorithm(name) == token.algorithm;
        });
    if (!accepted) return Reason::algorithm;
    return &*issuer;
}

Checked<void> check_claims(
    const Claims& claims, const Issuer& issuer, const Settings& settings, std::string_view path, Instant now
) {
    if (!is_for(claims, issuer, settings, path)) return Reason::audience;
    if (const auto times = check_times(claims, settings, now); !times) return times.error();
    if (!issuer.tenants.empty() && !holds(issuer.tenants, claims.tenant)) return Reason::tenant;
    return {};
}

Instant end_of(const Claims& claims, const Settings& settings) {
    const auto end = std::chrono::seconds(static_cast<std::int64_t>(std::ceil(claims.exp)));
    return Instant(end + settings.skew);
}

}  // namespace iim::service::auth

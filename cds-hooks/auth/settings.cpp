#include "cds-hooks/auth/settings.hpp"

#include "cds-hooks/auth/algorithm.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace iim::service::auth {
namespace {

using std::chrono::seconds;

template <class Duration>
bool outside(Duration value, Duration least, Duration most) {
    return value < least || value > most;
}

std::string wrong_time(const Settings& settings) {
    if (outside(settings.skew, seconds(0), seconds(60)))
        return "auth: the clock skew must be 0 to 60 seconds.";
    if (outside(settings.max_lifetime, seconds(1), seconds(3600)))
        return "auth: tokens may live 1 to 3600 seconds.";
    if (outside(settings.refetch_interval, seconds(1), seconds(3600)))
        return "auth: the interval between two fetches of a key set must be 1 to 3600 seconds.";
    if (outside(settings.keys_fresh, seconds(1), seconds(86'400)))
        return "auth: fetched keys may stay fresh for 1 second to a day.";
    if (outside(settings.keys_usable, settings.keys_fresh, seconds(604'800)))
        return "auth: fetched keys must be usable as long as they are fresh, and a week at most.";
    if (outside(settings.fetch_limit, std::chrono::milliseconds(100), std::chrono::milliseconds(10'000)))
        return "auth: fetching a key set may take 100 to 10000 milliseconds.";
    return {};
}

std::string wrong_url(std::string_view url) {
    const std::size_t host =
        url.starts_with("https://") ? 8 : (url.starts_with("http://") ? 7 : std::string_view::npos);
    if (host == std::string_view::npos || url.size() == host || url[host] == '/')
        return fmt::format("auth: the public address '{}' must begin with https:// and a host.", url);
    if (url.ends_with('/') || url.ends_with("/cds-services") || url.find_first_of("?# ") != url.npos)
        return fmt::format(
            "auth: the public address '{}' must end before \"/cds-services\", without a slash.", url
        );
    return {};
}

std::string wrong_issuer(const Issuer& issuer) {
    if (issuer.iss.empty()) return "auth: an issuer needs its iss, as it stands in its tokens.";
    const auto say = [&](std::string_view what) {
        return fmt::format("auth: the issuer {} {}", issuer.iss, what);
    };
    if (!issuer.has_own_keys() && issuer.jku.empty())
        return say("needs keys: a key set file, or the https address of its key set as jku.");
    const auto plain = [](const std::string& url) { return !url.starts_with("https://"); };
    if (!issuer.has_own_keys() && std::any_of(issuer.jku.begin(), issuer.jku.end(), plain))
        return say("has a jku that is not https; keys are fetched by https only.");
    if (issuer.algorithms.empty()) return say("needs at least one algorithm, for example ES384.");
    for (const std::string& name : issuer.algorithms)
        if (!algorithm(name))
            return say(fmt::format(
                "has the algorithm '{}'; known are ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, "
                "PS512.",
                name
            ));
    return {};
}

std::string wrong_issuers(const std::vector<Issuer>& issuers) {
    std::set<std::string_view> names;
    for (const Issuer& issuer : issuers) {
        if (auto wrong = wrong_issuer(issuer); !wrong.empty()) return wrong;
        if (!names.insert(issuer.iss).second)
            return fmt::format("auth: the issuer {} stands twice; write it once.", issuer.iss);
    }
    return {};
}

}  // namespace

std::string what_is_wrong(const Settings& settings) {
    if (settings.protect_discovery && !settings.required)
        return "auth: the list of services cannot be protected while calls are not: set required.";
    if (settings.required && settings.issuers.empty())
        return "auth: tokens are required, but no issuer is registered.";
    if (settings.required && settings.public_urls.empty())
        return "auth: tokens are required; write the address that clients call, it is compared with their "
               "aud.";
    if (outside<std::size_t>(settings.replay_entries, 1000, 10'000'000))
        return "auth: 1000 to 10000000 used tokens may be remembered.";
    for (const std::string& url : settings.public_urls)
        if (auto wrong = wrong_url(url); !wrong.empty()) return wrong;
    if (auto wrong = wrong_time(settings); !wrong.empty()) return wrong;
    return wrong_issuers(settings.issuers);
}

}  // namespace iim::service::auth

#pragma once

#include "cds-hooks/auth/fetcher.hpp"
#include "cds-hooks/auth/reason.hpp"
#include "cds-hooks/auth/replay.hpp"
#include "cds-hooks/auth/settings.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace iim::service::auth {

/// What a call brings to prove who makes it.
struct Credentials {
    std::vector<std::string> authorization;  ///< the values of all Authorization fields
    /// The path called, from "/cds-services" on, without query: what follows Settings::public_urls.
    std::string path;
};

/// Who called: every member comes from a verified token. None of them is secret (SEC-16).
struct Caller {
    std::string issuer;
    std::string tenant;   ///< empty when the token has none
    std::string subject;  ///< empty when the token has none
    std::string jti;
};

/// Decides who may call (SEC-4 to SEC-18). One for the process, shared by all threads; outlives their event
/// loops.
class Authenticator {
public:
    /// What lies outside. `fetcher` may be null when no issuer's keys are fetched; `shared_replay` may be
    /// null: then used tokens are remembered by this process only. Both outlive the authenticator.
    struct Outside {
        std::function<Instant()> now;
        Fetcher* fetcher = nullptr;
        ReplayStore* shared_replay = nullptr;
    };

    /// Throws std::runtime_error with a sentence when the settings are impossible or a key set file is
    /// unusable.
    Authenticator(Settings settings, Outside outside);
    ~Authenticator();
    Authenticator(const Authenticator&) = delete;
    Authenticator& operator=(const Authenticator&) = delete;

    /// Whether a call of this path needs a token. Preflights (OPTIONS) never do (COR-1).
    bool guards(std::string_view path) const noexcept;

    /// The caller, or nothing: then the answer is a 401 that says nothing, and the reason is in the log.
    boost::asio::awaitable<std::optional<Caller>> check(Credentials credentials);

    /// Reads key set files again and forgets fetched keys: for SIGHUP. A file that cannot be used leaves its
    /// former keys in force; the sentences say which and why.
    std::vector<std::string> reload();

    /// How many calls were refused for this reason, and how many were let in.
    std::uint64_t refused(Reason why) const noexcept;
    std::uint64_t accepted() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service::auth

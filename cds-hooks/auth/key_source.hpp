#pragma once

#include "cds-hooks/auth/fetcher.hpp"
#include "cds-hooks/auth/jwk_set.hpp"
#include "cds-hooks/auth/replay.hpp"
#include "cds-hooks/auth/settings.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace iim::service::auth {

/// Which key a token asks for. `jku` is one of the issuer's, or empty.
struct KeyWanted {
    std::string jku, kid;
    Algorithm algorithm{};
};

/// The keys of all registered clients (SEC-14): from files, or fetched and kept for a while. Shared by all
/// threads; outlives their event loops.
class KeySource {
public:
    /// `settings` outlives this. Throws std::runtime_error with a sentence when a key set file cannot be
    /// used.
    KeySource(const Settings& settings, std::function<Instant()> now, Fetcher* fetcher);
    ~KeySource();
    KeySource(const KeySource&) = delete;
    KeySource& operator=(const KeySource&) = delete;

    /// An issuer with a key set of its own is looked up there and nowhere else. Others: in the fetched set of
    /// the jku, or of the issuer's only one when the token names none. A set is fetched when it is first
    /// needed, in the background when it has become old, and at once when it lacks the kid (rotation); never
    /// more often than refetch_interval. Who comes while a fetch is under way waits for it.
    boost::asio::awaitable<std::optional<PublicKey>> find(const Issuer& issuer, KeyWanted wanted);

    /// Reads the files again and forgets what was fetched. The sentences name files that cannot be used;
    /// their former keys stay.
    std::vector<std::string> reload();

private:
    class Fetched;
    using Set = std::shared_ptr<const JwkSet>;

    Set own_set(const Issuer& issuer) const;
    Fetched* fetched_set(const Issuer& issuer, const std::string& jku) const;
    boost::asio::awaitable<std::optional<PublicKey>> find_fetched(Fetched& entry, KeyWanted wanted);
    boost::asio::awaitable<void> renew(Fetched& entry);

    const Settings& settings_;
    const std::function<Instant()> now_;
    Fetcher* const fetcher_;
    mutable std::mutex own_mutex_;
    std::map<std::string, Set, std::less<>> own_;                           ///< by iss
    std::map<std::string, std::unique_ptr<Fetched>, std::less<>> fetched_;  ///< by jku; does not change
};

}  // namespace iim::service::auth

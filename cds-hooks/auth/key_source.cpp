#include "cds-hooks/auth/key_source.hpp"

#include "cds-hooks/log.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace iim::service::auth {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds look_again{5};  // while another call fetches

/// Says what a set is worth, once, when it is read.
void tell(std::string_view name, const JwkSet& set) {
    log::event(fmt::format("key set {}: {} keys, {} left out", name, set.size(), set.left_out()));
}

JwkSet own_keys(const Issuer& issuer) {
    const std::string name = issuer.jwks_file.empty() ? "of " + issuer.iss : issuer.jwks_file.string();
    std::string text = issuer.jwks;
    if (!issuer.jwks_file.empty()) {
        std::ifstream file(issuer.jwks_file, std::ios::binary);
        if (!file) throw std::runtime_error(fmt::format("The key set {} cannot be read.", name));
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    auto set = JwkSet::parse(std::move(text));
    if (!set)
        throw std::runtime_error(
            fmt::format(R"(The key set {} is no JSON Web Key Set: it should be {{"keys": [ … ]}}.)", name)
        );
    if (set->size() == 0)
        throw std::runtime_error(fmt::format(
            "The key set {} has no usable key: a key needs kid and, if it states them, use \"sig\" and an "
            "algorithm that fits it; RSA needs 2048 bits.",
            name
        ));
    tell(name, *set);
    return std::move(*set);
}

}  // namespace

/// One key set of the network and when it was asked for.
class KeySource::Fetched {
public:
    enum class Turn { fetch, wait, leave };

    Fetched(std::string url, const Settings& settings) : url_(std::move(url)), settings_(settings) {}
    const std::string& url() const noexcept { return url_; }

    /// The keys, unless they are too old to be trusted; null: none.
    Set keys(Instant now) const {
        const std::lock_guard lock(mutex_);
        return set_ && age(now, fetched_) <= settings_.keys_usable ? set_ : nullptr;
    }
    bool is_old(Instant now) const {
        const std::lock_guard lock(mutex_);
        return !set_ || age(now, fetched_) >= settings_.keys_fresh;
    }
    bool is_being_fetched() const {
        const std::lock_guard lock(mutex_);
        return fetching_;
    }
    /// Who gets `fetch` must call done(), whatever happens.
    Turn take_turn(Instant now) {
        const std::lock_guard lock(mutex_);
        if (fetching_) return Turn::wait;
        if (tried_ && age(now, *tried_) < settings_.refetch_interval) return Turn::leave;
        tried_ = now;
        fetching_ = true;
        return Turn::fetch;
    }
    void keep(Set set, Instant now) {
        const std::lock_guard lock(mutex_);
        set_ = std::move(set);
        fetched_ = now;
    }
    void done() {
        const std::lock_guard lock(mutex_);
        fetching_ = false;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        set_ = nullptr;
        tried_.reset();
    }

private:
    /// A clock that was set back makes nothing young again.
    static std::chrono::seconds age(Instant now, Instant then) { return std::chrono::abs(now - then); }

    const std::string url_;
    const Settings& settings_;
    mutable std::mutex mutex_;
    Set set_;
    Instant fetched_{};
    std::optional<Instant> tried_;
    bool fetching_ = false;
};

KeySource::KeySource(const Settings& settings, std::function<Instant()> now, Fetcher* fetcher)
    : settings_(settings), now_(std::move(now)), fetcher_(fetcher) {
    for (const Issuer& issuer : settings_.issuers) {
        if (issuer.has_own_keys()) {
            own_.emplace(issuer.iss, std::make_shared<const JwkSet>(own_keys(issuer)));
            continue;
        }
        for (const std::string& url : issuer.jku)
            if (url.starts_with("https://")) fetched_.emplace(url, std::make_unique<Fetched>(url, settings_));
    }
}

KeySource::~KeySource() = default;

std::vector<std::string> KeySource::reload() {
    std::vector<std::string> complaints;
    for (const Issuer& issuer : settings_.issuers) {
        if (!issuer.has_own_keys()) continue;
        try {
            auto set = std::make_shared<const JwkSet>(own_keys(issuer));
            const std::lock_guard lock(own_mutex_);
            own_[issuer.iss] = std::move(set);
        } catch (const std::runtime_error& error) { complaints.emplace_back(error.what()); }
    }
    for (const auto& [url, entry] : fetched_) entry->forget();
    return complaints;
}

KeySource::Set KeySource::own_set(const Issuer& issuer) const {
    const std::lock_guard lock(own_mutex_);
    const auto found = own_.find(issuer.iss);
    return found == own_.end() ? nullptr : found->second;
}

KeySource::Fetched* KeySource::fetched_set(const Issuer& issuer, const std::string& jku) const {
    if (!fetcher_) return nullptr;
    if (jku.empty() && issuer.jku.size() != 1) return nullptr;
    const auto found = fetched_.find(jku.empty() ? issuer.jku.front() : jku);
    return found == fetched_.end() ? nullptr : found->second.get();
}

asio::awaitable<std::optional<PublicKey>> KeySource::find(const Issuer& issuer, KeyWanted wanted) {
    if (const Set own = own_set(issuer)) {
        const PublicKey* const key = own->find(wanted.kid, wanted.algorithm);
        co_return key ? std::optional<PublicKey>(*key) : std::nullopt;
    }
    Fetched* const entry = fetched_set(issuer, wanted.jku);
    if (!entry) co_return std::nullopt;
    co_return co_await find_fetched(*entry, std::move(wanted));
}

asio::awaitable<std::optional<PublicKey>> KeySource::find_fetched(Fetched& entry, KeyWanted wanted) {
    Set set = entry.keys(now_());
    const PublicKey* key = set ? set->find(wanted.kid, wanted.algorithm) : nullptr;
    if (key && entry.is_old(now_())) {
        auto renewal = renew(entry);
        asio::co_spawn(co_await asio::this_coro::executor, std::move(renewal), asio::detached);
    }
    if (!key) {
        co_await renew(entry);
        set = entry.keys(now_());
        key = set ? set->find(wanted.kid, wanted.algorithm) : nullptr;
    }
    co_return key ? std::optional<PublicKey>(*key) : std::nullopt;
}

asio::awaitable<void> KeySource::renew(Fetched& entry) {
    const Clock::time_point deadline = Clock::now() + settings_.fetch_limit;
    const Fetched::Turn turn = entry.take_turn(now_());
    if (turn == Fetched::Turn::leave) co_return;
    if (turn == Fetched::Turn::wait) {
        asio::steady_timer pause(co_await asio::this_coro::executor);
        while (entry.is_being_fetched() && Clock::now() < deadline) {
            pause.expires_after(look_again);
            co_await pause.async_wait(nothrow);
        }
        co_return;
    }
    const auto end_turn = [](Fetched* done) { done->done(); };
    const std::unique_ptr<Fetched, decltype(end_turn)> turn_ends(&entry, end_turn);  // also when cancelled
    std::optional<std::string> text;
    try {
        text = co_await fetcher_->get(entry.url(), deadline);
    } catch (...) { log::fault("key set", log::current_exception_type()); }
    auto set = text ? JwkSet::parse(std::move(*text)) : std::nullopt;
    if (!set) {
        log::event(fmt::format("key set {}: not fetched", entry.url()));
        co_return;
    }
    tell(entry.url(), *set);
    entry.keep(std::make_shared<const JwkSet>(std::move(*set)), now_());
}

}  // namespace iim::service::auth

#include "cds-hooks/auth/authenticator.hpp"

#include "cds-hooks/auth/key_source.hpp"
#include "cds-hooks/auth/replay_memory.hpp"
#include "cds-hooks/auth/token_check.hpp"
#include "cds-hooks/log.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace iim::service::auth {
namespace {

namespace asio = boost::asio;

/// How long a shared store that did not answer is left alone: a call must not wait for it each time.
constexpr std::chrono::seconds shared_rest{10};

enum class Shared { first, again, silent };

/// The issuer's name stands in the log only when it is registered: then it comes from the configuration.
void say_refused(Reason why, std::string_view issuer) {
    if (issuer.empty())
        log::event(fmt::format("call refused: {}", text(why)));
    else
        log::event(fmt::format("call of {} refused: {}", issuer, text(why)));
}

}  // namespace

struct Authenticator::State {
    State(Settings given, Outside around)
        : settings(std::move(given)),
          outside(std::move(around)),
          keys(settings, outside.now, outside.fetcher),
          used(settings.replay_entries) {}

    /// In the order of SEC-17. `issuer` is told as soon as it is known.
    asio::awaitable<Checked<Caller>> decide(const Credentials& credentials, std::string_view& issuer);
    asio::awaitable<Checked<void>> use_once(const Claims& claims);
    asio::awaitable<Shared> ask_shared(const Claims& claims, Instant end);

    const Settings settings;
    const Outside outside;
    KeySource keys;
    ReplayMemory used;
    std::atomic<Instant> shared_rests_until{Instant::min()};
    std::array<std::atomic<std::uint64_t>, reasons + 1> refused{};
    std::atomic<std::uint64_t> accepted{0};
};

asio::awaitable<Checked<Caller>> Authenticator::State::decide(
    const Credentials& credentials, std::string_view& issuer
) {
    auto token = read_token(credentials.authorization);
    if (!token) co_return token.error();
    const auto admitted = admit(*token, settings);
    if (!admitted) co_return admitted.error();
    issuer = (*admitted)->iss;

    KeyWanted wanted{token->jku.value_or(std::string()), token->kid, token->algorithm};
    const std::optional<PublicKey> key = co_await keys.find(**admitted, std::move(wanted));
    if (!key) co_return Reason::no_key;
    if (!key->verifies(token->algorithm, token->signed_text, token->signature)) co_return Reason::signature;

    Claims& claims = token->claims;
    const auto fine = check_claims(claims, **admitted, settings, credentials.path, outside.now());
    if (!fine) co_return fine.error();
    const auto once = co_await use_once(claims);
    if (!once) co_return once.error();

    Caller caller;
    caller.issuer = std::move(claims.iss);
    caller.tenant = std::move(claims.tenant);
    caller.subject = std::move(claims.sub);
    caller.jti = std::move(claims.jti);
    co_return caller;
}

/// This process's memory first: it costs nothing, and it holds when the shared store is away.
asio::awaitable<Checked<void>> Authenticator::State::use_once(const Claims& claims) {
    const Instant end = end_of(claims, settings);
    const auto here = used.use(claims.iss, claims.jti, end, outside.now());
    if (here == ReplayMemory::Use::again) co_return Reason::replayed;
    if (here == ReplayMemory::Use::no_room) co_return Reason::replay_full;
    if (!outside.shared_replay) co_return Checked<void>();
    const Shared there = co_await ask_shared(claims, end);
    if (there == Shared::again) co_return Reason::replayed;
    if (there == Shared::silent && settings.replay_fails_closed) co_return Reason::replay_unknown;
    co_return Checked<void>();
}

asio::awaitable<Shared> Authenticator::State::ask_shared(const Claims& claims, Instant end) {
    if (outside.now() < shared_rests_until.load()) co_return Shared::silent;
    try {
        const bool first = co_await outside.shared_replay->first_use(claims.iss, claims.jti, end);
        co_return first ? Shared::first : Shared::again;
    } catch (...) { log::fault("used tokens", log::current_exception_type()); }
    shared_rests_until = outside.now() + shared_rest;
    co_return Shared::silent;
}

Authenticator::Authenticator(Settings settings, Outside outside)
    : state_(std::make_unique<State>(std::move(settings), std::move(outside))) {}

Authenticator::~Authenticator() = default;

bool Authenticator::guards(std::string_view path) const noexcept {
    return state_->settings.required && (state_->settings.protect_discovery || path != "/cds-services");
}

asio::awaitable<std::optional<Caller>> Authenticator::check(Credentials credentials) {
    std::string_view issuer;
    auto decided = co_await state_->decide(credentials, issuer);
    if (decided) {
        ++state_->accepted;
        co_return std::move(*decided);
    }
    ++state_->refused[static_cast<std::size_t>(decided.error())];
    say_refused(decided.error(), issuer);
    co_return std::nullopt;
}

std::vector<std::string> Authenticator::reload() {
    return state_->keys.reload();
}

std::uint64_t Authenticator::refused(Reason why) const noexcept {
    return state_->refused[static_cast<std::size_t>(why)];
}

std::uint64_t Authenticator::accepted() const noexcept {
    return state_->accepted;
}

}  // namespace iim::service::auth

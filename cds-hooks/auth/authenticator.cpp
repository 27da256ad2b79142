#include "cds-hooks/auth/authenticator.hpp"

#include "cds-hooks/auth/key_source.hpp"
#include "cds-hooks/auth/replay_memory.hpp"
#include "cds-hooks/auth/token_check.hpp"
#include "cds-hooks/log.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace iim::service::auth {
namespace {

namespace asio = boost::asio;

/// How long a shared store that did not answer is left alone: a call must not wait for it each time.
constexpr std::chrono::seconds shared_rest{10};

enum class Shared { first, again, silent };

/// What the log says of a call besides the reason: without the name that came, whoever registers an EHR can
/// only guess at the slash that is missing. The token itself is never said (SEC-16).
struct Told {
    std::string_view issuer;  ///< registered: it comes from the configuration
    std::string came;         ///< what the token names and nobody registered, and where it was sent
};

std::string list_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 3;
    std::string list;
    for (std::size_t i = 0; i < names.size() && i < most; ++i)
        list += (i > 0 ? ", " : "") + log::quoted(names[i]);
    return names.size() > most ? list + ", ..." : list;
}

std::string what_came(Reason why, const Token& token, std::string_view path) {
    switch (why) {
    case Reason::unknown_issuer: return "iss " + log::quoted(token.claims.iss);
    case Reason::foreign_jku:
        return fmt::format(
            "iss {}, jku {}", log::quoted(token.claims.iss), log::quoted(token.jku.value_or(std::string()))
        );
    case Reason::audience:
        return fmt::format("aud {}, called {}", list_of(token.claims.aud), log::quoted(path));
    default: return {};
    }
}

void say_refused(Reason why, const Told& told) {
    log::event(fmt::format(
        "call{}{} refused: {}{}{}",
        told.issuer.empty() ? "" : " of ",
        told.issuer,
        text(why),
        told.came.empty() ? "" : "; ",
        told.came
    ));
}

}  // namespace

struct Authenticator::State {
    State(Settings given, Outside around)
        : settings(std::move(given)),
          outside(std::move(around)),
          keys(settings, outside.now, outside.fetcher),
          used(settings.replay_entries) {}

    /// In the order of SEC-17. `told` grows as things become known.
    asio::awaitable<Checked<Caller>> decide(const Credentials& credentials, Told& told);
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

asio::awaitable<Checked<Caller>> Authenticator::State::decide(const Credentials& credentials, Told& told) {
    auto token = read_token(credentials.authorization);
    if (!token) co_return token.error();
    const auto admitted = admit(*token, settings);
    if (!admitted) told.came = what_came(admitted.error(), *token, credentials.path);
    if (!admitted) co_return admitted.error();
    told.issuer = (*admitted)->iss;

    KeyWanted wanted{token->jku.value_or(std::string()), token->kid, token->algorithm};
    const std::optional<PublicKey> key = co_await keys.find(**admitted, std::move(wanted));
    if (!key) co_return Reason::no_key;
    if (!key->verifies(token->algorithm, token->signed_text, token->signature)) co_return Reason::signature;

    Claims& claims = token->claims;
    const auto fine = check_claims(claims, **admitted, settings, credentials.path, outside.now());
    if (!fine) told.came = what_came(fine.error(), *token, credentials.path);
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
    Told told;
    auto decided = co_await state_->decide(credentials, told);
    if (decided) {
        ++state_->accepted;
        co_return std::move(*decided);
    }
    ++state_->refused[static_cast<std::size_t>(decided.error())];
    say_refused(decided.error(), told);
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

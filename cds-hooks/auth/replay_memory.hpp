#pragma once

#include "cds-hooks/auth/replay.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace iim::service::auth {

/// The used tokens of this process. Bounded: when full of tokens that have not expired, new ones are refused
/// rather than old ones forgotten. For all threads.
class ReplayMemory {
public:
    enum class Use { first, again, no_room };

    explicit ReplayMemory(std::size_t most) noexcept : most_(most) {}

    /// `first` for exactly one of all calls with this pair until `expires` is past.
    Use use(std::string_view issuer, std::string_view jti, Instant expires, Instant now);
    std::size_t size() const;

private:
    using Mark = std::array<std::uint64_t, 2>;  ///< a digest of issuer and jti: they may be long
    struct MarkHash {
        std::size_t operator()(const Mark& mark) const noexcept { return static_cast<std::size_t>(mark[0]); }
    };
    static Mark mark_of(std::string_view issuer, std::string_view jti);
    void forget_expired(Instant now);

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::unordered_set<Mark, MarkHash> used_;
    std::map<Instant, std::vector<Mark>> by_end_;
};

}  // namespace iim::service::auth

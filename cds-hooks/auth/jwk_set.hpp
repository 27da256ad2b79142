#pragma once

#include "cds-hooks/auth/algorithm.hpp"
#include "cds-hooks/auth/public_key.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service::auth {

/// The keys of one client that may verify its signatures. Immutable; may be shared by threads.
class JwkSet {
public:
    static constexpr std::size_t most_bytes = std::size_t{256} << 10;
    static constexpr std::size_t most_keys = 64;

    /// Nothing when `text` is no JSON object with a list `keys`. Keys that cannot be used are left out and
    /// counted: without kid or with one that stands twice, for another use than signatures, of an unknown
    /// type, too weak, off their curve, of an algorithm that does not fit them, or private (then it is known
    /// to others).
    static std::optional<JwkSet> parse(std::string text);

    /// The key of this name that may verify this algorithm; null when there is none. Valid as long as the
    /// set.
    const PublicKey* find(std::string_view kid, Algorithm algorithm) const noexcept;
    std::size_t size() const noexcept { return keys_.size(); }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    struct Key {
        std::string kid;
        PublicKey key;
        std::optional<Algorithm> only;  ///< its `alg`, when it has one
    };
    bool has(std::string_view kid, const PublicKey& key) const;

    std::vector<Key> keys_;
    std::size_t left_out_ = 0;
};

}  // namespace iim::service::auth

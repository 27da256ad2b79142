#pragma once

#include "engine/facts/availability.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace iim::engine {

/// A site's own name for one of our prefetch keys (checklist PFT-12), both folded.
struct KeyAlias {
    std::string name, key;
};

/// A key as is_key() compares it: in lower case, without '-', '_', spaces and Epic's "-user" at the end.
std::string folded_key(std::string_view key);

/// What the keys of one request's prefetch ask for, where a site may have names of its own. They stand over
/// the usual names. In a request that has the key itself, the key answers: what stands under the alias is
/// read as under any unknown key, so that what it holds counts and what it lacks says nothing.
class PrefetchKeys {
public:
    PrefetchKeys(fhir::Json prefetch, std::span<const KeyAlias> aliases) noexcept
        : prefetch_(prefetch), aliases_(aliases) {}

    std::optional<Kind> kind_of(std::string_view key) const noexcept;
    /// How many aliases of the request stand beside their key.
    std::size_t beside_their_key() const noexcept;

private:
    const KeyAlias* alias(std::string_view key) const noexcept;
    bool holds(std::string_view name) const noexcept;

    fhir::Json prefetch_;
    std::span<const KeyAlias> aliases_;
};

}  // namespace iim::engine

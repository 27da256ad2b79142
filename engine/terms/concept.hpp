#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <span>

#include <boost/container/static_vector.hpp>

namespace iim::engine {

/// One clinical idea (a drug, a disease, a laboratory test) whatever code a hospital uses for it.
/// The constants stand in the generated header concepts.hpp, e.g. drug::prednisone, lab::tpmt_genotype;
/// they come from data/concepts.csv. Concept{} is "none".
struct Concept {
    std::uint16_t index = 0;
    explicit constexpr operator bool() const noexcept { return index != 0; }
    auto operator<=>(const Concept&) const = default;  // NOLINT(modernize-use-nullptr): misread by 14
};

using ConceptGroup = std::span<const Concept>;

constexpr bool in(Concept wanted, ConceptGroup group) noexcept {
    for (const Concept each : group)
        if (each == wanted) return true;
    return false;
}

/// The concepts that one resource carries; more than the capacity are dropped (a resource codes one idea).
class Concepts {
public:
    Concepts() = default;
    Concepts(std::initializer_list<Concept> list) {
        for (const Concept each : list) add(each);
    }
    void add(Concept one) {
        if (one && !has(one) && list_.size() < list_.capacity()) list_.push_back(one);
    }
    bool has(Concept wanted) const noexcept { return in(wanted, {list_.data(), list_.size()}); }
    bool any_of(ConceptGroup group) const noexcept {
        for (const Concept each : list_)
            if (in(each, group)) return true;
        return false;
    }
    /// The first of these concepts that stands in `group`, or none.
    Concept first_of(ConceptGroup group) const noexcept {
        for (const Concept each : list_)
            if (in(each, group)) return each;
        return {};
    }
    Concept first() const noexcept { return list_.empty() ? Concept{} : list_.front(); }
    bool empty() const noexcept { return list_.empty(); }
    auto begin() const noexcept { return list_.begin(); }
    auto end() const noexcept { return list_.end(); }

private:
    boost::container::static_vector<Concept, 6> list_;
};

}  // namespace iim::engine

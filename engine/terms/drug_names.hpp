#pragma once

#include "engine/terms/name_tail.hpp"
#include "engine/terms/terms.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace iim::engine {

/// The closed list of drug names, for orders and allergies that carry text and no code.
class DrugNames {
public:
    /// How much a name is a drug's own. A name of two drugs means the one whose own it is more.
    enum class Rank { own, listed, of_class };
    void add(std::string_view name, Concept drug, Rank rank);
    /// A tablet or capsule that exists in this strength; others are not believed.
    void add_solid(Concept drug, const Product& product);
    /// In combinations of sulfamethoxazole and trimethoprim a text names both strengths, 5 to 1.
    void set_five_to_one(Concept drug) { five_to_one_ = drug; }
    /// Call once after the last add. A name of two different drugs in the same rank means neither.
    void freeze();

    /// The drug whose name stands at the start of `text`, when nothing but strength, form, route, maker and
    /// other names of the same drug stands behind it.
    std::optional<Meaning> find(std::string_view text) const;
    /// The drugs that are named anywhere in a text, the longest name at each place.
    Concepts all_within(std::string_view text) const;

private:
    struct Name {
        std::string text;
        Concept drug;
        Rank rank = Rank::own;
    };
    struct Solid {
        Concept drug;
        Product product;
    };
    Concept drug_of(std::string_view name) const noexcept;
    bool belongs(const DrugText& text, std::size_t word, Concept drug) const noexcept;
    Concept acid_of(Concept drug) const noexcept;
    std::optional<Meaning> combination(const DrugText& words) const;
    const Product* solid(Concept drug, double mg, std::string_view form) const noexcept;
    Meaning meaning(Concept drug, const std::optional<NamedStrength>& strength) const noexcept;

    std::vector<Name> names_;
    boost::unordered_flat_map<std::string_view, Concept> by_name_;  ///< views into names_
    std::size_t most_words_ = 0;
    std::deque<Solid> solids_;
    Concept five_to_one_;
};

}  // namespace iim::engine

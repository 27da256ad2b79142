#pragma once

#include "cards/card.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace iim::service::store {

/// What tells one occasion of a rule from another: its trigger, or its headline where it names none, and how
/// much of the drug its order gives: "TPMT poor metaboliser; at 50 mg/day".
std::string occasion_of(const engine::Finding& finding);
std::string occasion_of(const cards::Card& card);

/// An occasion and its dose, taken apart.
struct Occasion {
    std::string_view trigger;
    std::optional<double> mg_per_day;
};
Occasion read_occasion(std::string_view text) noexcept;

}  // namespace iim::service::store

#pragma once

#include "cds-hooks/store/records.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// What is wrong with an item, and where: "feedback[2].outcome".
struct ItemProblem {
    std::string where;
    std::string what_to_change;
};

/// The items of one feedback call: those that can be stored, and what is wrong with the others.
struct FeedbackItems {
    std::vector<store::FeedbackItem> good;
    std::vector<ItemProblem> refused;
};

inline constexpr std::size_t most_items = 10'000;

/// Reads the array `feedback` leniently (FBK-12). Each item stands for itself: one that cannot be read does
/// not take the others down.
FeedbackItems read_items(fhir::Json feedback, std::string_view caller, store::Moment received);

}  // namespace iim::service

#pragma once

#include "engine/facts/order.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What people wrote on an order beside its dose: its reason, its notes and the words of its dosage. Plans
/// that no field holds ("rechallenge as planned by lipid clinic") stand there.
class OrderWords {
public:
    explicit OrderWords(const Order& order);
    /// One of `phrases` (lower case) stands in them.
    bool name_any(std::initializer_list<std::string_view> phrases) const noexcept;
    /// A calendar date, or a year of this century, stands in them.
    bool name_date() const noexcept;

private:
    std::vector<std::string_view> texts_;
};

}  // namespace iim::engine

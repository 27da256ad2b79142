#pragma once

#include "engine/facts/patient.hpp"

#include <initializer_list>
#include <string_view>

namespace iim::engine {

/// What people wrote on an order beside its dose: its reason, the words of its dosage and, of an order of
/// this call, its notes. Plans that no field holds ("rechallenge as planned by lipid clinic") stand there.
class OrderWords {
public:
    OrderWords(const Patient& patient, const Order& order);
    /// One of `phrases` (lower case) stands in them.
    bool name_any(std::initializer_list<std::string_view> phrases) const noexcept;
    /// A calendar date, or a year of this century, stands in them.
    bool name_date() const noexcept;

private:
    std::vector<std::string_view> texts_;
};

}  // namespace iim::engine

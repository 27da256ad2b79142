#pragma once

#include "engine/facts/facts.hpp"

#include <vector>

namespace iim::engine {

constexpr double normal_strength = 5;

/// MRC grade of one muscle group, 0 to 5.
struct StrengthGrade {
    double grade = normal_strength;
    Day date;
};

/// The newest examination of the last `recent` days: a grade for each muscle group, all of one day. What
/// cannot be read as a grade in an examination that can counts as normal.
std::vector<StrengthGrade> newest_strength(const Facts& facts, Days recent);

}  // namespace iim::engine

#include "engine/derive/muscle_strength.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace iim::engine {
namespace {

/// A number, or words like "4+", "4-" and "3/5"; a sign is a third of a grade.
std::optional<double> muscle_grade(const Result& one) {
    if (one.value) return one.value;
    std::string_view text = trimmed(one.text);
    if (text.ends_with("/5")) text.remove_suffix(2);
    if (text.empty() || text.size() > 2 || text[0] < '0' || text[0] > '5') return {};
    const double whole = text[0] - '0';
    if (text.size() == 1) return whole;
    if (text[1] == '+') return whole + 1.0 / 3;
    return text[1] == '-' ? std::optional(whole - 1.0 / 3) : std::nullopt;
}

}  // namespace

std::vector<StrengthGrade> newest_strength(const Facts& facts, Days recent) {
    const auto results = facts.labs.all(observation::muscle_strength_grade);
    const auto newest = std::ranges::find_if(results, [&](const Result* one) {
        return one->date <= facts.now && facts.now - one->date <= recent && muscle_grade(*one);
    });
    std::vector<StrengthGrade> grades;
    for (auto one = newest; one != results.end() && (*one)->date == (*newest)->date; ++one)
        grades.push_back({muscle_grade(**one).value_or(normal_strength), (*one)->date});
    return grades;
}

}  // namespace iim::engine

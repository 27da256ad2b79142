#include "fhir/timing.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace iim::fhir {
namespace {

constexpr double month = 30.4375;
constexpr double year = 365.25;
constexpr double hundred_years = 36525;

struct Unit {
    std::string_view name;
    double days;
};

constexpr auto units = std::to_array<Unit>({
    {"s", 1.0 / 86400},
    {"min", 1.0 / 1440},
    {"h", 1.0 / 24},
    {"d", 1},
    {"wk", 7},
    {"mo", month},
    {"a", year},
    {"second", 1.0 / 86400},
    {"minute", 1.0 / 1440},
    {"minutes", 1.0 / 1440},
    {"hour", 1.0 / 24},
    {"hours", 1.0 / 24},
    {"hr", 1.0 / 24},
    {"day", 1},
    {"days", 1},
    {"week", 7},
    {"weeks", 7},
    {"month", month},
    {"months", month},
    {"year", year},
    {"years", year},
    {"seconds", 1.0 / 86400},
});

}  // namespace

std::optional<double> unit_days(std::string_view unit) {
    constexpr std::size_t longest = 8;
    std::array<char, longest> lower{};
    if (unit.empty() || unit.size() > longest) return {};
    std::ranges::transform(unit, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::string_view wanted(lower.data(), unit.size());
    for (const auto& [name, days] : units)
        if (name == wanted) return days;
    return {};
}

std::optional<double> duration_days(Json value) {
    const auto number = positive(value["value"], 1e9);
    auto unit = unit_days(value["code"].text());
    if (!unit) unit = unit_days(value["unit"].text());
    if (!number || !unit || value["comparator"]) return {};
    return std::min(*number * *unit, hundred_years);
}

std::optional<int> whole_days(std::optional<double> days) {
    if (!days) return {};
    constexpr double tiny = 1e-6;
    const double whole = *days < month - tiny ? std::ceil(*days - tiny) : std::round(*days);
    return std::max(1, static_cast<int>(whole));
}

std::optional<double> positive(Json value, double limit) {
    const auto number = value.number();
    if (!number || !(*number > 0) || !(*number <= limit)) return {};
    return number;
}

}  // namespace iim::fhir

#include "engine/terms/strength.hpp"

#include <algorithm>
#include <charconv>

namespace iim::engine {

namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part) {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

std::optional<double> number_at(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value <= 0) return {};
    return value;
}

/// Cuts the next part of a " / " list.
std::string_view take_part(std::string_view& list) {
    const auto end = list.find(" / ");
    const auto part = list.substr(0, end);
    list.remove_prefix(end == list.npos ? list.size() : end + 3);
    return part;
}

/// mg in one "mg", "g" or "ug"; cuts it off `unit`.
std::optional<double> take_mass(std::string_view& unit) {
    struct Mass {
        std::string_view name;
        double mg;
    };
    for (const Mass mass : {Mass{"mg", 1}, Mass{"ug", 0.001}, Mass{"g", 1000}})
        if (unit.starts_with(mass.name)) {
            unit.remove_prefix(mass.name.size());
            return mass.mg;
        }
    return {};
}

/// "0.4 ML methotrexate …" → 0.4
std::optional<double> volume_in_front(std::string_view display) {
    const auto end = display.find(' ');
    if (end == display.npos || !display.substr(end).starts_with(" ML ")) return {};
    return number_at(display);
}

bool single_container(std::string_view form) {
    return contains(form, "injection") || contains(form, "infusion");
}

void add(std::optional<double>& sum, double more) {
    sum = sum.value_or(0) + more;
}

void add_component(Strength& strength, double value, std::string_view unit, const StrengthText& text) {
    const auto mass = take_mass(unit);
    if (!mass) return;
    const double mg = value * *mass;
    if (unit.empty()) return add(strength.mg_per_unit, mg);
    if (!unit.starts_with('/') || !unit.ends_with("mL")) return;
    unit.remove_prefix(1);
    unit.remove_suffix(2);
    const auto per = number_at(unit);
    if (!per && !unit.empty()) return;
    add(strength.mg_per_mL, mg / per.value_or(1));
    if (per && single_container(text.form)) return add(strength.mg_per_unit, mg);
    if (const auto volume = volume_in_front(text.display)) add(strength.mg_per_unit, mg * *volume);
}

}  // namespace

Strength read_strength(const StrengthText& text) {
    Strength strength;
    std::string_view values = text.value;
    std::string_view units = text.unit;
    std::string_view components = text.display;
    const bool combination = values.find(" / ") != values.npos;
    while (!values.empty()) {
        const auto value = number_at(take_part(values));
        const auto unit = take_part(units);
        const auto component = take_part(components);
        if (value && (!combination || contains(component, text.ingredient)))
            add_component(strength, *value, unit, text);
    }
    return strength;
}

}  // namespace iim::engine

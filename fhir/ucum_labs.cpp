#include "fhir/lab_unit.hpp"
#include "fhir/ucum.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace iim::fhir {
namespace {

using Kind = LabUnit::Kind;

double times_ten_to(double value, int power) noexcept {
    constexpr int most = 22;
    static constexpr double powers[most + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (power > most || power < -most) return value * std::pow(10.0, power);
    return power >= 0 ? value * powers[power] : value / powers[-power];
}

/// The decimal that a person would write: 0.07 g/L is 7 mg/dL, not 7.000000000000001. Every decimal of up to
/// 15 digits has a double of its own, so nothing that was measured is lost.
double tidy(double value) noexcept {
    constexpr int digits = 15;
    std::array<char, 32> text{};
    const auto end = text.data() + text.size();
    const auto written = std::to_chars(text.data(), end, value, std::chars_format::scientific, digits - 1);
    double read = value;
    std::from_chars(text.data(), written.ptr, read);
    return read;
}

/// What to multiply a value of kind `from` by to have it in kind `to` (own units); nothing when they
/// measure different things.
std::optional<double> bridge(Kind from, Kind to, double molar_mass) noexcept {
    if (from == Kind::unknown) return {};
    if (from == to) return 1;
    // One charge a particle holds for potassium and sodium, not for calcium: there the molar mass is given.
    if (from == Kind::equivalents && to == Kind::molar_conc && molar_mass == 0) return 1;
    if (!(molar_mass > 0)) return {};
    if (from == Kind::mass_conc && to == Kind::molar_conc) return 1 / molar_mass;
    if (from == Kind::molar_conc && to == Kind::mass_conc) return molar_mass;
    if (from == Kind::mass_per_mol && to == Kind::mass_per_mass) return 1 / molar_mass;
    if (from == Kind::mass_per_mass && to == Kind::mass_per_mol) return molar_mass;
    return {};
}

}  // namespace

std::optional<double> convert(
    double value, std::string_view from, std::string_view target, double molar_mass
) {
    if (!std::isfinite(value)) return {};
    if (!from.empty() && from == target) return value;
    const LabUnit given = lab_unit(from);
    const LabUnit wanted = lab_unit(target);
    const auto factor = bridge(given.kind, wanted.kind, molar_mass);
    if (!factor) return {};
    if (given.kind == wanted.kind && given.scale == wanted.scale && given.power == wanted.power) return value;
    const double scaled = value * *factor * given.scale / wanted.scale;
    const double converted = times_ten_to(scaled, given.power - wanted.power);
    if (!std::isfinite(converted)) return {};
    return tidy(converted);
}

}  // namespace iim::fhir

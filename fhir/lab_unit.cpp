#include "fhir/lab_unit.hpp"

#include "fhir/unit_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

namespace iim::fhir {
namespace {

using Kind = LabUnit::Kind;
using Unit = LabUnit;

struct Spelling {
    std::string_view text;
    Unit unit;
};

template <std::size_t N>
std::optional<Unit> look_up(const Spelling (&table)[N], std::string_view text) noexcept {
    const auto found = std::find_if(std::begin(table), std::end(table), [text](const Spelling& one) {
        return one.text == text;
    });
    if (found == std::end(table)) return {};
    return found->unit;
}

/// Units that are no fraction of the tables below. Lower case: none of them changes its meaning with case.
constexpr Spelling whole_units[] = {
    {"kg", {Kind::mass, 1, 0}},
    {"kgs", {Kind::mass, 1, 0}},
    {"kilogram", {Kind::mass, 1, 0}},
    {"kilograms", {Kind::mass, 1, 0}},
    {"[lb_av]", {Kind::mass, 0.45359237, 0}},
    {"lb", {Kind::mass, 0.45359237, 0}},
    {"lbs", {Kind::mass, 0.45359237, 0}},
    {"pound", {Kind::mass, 0.45359237, 0}},
    {"pounds", {Kind::mass, 0.45359237, 0}},
    {"[oz_av]", {Kind::mass, 0.028349523125, 0}},
    {"cm", {Kind::length, 1, 0}},
    {"mm", {Kind::length, 1, -1}},
    {"m", {Kind::length, 1, 2}},
    {"[in_i]", {Kind::length, 2.54, 0}},
    {"in", {Kind::length, 2.54, 0}},
    {"inch", {Kind::length, 2.54, 0}},
    {"inches", {Kind::length, 2.54, 0}},
    {"[ft_i]", {Kind::length, 30.48, 0}},
    {"kg/m2", {Kind::body_index, 1, 0}},
    {"kg/m^2", {Kind::body_index, 1, 0}},
    {"%", {Kind::percent, 1, 0}},
    {"percent", {Kind::percent, 1, 0}},
    {"l/l", {Kind::percent, 1, 2}},
    {"fl", {Kind::volume, 1, 0}},
    {"um3", {Kind::volume, 1, 0}},
    {"mm[hg]", {Kind::pressure, 1, 0}},
    {"mmhg", {Kind::pressure, 1, 0}},
    {"mm/h", {Kind::sedimentation, 1, 0}},
    {"mm/hr", {Kind::sedimentation, 1, 0}},
    {"ml/min", {Kind::flow, 1, 0}},
};

/// What is counted, weighed or measured per volume. Case-sensitive: G is 10^9, g a gram.
constexpr Spelling numerators[] = {
    {"g", {Kind::mass_conc, 1, 0}},       {"gm", {Kind::mass_conc, 1, 0}},
    {"mg", {Kind::mass_conc, 1, -3}},     {"ug", {Kind::mass_conc, 1, -6}},
    {"mcg", {Kind::mass_conc, 1, -6}},    {"ng", {Kind::mass_conc, 1, -9}},
    {"pg", {Kind::mass_conc, 1, -12}},    {"mol", {Kind::molar_conc, 1, 0}},
    {"mmol", {Kind::molar_conc, 1, -3}},  {"umol", {Kind::molar_conc, 1, -6}},
    {"nmol", {Kind::molar_conc, 1, -9}},  {"pmol", {Kind::molar_conc, 1, -12}},
    {"meq", {Kind::equivalents, 1, -3}},  {"mEq", {Kind::equivalents, 1, -3}},
    {"mcmol", {Kind::molar_conc, 1, -6}},  // "mc" is the safe way to write micro (ISMP, Joint Commission)
    {"U", {Kind::activity, 1, 0}},        {"u", {Kind::activity, 1, 0}},
    {"Unit", {Kind::activity, 1, 0}},     {"unit", {Kind::activity, 1, 0}},
    {"Units", {Kind::activity, 1, 0}},    {"units", {Kind::activity, 1, 0}},
    {"IU", {Kind::activity, 1, 0}},       {"iu", {Kind::activity, 1, 0}},
    {"iU", {Kind::activity, 1, 0}},       {"UI", {Kind::activity, 1, 0}},  // unité, unidad, unità
    {"ui", {Kind::activity, 1, 0}},  // … internationale, internacional, internazionale
    {"[IU]", {Kind::activity, 1, 0}},     {"[iU]", {Kind::activity, 1, 0}},
    {"[iu]", {Kind::activity, 1, 0}},     {"mU", {Kind::activity, 1, -3}},
    {"mIU", {Kind::activity, 1, -3}},     {"miu", {Kind::activity, 1, -3}},
    {"m[IU]", {Kind::activity, 1, -3}},   {"m[iU]", {Kind::activity, 1, -3}},
    {"uIU", {Kind::activity, 1, -6}},     {"uiu", {Kind::activity, 1, -6}},
    {"u[IU]", {Kind::activity, 1, -6}},   {"u[iU]", {Kind::activity, 1, -6}},
    {"kU", {Kind::activity, 1, 3}},       {"ku", {Kind::activity, 1, 3}},
    {"kIU", {Kind::activity, 1, 3}},      {"k[IU]", {Kind::activity, 1, 3}},
    {"ukat", {Kind::activity, 60, 0}},  // 1 U = 1 umol/min
    {"nkat", {Kind::activity, 60, -3}},   {"", {Kind::count, 1, 0}},
    {"1", {Kind::count, 1, 0}},           {"#", {Kind::count, 1, 0}},
    {"K", {Kind::count, 1, 3}},           {"k", {Kind::count, 1, 3}},
    {"G", {Kind::count, 1, 9}},
};

/// Lower case.
constexpr Spelling count_words[] = {
    {"cell", {Kind::count, 1, 0}},
    {"cells", {Kind::count, 1, 0}},
    {"tho", {Kind::count, 1, 3}},
    {"thou", {Kind::count, 1, 3}},
    {"thous", {Kind::count, 1, 3}},
    {"thousand", {Kind::count, 1, 3}},
    {"thousands", {Kind::count, 1, 3}},
    {"mil", {Kind::count, 1, 6}},
    {"million", {Kind::count, 1, 6}},
    {"th", {Kind::count, 1, 3}},
    {"tsd", {Kind::count, 1, 3}},  // German: Tausend
    {"tsd.", {Kind::count, 1, 3}},
    {"bil", {Kind::count, 1, 9}},  // billion as in English, the language of the word
    {"gpt", {Kind::count, 1, 9}},  // German: Giga particles
};

struct Volume {
    std::string_view text;
    int power;  // of a litre
};
constexpr Volume volumes[] = {
    {"L", 0},     {"l", 0},    {"dL", -1},   {"dl", -1},  {"100mL", -1}, {"100ml", -1}, {"mL", -3},
    {"ml", -3},   {"uL", -6},  {"ul", -6},   {"mcL", -6}, {"mcl", -6},   {"mm3", -6},   {"mm^3", -6},
    {"mm*3", -6}, {"cmm", -6}, {"cumm", -6}, {"nL", -9},  {"nl", -9},
};

/// "mL/min" is followed by one of these when the value is per standard body surface; braces, brackets and
/// underscores are dropped before.
constexpr std::string_view per_surface[] = {
    "/1.73m2",
    "/1.73m^2",
    "/1.73m*2",
    "/1.73.m2",
    "/1.73sqm",
    "/1.73",
    "per1.73m2",
    "/173.10*-2.m2",
};

std::string_view without_annotation(std::string_view text) noexcept {
    return text.ends_with('}') ? text.substr(0, text.rfind('{')) : text;
}

/// What follows "10" in "10*3", "10^3", "10E3", "10(3)": "3".
std::string_view exponent(std::string_view text) noexcept {
    if (text.starts_with('(') && text.ends_with(')')) return text.substr(1, text.size() - 2);
    if (text.starts_with("**")) return text.substr(2);
    const bool sign = !text.empty() && std::string_view("*^eE").find(text.front()) != std::string_view::npos;
    return sign ? text.substr(1) : std::string_view{};
}

/// "10*3", "x10E3", "x10(3)" … → 3.
std::optional<int> power_of_ten(std::string_view text) noexcept {
    constexpr unsigned most = 12;
    if (text.starts_with('x') || text.starts_with('X') || text.starts_with('*')) text.remove_prefix(1);
    if (!text.starts_with("10")) return {};
    const std::string_view digits = exponent(text.substr(2));
    unsigned power = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), power);
    const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    return whole && power <= most ? std::optional(static_cast<int>(power)) : std::nullopt;
}

/// mL/min/{1.73_m2} in its many spellings.
std::optional<Unit> filtration(std::string_view lower) noexcept {
    constexpr std::string_view rate = "ml/min";
    if (!lower.starts_with(rate)) return {};
    std::array<char, 48> tail{};
    std::size_t size = 0;
    for (const char c : lower.substr(rate.size())) {
        if (std::string_view("{}()_").find(c) != std::string_view::npos) continue;
        tail[size++] = c == ',' ? '.' : c;
    }
    const std::string_view rest(tail.data(), size);
    const bool known =
        std::find(std::begin(per_surface), std::end(per_surface), rest) != std::end(per_surface);
    return known ? std::optional(Unit{Kind::egfr}) : std::nullopt;
}

std::optional<Unit> numerator(std::string_view text) noexcept {
    text = without_annotation(text);
    if (const auto unit = look_up(numerators, text)) return unit;
    if (const auto word = UnitText::plain(text))
        if (const auto unit = look_up(count_words, word->lower().view())) return unit;
    if (const auto power = power_of_ten(text)) return Unit{Kind::count, 1, *power};
    return {};
}

/// Ratios of masses: urine protein per creatinine or per day.
std::optional<Unit> per_mass_or_day(Unit mass, std::string_view below) noexcept {
    if (mass.kind != Kind::mass_conc) return {};
    constexpr std::string_view days[] = {
        "d", "day", "24h", "24hr", "24hrs", "24.h", "(24.h)", "{24_h}", "{24h}"};
    if (std::find(std::begin(days), std::end(days), below) != std::end(days))
        return Unit{Kind::mass_per_day, 1, mass.power};
    below = without_annotation(below);
    for (const std::string_view creatinine : {"creatinine", "creat", "crea", "cr"})
        if (below.ends_with(creatinine)) {
            below.remove_suffix(creatinine.size());
            break;
        }
    const auto unit = look_up(numerators, below);
    if (unit && unit->kind == Kind::mass_conc) return Unit{Kind::mass_per_mass, 1, mass.power - unit->power};
    if (unit && unit->kind == Kind::molar_conc) return Unit{Kind::mass_per_mol, 1, mass.power - unit->power};
    return {};
}

std::optional<Unit> fraction(std::string_view text) noexcept {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    const auto above = numerator(text.substr(0, slash));
    if (!above) return {};
    const std::string_view below = text.substr(slash + 1);
    const std::string_view volume = without_annotation(below);
    for (const Volume& one : volumes)
        if (one.text == volume) return Unit{above->kind, above->scale, above->power - one.power};
    return per_mass_or_day(*above, below);
}

}  // namespace

LabUnit lab_unit(std::string_view text) noexcept {
    const auto written = UnitText::plain(text);
    if (!written || written->view().empty()) return {};
    const UnitText folded = written->lower();
    if (const auto unit = look_up(whole_units, folded.view())) return *unit;
    if (const auto unit = filtration(folded.view())) return *unit;
    if (written->view() == "g") return {Kind::mass, 1, -3};
    if (const auto unit = fraction(written->view())) return *unit;
    if (!written->has_lower_case())
        if (const auto unit = fraction(folded.view())) return *unit;
    return {};
}

}  // namespace iim::fhir

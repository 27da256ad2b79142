#include "cards/prescription.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::DrugProposal;
using engine::Route;

struct RouteWords {
    Route route;
    std::string_view code, display, verb, phrase;
};
// Codes: engine/terms/data/snomed-ct.csv, rows route/…
constexpr std::array<RouteWords, 8> routes{{
    {Route::oral, "26643006", "Oral route", "Take", " by mouth"},
    {Route::sc, "34206005", "Subcutaneous route", "Inject", " under the skin"},
    {Route::im, "78421000", "Intramuscular route", "Inject", " into the muscle"},
    {Route::iv, "47625008", "Intravenous route", "Give", " intravenously"},
    {Route::inhaled, "447694001", "Respiratory tract route", "Inhale", ""},
    {Route::nasal, "46713006", "Nasal route", "Use", " in the nose"},
    {Route::rectal, "37161004", "Rectal route", "Use", " rectally"},
    {Route::topical, "6064005", "Topical route", "Apply", " to the skin"},
}};

const RouteWords* words_of(Route route) noexcept {
    for (const RouteWords& each : routes)
        if (each.route == route) return &each;
    return nullptr;
}

struct PeriodWords {
    std::string_view unit, adverb, plural;
};
constexpr std::array<PeriodWords, 3> periods{{
    {"d", "daily", "days"},
    {"wk", "weekly", "weeks"},
    {"mo", "monthly", "months"},
}};

const PeriodWords* words_of(std::string_view unit) noexcept {
    for (const PeriodWords& each : periods)
        if (each.unit == unit) return &each;
    return nullptr;
}

std::string count_text(int count) {
    if (count == 1) return "once";
    if (count == 2) return "twice";
    if (count == 3) return "three times";
    return fmt::format("{} times", count);
}

/// " on Monday, Wednesday and Friday", or nothing.
std::string weekdays_text(std::uint8_t weekdays) {
    constexpr std::array<std::string_view, 7> names{
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    std::string text;
    unsigned rest = weekdays & 0x7Fu;
    for (std::size_t day = 0; day < names.size(); ++day) {
        const unsigned bit = 1u << day;
        if (!(rest & bit)) continue;
        rest &= ~bit;
        text += text.empty() ? " on " : rest ? ", " : " and ";
        text += names[day];
    }
    return text;
}

constexpr double longest_list = 24;  ///< administrations in one period; beyond is a mistake

}  // namespace

bool is_complete(const DrugProposal& drug) noexcept {
    const auto positive = [](double number) { return std::isfinite(number) && number > 0; };
    return drug.drug && positive(drug.dose) && positive(drug.times) && drug.times <= longest_list
           && positive(drug.period) && words_of(drug.period_unit) && !drug.unit.empty();
}

Repeat repeat_of(double times, double period) noexcept {
    const double whole = std::round(times);
    if (whole >= 1 && std::abs(times - whole) < 1e-9) return {static_cast<int>(whole), period};
    return {1, period / times};
}

DoseUnit dose_unit(std::string_view unit) noexcept {
    if (unit == "[iU]" || unit == "[IU]" || unit == "IU") return {"IU", "[iU]"};
    if (unit == "ug" || unit == "mcg") return {"micrograms", "ug"};
    return {unit, unit};
}

RouteCode route_code(Route route) noexcept {
    const RouteWords* const words = words_of(route);
    return words ? RouteCode{words->code, words->display} : RouteCode{};
}

std::string dose_text(const DrugProposal& drug) {
    std::string amount = fmt::format("{} {}", drug.dose, dose_unit(drug.unit).shown);
    if (!drug.counted_in.empty()) amount += fmt::format(" {}", drug.counted_in);
    if (drug.tablet_mg <= 0) return amount;
    const double tablets = drug.dose / drug.tablet_mg;
    return fmt::format("{} tablet{} ({})", tablets, tablets > 1 ? "s" : "", amount);
}

std::string schedule_text(const DrugProposal& drug) {
    const auto [frequency, period] = repeat_of(drug.times, drug.period);
    const PeriodWords* const words = words_of(drug.period_unit);
    if (!words) return {};
    std::string text;
    if (period == 1)
        text = fmt::format("{} {}", count_text(frequency), words->adverb);
    else if (frequency == 1)
        text = fmt::format("every {} {}", period, words->plural);
    else
        text = fmt::format("{} every {} {}", count_text(frequency), period, words->plural);
    return text + weekdays_text(drug.weekdays);
}

std::string length_text(int days) {
    return fmt::format(" for {} day{}", days, days == 1 ? "" : "s");
}

std::string instruction_text(std::string_view amount, Route route, std::string_view schedule) {
    const RouteWords* const words = words_of(route);
    return fmt::format(
        "{} {}{} {}", words ? words->verb : "Give", amount, words ? words->phrase : "", schedule
    );
}

std::string instruction_text(const DrugProposal& drug) {
    std::string text = instruction_text(dose_text(drug), drug.route, schedule_text(drug));
    if (drug.days) text += length_text(*drug.days);
    return text;
}

}  // namespace iim::cards

#include "engine/options/words.hpp"

#include "fhir/date.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::words {

namespace {

std::string join(std::span<const std::string> items, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += i + 1 == items.size() ? last : std::string_view(", ");
        text += items[i];
    }
    return text;
}

/// "<0.8": what the laboratory put before the number belongs to it.
std::string bound(double value, char comparator) {
    std::string text = number(value);
    if (comparator != 0) text.insert(text.begin(), comparator);
    return text;
}

/// "Observation/wbc-1": a resource type, a stroke and an id.
bool is_place(std::string_view text) {
    const std::string_view type = text.substr(0, text.find('/'));
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return type.size() < text.size() && type.size() > 1 && type.front() <= 'Z'
           && std::ranges::all_of(type, is_letter) && text.find(' ') == std::string_view::npos;
}

}  // namespace

std::string number(double value) {
    const bool tiny = value > 0 && value < 0.005;  // a slip of the unit must not read as nothing
    std::string text = tiny ? fmt::format("{:.5f}", value) : fmt::format("{:.2f}", value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string capitalised(std::string_view text) {
    std::string result(text);
    const bool own_spelling = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';  // eGFR
    if (!own_spelling && !result.empty() && result[0] >= 'a' && result[0] <= 'z')
        result[0] = static_cast<char>(result[0] - 'a' + 'A');
    return result;
}

std::string either(std::span<const std::string> items) {
    return join(items, " or ");
}

std::string all_of(std::span<const std::string> items) {
    return join(items, " and ");
}

std::string duration(int days) {
    if (days >= 14 && days % 7 == 0) return fmt::format("{} weeks", days / 7);
    return fmt::format("{} {}", days, days == 1 ? "day" : "days");
}

std::string from(const Source& source) {
    if (source.id.empty()) return {};
    return fmt::format(" ({}/{})", source.type, source.id);
}

std::string without_sources(std::string_view text) {
    std::string plain;
    for (std::size_t open = text.find(" ("); open != std::string_view::npos; open = text.find(" (")) {
        const std::size_t close = text.find(')', open);
        if (close == std::string_view::npos) break;
        const bool place = is_place(text.substr(open + 2, close - open - 2));
        plain += text.substr(0, place ? open : close + 1);
        text.remove_prefix(close + 1);
    }
    return plain.append(text);
}

std::string result(const Result& result, std::string_view what, std::string_view unit) {
    std::string text(what);
    if (result.value) text += fmt::format(" {} {}", bound(*result.value, result.comparator), unit);
    text += result.dated ? " on " + fhir::to_string(result.date) : " without a date";
    return text + from(result.source);
}

std::string medication_list(const Patient& patient) {
    const bool some = patient.sources().medications == Availability::partial;
    return some ? "medication list not complete" : "medication list not available";
}

std::vector<std::string> not_delivered(const Patient& patient, Medicines which) {
    std::vector<std::string> lines;
    const Sources& sources = patient.sources();
    if (which == Medicines::reported_and_infused && sources.administrations == Availability::unavailable)
        lines.emplace_back(
            "infusions given (rituximab, IVIG, cyclophosphamide): administrations not available"
        );
    if (sources.statements == Availability::unavailable && sources.medications != Availability::unavailable)
        lines.emplace_back("medicines the patient reports: medication statements not available");
    return lines;
}

std::string unreadable(const Result& result, std::string_view what) {
    const std::string date = result.dated ? fhir::to_string(result.date) : "an unknown date";
    return fmt::format("{} of {} could not be read{}", what, date, from(result.source));
}

std::string egfr(const KidneyFunction& kidney) {
    // Downwards: limits are "below", and 29.96 is below 30.
    return "eGFR " + bound(std::floor(kidney.egfr * 10) / 10, kidney.comparator);
}

std::string_view drug(const Patient& patient, const Order& order, ConceptGroup group) {
    return patient.name(order.drugs.first_of(group));
}

}  // namespace iim::engine::words

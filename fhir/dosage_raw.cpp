#include "fhir/dosage_raw.hpp"

#include "fhir/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace iim::fhir {
namespace {

constexpr std::size_t longest = 160;

void add(std::string& out, std::string_view text) {
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
}

void add_number(std::string& out, Json value) {
    std::array<char, 32> digits{};
    if (const auto number = value.number()) {
        const auto end = std::to_chars(digits.begin(), digits.end(), *number).ptr;
        out.append(digits.begin(), end);
    } else {
        add(out, value.text().substr(0, digits.size()));
    }
}

void add_quantity(std::string& out, Json value) {
    add_number(out, value["value"]);
    const auto unit = value["unit"] ? value["unit"].text() : value["code"].text();
    if (!out.empty() && !unit.empty()) out += ' ';
    add(out, unit.substr(0, longest));
}

void add_dose(std::string& out, Json dosage) {
    const Json dose = dosage["doseAndRate"] ? dosage["doseAndRate"].first() : dosage;
    if (dose["doseQuantity"]) return add_quantity(out, dose["doseQuantity"]);
    if (const Json range = dose["doseRange"]) {
        add_quantity(out, range["low"]);
        if (range["low"] && range["high"]) out += " to ";
        add_quantity(out, range["high"]);
    }
}

void add_timing(std::string& out, Json timing) {
    const Json repeat = timing["repeat"];
    if (repeat["frequency"] || repeat["period"]) {
        add_number(out, repeat["frequency"]);
        out += repeat["frequency"] ? " time(s) every " : "every ";
        add_number(out, repeat["period"]);
        out += ' ';
        add(out, repeat["periodUnit"].text().substr(0, 16));
    } else {
        add(out, label(timing["code"]).substr(0, longest));
    }
}

void cut(std::string& out) {
    if (out.size() > longest) {
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0u) == 0x80u) --end;
        out.resize(end);
    }
}

std::string describe(Json dosage) {
    std::string out;
    for (const auto* member : {"text", "patientInstruction"})
        if (const auto text = dosage[member].text(); !text.empty()) {
            add(out, text.substr(0, longest + 4));
            return out;
        }
    add_dose(out, dosage);
    std::string timing;
    add_timing(timing, dosage["timing"].first());
    if (!out.empty() && !timing.empty()) out += ", ";
    return out + timing;
}

}  // namespace

std::string describe_dosages(Json dosages) {
    if (!dosages.is_array()) {
        auto out = describe(dosages);
        cut(out);
        return out;
    }
    std::string out;
    for (const Json dosage : dosages) {
        if (out.size() >= longest) break;
        const auto one = describe(dosage);
        if (!out.empty() && !one.empty()) out += "; ";
        out += one;
    }
    cut(out);
    return out;
}

}  // namespace iim::fhir

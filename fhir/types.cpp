#include "fhir/types.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

constexpr std::string_view history = "/_history/";

bool is_ucum(std::string_view system) noexcept {
    return system == "http://unitsofmeasure.org" || system == "urn:oid:2.16.840.1.113883.6.8";
}

/// A resource type: letters only, the first a capital.
bool is_type(std::string_view text) noexcept {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && text.front() >= 'A' && text.front() <= 'Z'
           && std::all_of(text.begin(), text.end(), letter);
}

/// The printed unit; the code in its place when it is a UCUM code or nothing is printed.
std::string_view unit_of(Json quantity, std::string_view system) {
    const std::string_view code = quantity["code"].text();
    const std::string_view printed = quantity["unit"].text();
    if (is_ucum(system) && !code.empty()) return code;
    if (!printed.empty()) return printed;
    const std::string_view before_r2 = quantity["units"].text();
    return before_r2.empty() ? code : before_r2;
}

}  // namespace

Coding coding(Json value) {
    if (const auto code = value.string()) return {{}, *code, {}};
    return {value["system"].text(), value["code"].text(), value["display"].text()};
}

bool has_code(Json concept_or_code, std::string_view code) {
    if (const auto bare = concept_or_code.string()) return *bare == code;
    bool found = false;
    for_each_coding(concept_or_code, [&](const Coding& one) { found = found || one.code == code; });
    return found;
}

std::string_view label(Json codeable_concept) {
    const Json value = codeable_concept.first();
    if (const auto bare = value.string()) return *bare;
    if (const auto text = value["text"].text(); !text.empty()) return text;
    std::string_view display;
    std::string_view code;
    for_each_coding(value, [&](const Coding& one) {
        if (display.empty()) display = one.display;
        if (code.empty()) code = one.code;
    });
    return display.empty() ? code : display;
}

Quantity quantity(Json value) {
    Quantity read;
    read.value = value["value"].number();
    read.system = value["system"].text();
    read.unit = unit_of(value, read.system);
    read.printed = value["unit"].text();
    const std::string_view comparator = value["comparator"].text();
    if (comparator.starts_with('<') || comparator.starts_with('>')) read.comparator = comparator.front();
    return read;
}

Period period(Json value, const Zone& zone) {
    return {parse_date(value["start"].text(), zone), parse_date(value["end"].text(), zone)};
}

std::string_view reference(Json value) {
    const Json holder = value.first();
    // R5 wraps a Reference in a CodeableReference; a few servers write the bare string.
    const Json inner =
        holder["reference"].is_object() ? holder["reference"]["reference"] : holder["reference"];
    std::string_view path = holder.string().value_or(inner.text());
    if (path.starts_with('#') || path.starts_with("urn:")) return path;

    path = path.substr(0, path.find_first_of("?#|"));
    path = path.substr(0, path.find(history));
    const std::size_t id = path.rfind('/');
    if (id == std::string_view::npos || id == 0 || id + 1 == path.size()) return {};
    const std::size_t before_type = path.rfind('/', id - 1);
    const std::size_t type = before_type == std::string_view::npos ? 0 : before_type + 1;
    return is_type(path.substr(type, id - type)) ? path.substr(type) : std::string_view{};
}

}  // namespace iim::fhir

#include "cards/dosage_json.hpp"

#include "cards/prescription.hpp"
#include "fhir/writer.hpp"

#include <fmt/format.h>

namespace iim::cards {
namespace {

constexpr std::string_view ucum = "http://unitsofmeasure.org";

}  // namespace

std::string quantity_json(double value, std::string_view unit, std::string_view of) {
    const DoseUnit words = dose_unit(unit);
    fhir::Writer json;
    json.begin_object().member("value", value);
    json.member("unit", of.empty() ? std::string(words.shown) : fmt::format("{} {}", words.shown, of));
    return json.member("system", ucum).member("code", words.ucum).end_object().take();
}

std::string days_json(int days) {
    fhir::Writer json;
    json.begin_object().member("value", days).member("unit", "days");
    return json.member("system", ucum).member("code", "d").end_object().take();
}

std::string weekdays_json(std::uint8_t weekdays) {
    fhir::Writer json;
    json.begin_array();
    for (std::size_t day = 0; day < std::size(weekday_codes); ++day)
        if (weekdays & (1u << day)) json.value(weekday_codes[day]);
    return json.end_array().take();
}

std::string route_json(engine::Route route) {
    const RouteCode code = route_code(route);
    if (code.code.empty()) return {};
    fhir::Writer json;
    json.begin_object().key("coding").begin_array().begin_object();
    json.member("system", "http://snomed.info/sct").member("code", code.code).member("display", code.display);
    return json.end_object().end_array().end_object().take();
}

}  // namespace iim::cards

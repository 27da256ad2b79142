#pragma once

#include "engine/facts/order.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Pieces of a FHIR Dosage as JSON text.
namespace iim::cards {

/// An amount in UCUM.
std::string quantity_json(double value, std::string_view unit, std::string_view of = {});
std::string days_json(int days);
/// `["mon","thu"]`; bit 0 is Monday.
std::string weekdays_json(std::uint8_t weekdays);
/// A CodeableConcept; empty where the tables hold no verified code.
std::string route_json(engine::Route route);
/// What marks the amount that was ordered among other views of it.
inline constexpr std::string_view ordered_type_json =
    R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered"}]})";

}  // namespace iim::cards

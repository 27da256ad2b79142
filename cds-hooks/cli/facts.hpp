#pragma once

#include "engine/facts/patient.hpp"
#include "fhir/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the service understood of a request, as sections of lines: one shape for people and for programs.
namespace iim::service::cli {

/// A property of a fact: text, or a number with its unit.
struct Property {
    std::string_view name;
    std::string text;
    std::optional<double> number = {};
    std::string_view unit = {};
};

/// One fact; text of the EHR in it is cleaned, so that it cannot steer a terminal.
struct FactLine {
    std::string what;
    std::string source = {};  ///< "Observation/7"; empty: of no single resource
    std::vector<Property> properties = {};
    std::vector<std::string> unread = {};  ///< what of it could not be read, and why

    FactLine& with(std::string_view name, std::string text);
    FactLine& with(std::string_view name, std::optional<double> number, std::string_view unit);
    FactLine& with(std::string_view name, std::optional<engine::Day> day);
    FactLine& with_if(bool condition, std::string_view name);
};

struct FactSection {
    std::string_view key;    ///< in JSON
    std::string_view title;  ///< for people
    std::vector<FactLine> lines;
};

/// "MedicationRequest/7", cleaned.
std::string name_of(const engine::Source& source);
/// Text of the EHR, on one line of a bounded length.
std::string cleaned(std::string_view text);
/// The plain names of concepts: "prednisone", "azathioprine and mercaptopurine".
std::string names_of(const engine::Patient& patient, const engine::Concepts& concepts);

FactSection sources_section(const engine::Patient& patient);
FactSection person_section(const engine::Patient& patient);
FactSection myositis_section(const engine::Patient& patient);
FactSection conditions_section(const engine::Patient& patient);
FactSection orders_section(const engine::Patient& patient);
FactSection steroid_section(const engine::Patient& patient);
FactSection results_section(const engine::Patient& patient);
FactSection allergies_section(const engine::Patient& patient);
/// Tests asked for, procedures, vaccines, administrations.
FactSection events_section(const engine::Patient& patient);
/// What is odd about the data as a whole.
FactSection notes_section(const engine::Patient& patient);
/// Resources that gave no fact, and why.
FactSection unused_section(const engine::Patient& patient, fhir::Json request);

std::vector<FactSection> all_facts(const engine::Patient& patient, fhir::Json request);
std::string facts_text(const std::vector<FactSection>& sections);
std::string facts_json(const std::vector<FactSection>& sections);

}  // namespace iim::service::cli

#include "engine/facts/gathering.hpp"
#include "engine/facts/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace iim::engine {

namespace {

constexpr double longest_supply = 366;  ///< days; more is a mistake

// --- dispensing

std::optional<int> supply_days(fhir::Json days) {
    const fhir::Quantity quantity = fhir::quantity(days);
    if (!quantity.value || !(*quantity.value > 0) || *quantity.value > longest_supply) return {};
    const bool in_days = quantity.unit.empty() || quantity.unit == "d" || has_part(quantity.unit, "day");
    return in_days ? std::optional(static_cast<int>(std::lround(*quantity.value))) : std::nullopt;
}

void finish_dispense(Gathering& in, fhir::Json resource) {
    const auto drug = identify_drug(resource, in.terms, &in.references);
    if (!drug || !drug->known() || !in.first_time(resource)) return;
    Event event;
    event.what = drug->drugs;
    for (const char* name : {"whenHandedOver", "whenPrepared", "recorded"})
        if (!event.date) event.date = in.day_done(resource[name]);
    event.days = supply_days(resource["daysSupply"]);
    event.label = drug->label;
    event.source = source_of(resource);
    in.facts.dispenses.push_back(event);
}

// --- devices

/// A Device names its type; its use names the device, in words or by reference.
void read_device(Gathering& in, fhir::Json resource) {
    for (const std::string_view over : {"entered-in-error", "inactive", "completed", "stopped", "not-done"})
        if (resource["status"].is(over)) return;
    Event event;
    for (const fhir::Json kind : {resource["type"], resource["device"]["concept"], resource["code"]})
        for (const Concept one : concepts_of(in.terms, kind)) event.what.add(one);
    if (event.what.empty() || !in.first_time(resource)) return;
    for (const fhir::Json value :
         {resource["timingPeriod"]["start"],
          resource["timingDateTime"],
          resource["whenUsed"]["start"],
          resource["recordedOn"],
          resource["dateAsserted"]})
        if (!event.date) event.date = in.day_done(value);
    event.label = fhir::label(resource["type"]);
    event.source = source_of(resource);
    in.facts.devices.push_back(event);
}

// --- stays in hospital

/// Codes of v3-ActCode for a class of encounter that is a stay; DSTU2 wrote "inpatient".
bool is_stay(fhir::Json encounter) {
    constexpr std::array stays{
        std::string_view("IMP"),
        std::string_view("ACUTE"),
        std::string_view("NONAC"),
        std::string_view("inpatient")};
    const fhir::Json kind = encounter["class"];
    if (const auto plain = kind.string()) return std::ranges::find(stays, *plain) != stays.end();
    bool stay = false;
    const auto look = [&](const fhir::Coding& code) {
        stay = stay || std::ranges::find(stays, code.code) != stays.end();
    };
    fhir::for_each_coding(kind, look);
    return stay;
}

bool names_intensive_care(std::string_view text) {
    return has_words(text, "icu") || has_part(text, "intensive care") || has_part(text, "critical care");
}

bool in_intensive_care(fhir::Json encounter) {
    for (const fhir::Json one : encounter["location"])
        if (names_intensive_care(one["location"]["display"].text())) return true;
    for (const fhir::Json one : encounter["type"])
        if (names_intensive_care(fhir::label(one))) return true;
    return names_intensive_care(fhir::label(encounter["serviceType"].first()));
}

/// A reason is a code, a reference to a condition, or (R5) an object that holds either.
void add_reason(const Gathering& in, fhir::Json reason, Stay& stay) {
    fhir::Json codes = reason["concept"] ? reason["concept"] : reason;
    const fhir::Json target = reason["reference"].is_object() ? reason["reference"] : reason;
    if (!fhir::reference(target).empty()) codes = in.references.resolve(target, {})["code"];
    for (const Concept one : concepts_of(in.terms, codes, {"condition/"})) stay.reasons.add(one);
}

void add_reasons(const Gathering& in, fhir::Json list, Stay& stay) {
    if (list.is_object()) return add_reason(in, list, stay);
    for (const fhir::Json one : list) {
        add_reason(in, one, stay);
        for (const char* inner : {"condition", "value"}) {
            const fhir::Json value = one[inner];
            if (value.is_object()) add_reason(in, value, stay);
            for (const fhir::Json each : value) add_reason(in, each, stay);
        }
    }
}

void finish_encounter(Gathering& in, fhir::Json resource) {
    Stay stay;
    stay.intensive_care = in_intensive_care(resource);
    if (!stay.intensive_care && !is_stay(resource)) return;
    if (!in.first_time(resource)) return;
    fhir::Json period = resource["period"];
    if (!period) period = resource["actualPeriod"];
    if (const auto start = in.date(period["start"])) stay.start = start->first;
    if (const auto end = in.date(period["end"])) stay.end = end->last;
    for (const std::string_view over : {"finished", "completed", "discharged"})
        stay.over = stay.over || resource["status"].is(over);
    for (const char* name : {"reasonCode", "reasonReference", "reason", "indication", "diagnosis"})
        add_reasons(in, resource[name], stay);
    stay.source = source_of(resource);
    in.facts.stays.push_back(stay);
}

bool is_real(fhir::Json encounter) {
    for (const std::string_view not_yet :
         {"planned", "cancelled", "entered-in-error", "discontinued", "unknown"})
        if (encounter["status"].is(not_yet)) return false;
    return true;
}

}  // namespace

bool is_care_type(std::string_view type) noexcept {
    return type == "MedicationDispense" || type == "Encounter" || type == "Device"
           || type == "DeviceUseStatement" || type == "DeviceUsage";
}

void take_care(Gathering& in, std::string_view type, fhir::Json resource) {
    if (type == "Encounter") {
        if (is_real(resource)) in.encounters.push_back(resource);
    } else if (type == "MedicationDispense") {
        const auto drug = identify_drug(resource, in.terms, nullptr);
        if (resource["status"].is("completed") && (!drug || drug->known())) in.dispenses.push_back(resource);
    } else {
        read_device(in, resource);
    }
}

void finish_care(Gathering& in) {
    for (const fhir::Json resource : in.dispenses) finish_dispense(in, resource);
    for (const fhir::Json resource : in.encounters) finish_encounter(in, resource);
}

}  // namespace iim::engine

#include "engine/facts/gathering.hpp"
#include "engine/facts/recommendation.hpp"

#include <algorithm>

namespace iim::engine {

namespace {

constexpr std::string_view unread_note = "unread-immunization";  ///< said once

/// By its name in the tables: "Varivax".
Concept vaccine_named(const Terms& terms, fhir::Json code) {
    const auto named = terms.lookup_drug_text(fhir::label(code));
    const std::string_view id = named ? terms.id(named->concept_) : std::string_view();
    return id.starts_with("vaccine/") || id.starts_with("drug/vaccine-") ? named->concept_ : Concept{};
}

/// Some vaccines of a forecast are not to be given.
bool is_due(fhir::Json forecast) {
    for (const char* not_wanted : {"contraindicated", "complete", "immune"})
        if (fhir::has_code(forecast, not_wanted)) return false;
    return true;
}

}  // namespace

void read_immunization(Gathering& in, fhir::Json resource) {
    if (!resource["status"].is("completed")) return;
    if (resource["notGiven"].boolean() == true || resource["wasNotGiven"].boolean() == true) return;
    Event event;
    event.what = concepts_of(in.terms, resource["vaccineCode"], {"vaccine/", "drug/"});
    const fhir::Json code = resource["vaccineCode"];
    if (event.what.empty()) event.what.add(vaccine_named(in.terms, code));
    const bool unread = event.what.empty() && !code["coding"].at(0);
    if (unread && std::ranges::find(in.facts.notes, unread_note, &DataNote::code) == in.facts.notes.end())
        in.note(unread_note, "an immunisation without a code was not read", resource);
    if (event.what.empty() || !in.first_time(resource)) return;
    for (const char* name : {"occurrenceDateTime", "date"})
        if (!event.date) event.date = in.day_done(resource[name]);
    event.label = fhir::label(resource["vaccineCode"]);
    event.source = source_of(resource);
    in.facts.immunizations.push_back(event);
}

void take_vaccine(Gathering& in, fhir::Json resource, fhir::Json codes) {
    DrugIdentity vaccine;
    for (const Concept one : concepts_of(in.terms, codes, {"vaccine/", "drug/vaccine-"}))
        vaccine.drugs.add(one);
    if (!vaccine.known()) return;
    vaccine.label = fhir::label(codes);
    fhir::for_each_coding(codes, [&](const fhir::Coding& code) {
        if (code.code == vaccine.label) vaccine.label = in.terms.name(vaccine.drugs.first());
    });
    in.orders.push_back({resource, true, vaccine});
}

void read_recommendation(Gathering& in, fhir::Json resource) {
    for (const fhir::Json one : resource["recommendation"])
        for (const fhir::Json vaccine : one["vaccineCode"])
            if (is_due(one["forecastStatus"])) take_vaccine(in, resource, vaccine);
}

bool is_one_of_several(const Order& order) {
    if (order.source.type != "ImmunizationRecommendation" || !order.json) return false;
    return fhir::Json(order.json)["recommendation"].size() > 1;
}

}  // namespace iim::engine

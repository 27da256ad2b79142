#pragma once

#include "engine/facts/order.hpp"

#include <string_view>

namespace iim::engine {

/// The route that a coding states: codes of the terminology tables, HL7 table 0162, EDQM, else its
/// display.
Route route_of(const fhir::Coding& coding, const Terms& terms) noexcept;

/// A route in words, from a closed list: "by mouth", "PO", "Intravenous route (qualifier value)".
Route route_of_text(std::string_view text) noexcept;

/// "Take 3 tablets by mouth": a route named inside an instruction. Only wordings with one meaning.
Route route_in_instruction(std::string_view text) noexcept;

/// What a dose form or product name leaves no doubt about: "Oral Tablet", "eye drops", "cream". Forms for
/// injection leave the route open: unknown.
Route route_of_form(std::string_view form_or_name) noexcept;

/// What a counting unit says, as a word or in UCUM: "{drop}", "[drp]", "puff", "application".
Route route_of_unit(std::string_view unit) noexcept;

/// True for tablets, capsules and pills, as words or as UCUM annotations: only these are swallowed for sure.
bool is_oral_solid_unit(std::string_view unit) noexcept;

/// What is known of a corticosteroid order that states no route.
struct UnstatedRoute {
    Concept drug;
    bool oral_solid = false;      ///< counted in tablets or capsules
    bool repeated = false;        ///< given again and again: a frequency was read
    std::optional<double> mg;     ///< one administration, upper reading
    bool injection_form = false;  ///< the product is for injection
    bool systemic_class = false;  ///< ATC H02, "corticosteroids for systemic use"
};

/// NOTES trap 2: an ingredient code also covers creams, eye drops and joint injections. The route that such
/// an order must have, from the table in routes.cpp; unknown when it stays open.
Route assume_route(const UnstatedRoute& order) noexcept;

}  // namespace iim::engine

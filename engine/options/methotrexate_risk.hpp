#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <vector>

/// Kidney, liver and marrow under methotrexate (RULES R16), and what to do instead.
namespace iim::engine::mtx {

struct Risk {
    Indicator indicator = Indicator::info;
    std::string what;         ///< short, for the summary: "eGFR 28"
    std::string_view advice;  ///< "avoid", "reduce dose", "recheck before continuing"
    std::string fact;         ///< with value, unit, date and source
};

/// The gravest first.
std::vector<Risk> organ_risks(const Patient& patient);

/// Results and diagnoses that did not come, and results that cannot be read.
std::vector<std::string> unseen_organ_risks(const Patient& patient);

/// "eGFR 25": the gravest finding with which methotrexate is to be avoided; empty when there is none.
std::string reason_to_avoid(const Patient& patient);

/// The draft at a lower usual dose: the starting dose, or from there the lowest. Nothing for other rhythms
/// than once a week.
std::optional<Suggestion> reduced_dose(const Patient& patient, const Order& order);

/// Another agent in place of this draft, or the draft taken out (RULES 6.1).
std::vector<Suggestion> instead_of_methotrexate(const Patient& patient, const Order& order);

}  // namespace iim::engine::mtx

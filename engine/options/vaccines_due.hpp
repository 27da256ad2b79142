#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <vector>

namespace iim::engine {

/// A vaccine that R41 would have reviewed: "influenza", meant as this season's.
struct VaccineDue {
    std::string name;
    Concept order;
};

/// What is not on record and fits age and immunity. Nothing that lies in the basket or is requested.
std::vector<VaccineDue> vaccines_due(const Patient& patient);

}  // namespace iim::engine

#pragma once

#include "engine/options/fitness.hpp"

namespace iim::engine {

/// The agents whose dose is a specialist's (RULES 6.1): never ordered from here, but shown with what speaks
/// for caution in this record.
Fitness calcineurin_inhibitor_fitness(const Patient& patient, Concept drug);
Fitness rituximab_fitness(const Patient& patient);
Fitness cyclophosphamide_fitness(const Patient& patient);
Fitness abatacept_fitness(const Patient& patient);
Fitness tocilizumab_fitness(const Patient& patient);

/// Methylprednisolone, prednisone: what asks for a lower dose (RULES C41, 3.5) and a recorded reaction.
Fitness steroid_fitness(const Patient& patient);

}  // namespace iim::engine

#include "engine/options/infection.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/concepts.hpp"

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days recent{14};

bool is_open(const Condition& one, Day now) {
    if (!one.active()) return false;
    const auto since = one.since();
    return !since || now - *since <= recent || one.concepts.has(condition::tuberculosis_active);
}

}  // namespace

std::string ActiveInfection::what() const {
    return fmt::format("active infection ({})", name);
}

std::string ActiveInfection::fact() const {
    const auto since = record->since();
    const std::string when = since ? "since " + fhir::to_string(*since) : std::string("date not recorded");
    return fmt::format("{}, {}{}", name, when, words::from(record->source));
}

std::optional<ActiveInfection> active_infection(const Patient& patient, ConceptGroup kinds) {
    for (const Condition& one : patient.facts().conditions)
        if (const Concept kind = one.concepts.first_of(kinds); kind && is_open(one, patient.now()))
            return ActiveInfection{patient.name(kind), &one};
    return {};
}

}  // namespace iim::engine

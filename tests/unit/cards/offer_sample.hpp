#pragma once

#include "cards/suggestion.hpp"
#include "tests/unit/cards/sample.hpp"

#include <string>
#include <utility>
#include <vector>

/// Cards and what they offer, for the tests of suggestions.
namespace iim::cards::sample {

namespace drug = engine::drug;
namespace lab = engine::lab;

inline const Rule first_rule = rule("R01", "steroid-monotherapy");
inline const Rule second_rule = rule("R10", "hepatitis-screen-before-methotrexate");

inline engine::DrugProposal start(engine::Concept which) {
    engine::DrugProposal one;
    one.drug = which;
    one.dose = 15;
    return one;
}

inline Finding offering(const Rule& rule, bool at_most_one, std::vector<engine::Suggestion> suggestions) {
    Finding one = finding(rule, Indicator::warning);
    one.at_most_one = at_most_one;
    one.suggestions = std::move(suggestions);
    return one;
}

/// "label(create,delete MedicationRequest/a); …" of one card.
inline std::string shown(const cards::Offer& offer) {
    std::string text;
    for (const auto& each : offer.suggestions) {
        if (!text.empty()) text += "; ";
        text += each.label + (each.recommended ? "*(" : "(");
        for (const auto& action : each.actions)
            text += action.type == cards::Action::Type::remove ? "-" + action.resource_id : std::string("+");
        text += ")";
    }
    return text;
}

inline engine::Opinion no_objection(const engine::Accepted&) {
    return {};
}

inline std::vector<cards::Offer> offered(
    const std::vector<cards::Problem>& problems,
    engine::Facts known = facts(),
    const cards::Review& review = no_objection
) {
    return cards::offers(problems, patient(std::move(known)), review, counted());
}

}  // namespace iim::cards::sample

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/pathway/option.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a subtype changes in the tables (RULES 8.5).
namespace iim::engine::pathway {

enum class Overlay : std::uint8_t {
    inclusion_body,
    checkpoint,
    juvenile,    ///< as long as the patient is a child
    rapid_lung,  ///< anti-MDA5 with rapidly progressive lung disease
    lung,        ///< lung disease, or antisynthetase syndrome
    necrotising,
    skin,  ///< severe rash of dermatomyositis
    unspecified,
};

/// Those that hold for this patient. Inclusion body and checkpoint-inhibitor myositis stand alone.
std::vector<Overlay> overlays_of(const Patient& patient);

/// The rows that it adds.
std::span<const Option> options_of(Overlay overlay) noexcept;

/// Whether rows of `line` of the base tables are hidden under it.
bool hides(Overlay overlay, Line line) noexcept;

/// Its sentences for the card.
std::vector<std::string> advice_of(const Patient& patient, Overlay overlay);

/// Agents for the lung by plain name, in the order of pathway.ild_order.
std::vector<std::string_view> lung_agents(const Policy& policy);
/// "mycophenolate, azathioprine, rituximab, calcineurin inhibitor, cyclophosphamide".
std::string lung_order(const Policy& policy);

}  // namespace iim::engine::pathway

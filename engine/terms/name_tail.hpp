#pragma once

#include "engine/terms/drug_text.hpp"

#include <optional>
#include <string_view>

namespace iim::engine {

/// A strength that stands behind a name and nothing else does: "20 mg oral tablet", "800 mg-160 mg".
struct NamedStrength {
    double mg = 0;
    std::optional<double> second_mg;
    std::string_view form;  ///< "Oral Tablet", "Oral Capsule" or empty
};

/// The strength in the words from `first` to the end; nothing where anything else stands among them.
std::optional<NamedStrength> strength_behind(const DrugText& text, std::size_t first) noexcept;

/// The number at `word` when "mg" stands behind it.
std::optional<double> amount_in_mg(const DrugText& text, std::size_t word) noexcept;
/// The form among the words, as in NamedStrength.
std::string_view form_in(const DrugText& text) noexcept;
/// True when a word from `first` on says that the tablet does not dissolve in the stomach.
bool is_enteric(const DrugText& text, std::size_t first) noexcept;

/// A word that may stand behind a drug's name and leaves it the same drug: a number, a unit, a form, a way to
/// give it, a maker. Forms for skin, eye, ear and nose are none: those are not what the rules speak of.
bool may_follow_a_name(const DrugText& text, std::size_t word) noexcept;

}  // namespace iim::engine

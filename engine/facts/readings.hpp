#pragma once

#include "engine/facts/observation.hpp"

#include <string_view>

namespace iim::engine {

/// How the coded answer of a result reads.
Reading reading_of(const Concepts& answers) noexcept;
/// How an interpretation code (HL7 v3 ObservationInterpretation) reads.
Reading reading_of_interpretation(std::string_view code) noexcept;
/// Whole texts from a closed list: "Positive", "not detected".
Reading reading_of_text(std::string_view text) noexcept;

/// Metaboliser status from a coded answer.
Phenotype phenotype_of(const Concepts& answers) noexcept;

enum class Gene { tpmt, nudt15 };
/// The thiopurine gene that a test examines; nothing for other tests.
std::optional<Gene> gene_of(Concept test) noexcept;

/// Metaboliser status from words and star alleles. Where a text speaks of both genes, only what follows the
/// gene's name counts. Several statuses in one text, and allele pairs that the catalogue does not state, are
/// `indeterminate`: a result is there and says something that a person must read.
Phenotype phenotype_of_text(std::string_view text, Gene gene) noexcept;

}  // namespace iim::engine

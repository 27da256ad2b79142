#pragma once

#include "engine/facts/observation.hpp"

#include <string_view>

namespace iim::engine {

/// How the coded answer of a result reads.
Reading reading_of(const Concepts& answers) noexcept;
/// How an interpretation code (HL7 v3 ObservationInterpretation) reads.
Reading reading_of_interpretation(std::string_view code) noexcept;
/// Whole words from a closed list in a short text: "Reactive (confirmed)", "Positive 1:320", "not detected".
/// Words that contradict each other are `indeterminate`.
Reading reading_of_text(std::string_view text) noexcept;
/// How the amount of a test for presence (hCG, HBsAg, antibodies, viral load) reads, from the laboratory's
/// flag, its range and the comparator. Unknown for other tests, and when neither flag nor range is there.
Reading reading_of_amount(const Result& result) noexcept;
bool is_presence_test(Concept test) noexcept;
/// "Test not performed", "specimen haemolysed", "see scanned report": the text is no result.
bool says_no_result(std::string_view text) noexcept;

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

#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "fhir/original.hpp"

#include <optional>
#include <string>

namespace iim::cards {

/// A draft of the user with another instruction: the whole resource, in the FHIR version it came in.
struct ChangedOrder {
    std::string resource;        ///< empty when it cannot be rewritten
    std::string instruction;     ///< in words; empty when only supply or note change
    std::string_view because{};  ///< why it cannot be rewritten: "its instruction …"
};

/// Rewrites the draft as `change` asks. What the change does not touch keeps its bytes: extensions, contained
/// resources, numbers as they were written. The instruction's text says what its structure says; a narrative
/// and maximum doses that could contradict it go, and what stays of an instruction in words becomes
/// structure. Not rewritten when the draft's own bytes were not kept or when what stays of its instruction is
/// not plain.
ChangedOrder changed_order(const engine::ChangeOrder& change, const engine::Patient& patient);

/// One dosage instruction as JSON and in words, made from those of the draft.
struct ChangedInstruction {
    std::string json, text;
    std::string_view because{};  ///< why it cannot be made; then the others are empty
};
ChangedInstruction changed_instruction(const engine::ChangeOrder& change, const fhir::Original& draft);

/// The change with what `instruction` says only in words and what would be lost with them: how often, how
/// long. Nothing when the words are not plain.
std::optional<engine::ChangeOrder> with_words(engine::ChangeOrder change, fhir::Json instruction);

/// The amount of one administration, in words and as the mg to write where the order had it only as text.
struct StatedAmount {
    std::string text;
    std::optional<double> mg;
};
/// What the order gives at a time: the amount of the change, else as it was written ("6 tablets").
std::optional<StatedAmount> amount_of(const engine::ChangeOrder& change, fhir::Json instruction);
/// How often, after the change: "once weekly on Monday"; nothing when the order does not tell plainly.
std::optional<std::string> schedule_of(const engine::ChangeOrder& change);
/// " for 14 days", " until 2026-12-24", or nothing.
std::string bounds_text(fhir::Json repeat);

/// The element of a doseAndRate list that states the order itself: Epic sends three views of one dose.
fhir::Json ordered_dose(fhir::Json dose_and_rate);
/// True when a text for patients or pharmacists says how much, how often or how long.
bool speaks_of_dosing(std::string_view text);

}  // namespace iim::cards

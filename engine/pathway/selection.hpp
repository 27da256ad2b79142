#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "engine/pathway/option.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iim::engine::pathway {

/// The part of the tables that a patient stands in.
struct Cell {
    SeverityLevel severity = SeverityLevel::unknown;
    Phase phase = Phase::unclear;
};
Cell cell_of(const Patient& patient);

/// The lines of a phase, the present one first, then the one that may follow (RULES 8.1).
std::vector<Line> lines_of(Phase phase);

/// One option of the pathway in this patient.
struct Row {
    const Option* option = nullptr;
    OptionRow shown;
};

struct Selection {
    std::vector<Row> rows;              ///< at most pathway.rows, in the order to read them
    std::vector<std::string> advice;    ///< of the subtype, and what is asked
    std::vector<std::string> left_out;  ///< names of options beyond the limit
};

/// What RULES 8 shows for this patient.
Selection select(const Patient& patient);
/// The same for a cell that the caller names (R46: the next line).
Selection select(const Patient& patient, const Cell& cell, const std::vector<Line>& lines);

/// The pathway card (R45) is asked for on this call and shows the table: other cards need not repeat it.
bool is_shown_by_itself(const Patient& patient);

}  // namespace iim::engine::pathway

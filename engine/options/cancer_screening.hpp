#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <vector>

/// Risk of cancer in adult myositis and the panel that goes with it (RULES R57).
namespace iim::engine::cancer {

enum class Risk { standard, moderate, high };
std::string_view to_string(Risk) noexcept;

struct Assessment {
    Risk risk = Risk::standard;
    std::vector<std::string> high, intermediate;  ///< factors, plain words
};
Assessment assess(const Patient& patient);

struct Item {
    std::string_view name;
    Concept order;               ///< none: can be named, not ordered
    bool at_diagnosis = false;   ///< of the enhanced panel, which is asked for once
    std::string_view note = {};  ///< what the code of the order does not say
};
/// What of the panel is neither on record nor asked for: of the enhanced panel since the year before the
/// onset, of the basic one in the last year. In pregnancy without CT.
std::vector<Item> missing(const Patient& patient, Risk risk);

}  // namespace iim::engine::cancer

#pragma once

#include "fhir/dose_amount.hpp"
#include "fhir/timing.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace iim::fhir {

/// The structured half of one Dosage.
struct DosageFacts {
    Timing timing;
    Amount amount;
    bool prn = false;
    std::string_view route_text;

    bool has_dose() const noexcept { return amount.stated() || amount.most_mg_per_day; }
    bool has_rate() const noexcept { return timing.state != Timing::State::absent || timing.events; }
    bool text_may_help() const noexcept { return !has_dose() || !has_rate(); }
};
DosageFacts read_facts(Json dosage, const DoseContext& context);

/// One Dosage (or one part of a text, or one dated dose) before it has a place in the calendar.
struct Instruction {
    DosePhase phase;  ///< dates are filled by lay_out
    Rate rate;        ///< how often, as if it were not "as needed"
    Bounds bounds;
    std::uint32_t problems = 0;  ///< DoseProblem bits
    std::uint32_t slots = 0;     ///< of Timing
    bool sequenced = false;      ///< phase.sequence was written
    std::optional<Instant> at;   ///< of a dated dose
};
Instruction from_facts(const DosageFacts& facts);

/// The same, what is missing in `facts` taken from the text.
Instruction from_text(const DosageFacts& facts, const TextInstruction& text, const DoseContext& context);

/// Dated single doses (timing.event): how many fall into 7 days makes their frequency.
void rate_events(std::span<Instruction> events);

}  // namespace iim::fhir

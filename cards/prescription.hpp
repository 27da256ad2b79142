#pragma once

#include "engine/finding.hpp"

#include <string>
#include <string_view>

namespace iim::cards {

/// "15 mg", "800 IU", "0.5 mg": no trailing zeros, the unit spelled so that it cannot be misread.
std::string dose_text(const engine::DrugProposal& drug);

/// "once daily", "twice weekly on Monday and Thursday", "every 4 weeks".
std::string schedule_text(const engine::DrugProposal& drug);

/// The instruction as a pharmacist would print it: "Take 15 mg by mouth once weekly on Monday".
std::string instruction_text(const engine::DrugProposal& drug);
/// The same from its parts.
std::string instruction_text(std::string_view amount, engine::Route route, std::string_view schedule);
/// " for 14 days".
std::string length_text(int days);

/// True when the numbers make a prescription: finite, positive, and a known period.
bool is_complete(const engine::DrugProposal& drug) noexcept;

/// How often: `frequency` times every `period` units, the frequency a whole number as FHIR wants it.
struct Repeat {
    int frequency = 1;
    double period = 1;
};
Repeat repeat_of(double times, double period) noexcept;

/// The unit for people and for UCUM.
struct DoseUnit {
    std::string_view shown, ucum;
};
DoseUnit dose_unit(std::string_view unit) noexcept;

/// The SNOMED CT code of a route, from the verified tables, and its words; an empty code where the tables
/// hold none.
struct RouteCode {
    std::string_view code, display;
};
RouteCode route_code(engine::Route route) noexcept;

inline constexpr std::string_view weekday_codes[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

}  // namespace iim::cards

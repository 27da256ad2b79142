#pragma once

#include "cds-hooks/store/patient_key.hpp"
#include "cds-hooks/store/records.hpp"
#include "engine/facts/patient.hpp"
#include "engine/judge.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace iim::service::store {

/// What is known when it is decided whether a finding is snoozed.
struct History {
    std::span<const Verdict> verdicts;  ///< on cards shown for this patient, the newest first
    const PatientKey& key;
    fhir::Instant now;
};

/// How long an override with this reason holds, in days; 0: for the life of the order. Nothing for a code
/// that is none of RULES 4.5.
std::optional<int> snooze_days(std::string_view reason) noexcept;

/// True when what fires now is no worse than what fired when the card was overridden (two occasions of
/// trigger.hpp): no higher dose of the order, the same words, and for rules that limit a dose from above no
/// number of milligrams that is higher.
bool is_no_worse(std::string_view rule_number, std::string_view then, std::string_view now);

/// A finding is snoozed while the clinician's last word on it holds (RULES 4.5, 6.3.7): the same rule was
/// overridden for this patient and trigger with a reason that the card offered, the reason's time is not
/// over, and nothing got worse since. Moves the snoozed findings to the end of the judgement and counts them
/// in Judgement::snoozed: they are not shown and use up no place, but the self-check of suggestions knows
/// them. Those that a snoozed finding would have silenced (6.3.3) stay silent. Returns the ids of the rules,
/// for the audit.
std::vector<std::string_view> snooze(
    engine::Judgement& judgement, const engine::Patient& patient, const History& history
);

}  // namespace iim::service::store

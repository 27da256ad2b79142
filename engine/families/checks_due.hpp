#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "engine/options/care_gaps.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The shape that the follow-up rules share (R32, R40, R42, R43): something that is repeated while a
/// treatment or a disease lasts, last done on a day, and perhaps asked for already. Each rule has a table of
/// such rows.
namespace iim::engine {

/// A row of such a table.
struct Check {
    std::string_view name;         ///< "blood count"
    ConceptGroup answered_by;      ///< results, reports and procedures that show that it was done
    Concept order = {};            ///< what to ask for; none: it is done at the visit
    ConceptGroup asked_by = {};    ///< requests that ask for it beside those for `answered_by`
    Days open_request = Days(21);  ///< how long a request is waited for
    bool examination = false;      ///< may be recorded as a procedure: without those it cannot be missed
};

/// A check that is due.
struct CheckDue {
    const Check* check = nullptr;
    std::optional<Day> last = {};        ///< nothing: not found in the record
    Days interval = Days(0);             ///< how often it is usual
    double times = 1;                    ///< how many intervals have passed since
    const Request* requested = nullptr;  ///< asked for already
};

/// The last day on which it was done.
std::optional<Day> last_done(const Patient& patient, const Check& check);
/// An active or drafted request for it.
const Request* asked_for(const Patient& patient, const Check& check);
/// A preliminary result: it comes.
bool is_pending(const Patient& patient, const Check& check);
/// What would show it came in full, so that "not found" means "not done".
bool can_be_missed(const Patient& patient, const Check& check);

/// Due when it was not done within `interval`, is not asked for and not pending. Nothing when it cannot be
/// told.
std::optional<CheckDue> due(const Patient& patient, const Check& check, Days interval);
/// It would be due, had what shows it come in full.
bool cannot_be_told(const Patient& patient, const Check& check, Days interval);

/// "Blood count: last on 2026-08-01, usual every 12 weeks"; "…: none found, …"
std::string in_words(const CheckDue& one);
/// "blood count", "blood count, creatinine and blood pressure"
std::string names_of(const std::vector<CheckDue>& all);
/// Those that nobody orders because they are done at the visit, as one task for the clinic; nothing when
/// there is none.
std::optional<Suggestion> visit_task(const std::vector<CheckDue>& all);
/// One click for each thing to order; rows that share one order share the click. Nothing for what is asked
/// for already, and for what is done at the visit.
std::vector<Suggestion> orders_for(const std::vector<CheckDue>& all, const Patient& patient);
CareGap gap_of(const CheckDue& one, bool urgent);

inline Days days(double policy_value) {
    return Days(static_cast<int>(policy_value));
}

}  // namespace iim::engine

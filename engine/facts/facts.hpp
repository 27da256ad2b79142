#pragma once

#include "engine/facts/observation.hpp"
#include "engine/facts/order.hpp"
#include "engine/hook.hpp"
#include "fhir/original.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What is known of one source of data (RULES 2.1). Missing is not negative.
enum class Availability {
    present,      ///< answered, with rows
    empty,        ///< answered, without rows: "not found in the record supplied"
    partial,      ///< pages missing, warnings: what is found counts, what is not found is unknown
    unavailable,  ///< not delivered, failed
};

/// Three-valued truth of a condition.
enum class Truth { no, yes, unknown };
constexpr Truth truth(bool yes) noexcept {
    return yes ? Truth::yes : Truth::no;
}

enum class Sex { unknown, female, male, other };

struct Demographics {
    std::optional<Day> birth;  ///< earliest day of an imprecise date
    std::optional<int> age_years;
    std::optional<int> age_days;
    Sex sex = Sex::unknown;  ///< for clinical use, else birth sex, else administrative
    bool deceased = false;
    bool adult() const noexcept { return age_years && *age_years >= 18; }
    bool child() const noexcept { return age_years && *age_years < 18; }
};

enum class ClinicalStatus {
    active,
    remission,
    inactive
};  // active: also recurrence, relapse, absent without abatement

struct Condition {
    Concepts concepts;
    ClinicalStatus status = ClinicalStatus::active;
    bool low_certainty = false;  ///< provisional, differential or unconfirmed
    bool severe = false;         ///< Condition.severity says so
    bool relapse = false;        ///< clinical status relapse or recurrence
    bool text_only = false;      ///< named in words, without a code that is known; then also low_certainty
    bool added = false;          ///< the hook's context brought it: just put on the problem list
    std::optional<Day> onset, abatement, recorded;
    std::string_view label;  ///< EHR text
    std::string_view code;   ///< the code that was recognised, for display
    Source source;
    bool active() const noexcept { return status == ClinicalStatus::active; }
    /// Onset, else the day it was recorded.
    std::optional<Day> since() const noexcept { return onset ? onset : recorded; }
};

enum class AllergySeverity {
    mild_gi,
    unknown,
    moderate,
    severe
};  // RULES 2.9; unknown counts as at least moderate

struct Allergy {
    Concepts substances;  ///< allergy/… and drug/… concepts; empty: see unmatched()
    AllergySeverity severity = AllergySeverity::unknown;
    bool intolerance = false;
    bool severe_skin = false;  ///< SJS, TEN or DRESS
    std::string_view label;    ///< EHR text
    Source source;
    /// The record names a substance that the tables do not know: it may be one of the rules' drugs.
    bool unmatched() const noexcept { return substances.empty(); }
};

/// A request for a test, referral or procedure (ServiceRequest), active or drafted.
struct Request {
    Concepts what;
    bool draft = false;
    std::optional<Day> authored;
    std::optional<fhir::Date> when = {};  ///< first day (and time) it is asked for
    bool once = false;                    ///< on that day only: no course, no period
    std::string_view label;
    Source source;
};

/// Something done on a day: procedure, immunisation, administration, dispensing; a device in use.
struct Event {
    Concepts what;
    std::optional<Day> date;               ///< latest day of an imprecise date
    std::optional<fhir::Instant> at = {};  ///< its start, when a time of day is stated
    std::optional<double> mg;              ///< administrations
    std::optional<int> days;               ///< dispensing: days that the supply lasts
    std::string_view label;
    Source source;
    std::optional<Day> earliest = {};  ///< administrations: first day of an imprecise date, or of a period
};

/// A stay in hospital (Encounter): admitted, or in intensive care. Visits are not kept.
struct Stay {
    bool intensive_care = false;
    std::optional<Day> start, end;  ///< no end: not known to be over
    bool over = false;              ///< its status says so
    Concepts reasons;               ///< of its reason codes and diagnoses
    Source source;
};

/// Weight, height and what follows from them (RULES 2.7).
struct Anthropometrics {
    std::optional<double> weight_kg, height_cm, bsa_m2, bmi, ibw_kg;
    std::optional<Day> weight_date, height_date;
    bool weight_stale = false;  ///< older than the window for its age, within 365 d
    bool weight_jump = false;
    bool weight_implausible = false;
    bool ibw_base_used = false;  ///< height below 60 in
    bool sex_unknown = false;    ///< lower of the two ideal weights taken
};

/// A thing about the data that a reader should know: unreadable dose, another patient's resource, conflicting
/// weight.
struct DataNote {
    /// Stable: other-patient, wrong-patient, unknown-selection, undelivered-order, birth-date-in-future,
    /// implausible-birth-date, implausible-weight, route-unknown, route-assumed, unmapped-tpmt-test,
    /// unmapped-nudt15-test.
    std::string_view code;
    std::string text;  ///< plain words, no EHR text
    Source source;
};

struct Sources {
    Availability patient = Availability::unavailable;
    Availability conditions = Availability::unavailable;
    Availability medications =
        Availability::unavailable;  ///< MedicationRequest and MedicationStatement together
    Availability observations = Availability::unavailable;  ///< laboratory and vital signs
    Availability allergies = Availability::unavailable;
    Availability immunizations = Availability::unavailable;
    Availability procedures = Availability::unavailable;
    Availability requests = Availability::unavailable;  ///< ServiceRequest
    Availability administrations = Availability::unavailable;
    Availability statements = Availability::unavailable;  ///< MedicationStatement alone
    /// What was asked for and not answered, or not in full, by bit of Kind (availability.hpp).
    std::uint16_t cut = 0;
};

/// "Not found" means no only when the source was answered in full.
constexpr Truth found(bool any, Availability source) noexcept {
    if (any) return Truth::yes;
    return source == Availability::present || source == Availability::empty ? Truth::no : Truth::unknown;
}

/// What one request says about one patient, read once, before any rule. A value; views into the Document.
/// No rule sees JSON. Filled by gather() (gather.hpp); read through PatientFacts (patient.hpp).
struct Facts {
    Hook hook = Hook::order_sign;
    Day now{};
    std::string_view patient_id;
    Demographics demographics;
    Anthropometrics body;
    std::vector<Condition> conditions;
    std::vector<Order> orders;
    std::vector<Allergy> allergies;
    bool no_known_allergy = false;
    Labs labs;
    std::vector<Request> requests;
    std::vector<Event> procedures;
    std::vector<Event> immunizations;
    std::vector<Event> administrations;
    std::vector<Event> dispenses;  ///< handed over to the patient
    std::vector<Event> devices;    ///< in use; no date: not known since when
    std::vector<Stay> stays;
    Sources sources;
    std::vector<DataNote> notes;
    fhir::Original context;  ///< of the hook: what an answer gives back of a draft, it gives back unread
};

}  // namespace iim::engine

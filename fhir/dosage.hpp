#pragma once

#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iim::fhir {

/// An amount of which either end may be unknown. Upper-limit rules read `hi`, lower-limit rules `lo`.
struct Span {
    std::optional<double> lo, hi;
    bool known() const noexcept { return lo.has_value() || hi.has_value(); }
    bool operator==(const Span&) const = default;
};

/// RULES 2.5 step 4.
enum class Frequency { unknown, daily, alternate, weekly, multi_weekly, cyclic, once, prn };
std::string_view to_string(Frequency);

/// How a dose became a number (RULES 2.2).
enum class Confidence { structured, text_parsed, product_only, unknown };
std::string_view to_string(Confidence);

/// What stood in the way of reading a dosage. Bits of DoseReading::problems.
enum DoseProblem : std::uint32_t {
    dose_unreadable = 1u << 0,       ///< no amount, or a unit that is not on the closed list
    strength_unknown = 1u << 1,      ///< tablets or mL of a product whose strength is not known
    weight_missing = 1u << 2,        ///< mg/kg without a usable weight
    bsa_missing = 1u << 3,           ///< mg/m2 without height and weight
    frequency_unreadable = 1u << 4,  ///< an amount, but not how often
    timing_conflict = 1u << 5,       ///< timing.code and timing.repeat disagree; repeat was used
    ambiguous = 1u << 6,             ///< several instructions that may be alternatives or may add up
    implausible = 1u << 7,           ///< far outside anything usual (step 9)
    undated = 1u << 8,               ///< later phases cannot be dated
};

/// One stretch of constant dosing. Days are inclusive. RULES 2.2 DosePhase.
struct DosePhase {
    std::optional<Day> start, end;  ///< no end: open-ended
    bool end_estimated = false;     ///< from the supply, not from an instruction
    bool dated = true;              ///< false: "a lower dose is planned", not on the calendar
    int sequence = 0;
    Span mg_per_dose;
    Span doses_per_day;       ///< administrations a day, averaged (weekly: 1/7)
    Span mg_per_day;          ///< averaged over the phase's period
    Span mg_per_week;         ///< worst sliding 7 days
    Span doses_per_week;      ///< administrations in the worst sliding 7 days
    Span rate_mg_per_kg_min;  ///< infusion rate as written; a fact of its own, never a dose
    Frequency frequency = Frequency::unknown;
    bool prn = false;
    std::uint8_t weekdays = 0;              ///< bit 0 Monday … bit 6 Sunday; 0: not named
    std::optional<double> span_hours;       ///< first to last administration of a week, when it can be known
    std::optional<double> administrations;  ///< total count of a one-off course
    bool timing_conflict = false;
    Frequency conflicting = Frequency::unknown;  ///< what the code or the text says when it disagrees
    std::string_view route_text;
    Confidence confidence = Confidence::unknown;

    bool covers(Day day) const noexcept {
        return dated && (!start || *start <= day) && (!end || day <= *end);
    }
};

/// What is needed to turn an instruction into mg on dates. Absent: not known.
struct DoseContext {
    std::optional<double> mg_per_unit;  ///< strength of one tablet, capsule, vial …
    std::optional<double> mg_per_mL;    ///< concentration of a liquid
    std::optional<double> weight_kg;
    std::optional<double> bsa_m2;
    std::optional<Day> authored;
    std::optional<Day> effective_start, effective_end;  ///< MedicationStatement
    Day now;
    bool draft = false;
    Zone zone;
};

struct DoseReading {
    std::vector<DosePhase> phases;
    std::uint32_t problems = 0;
    std::string raw;  ///< the fields or text seen, plain, for "could not be read" findings; may be empty
    bool text_says_daily = false;         ///< frequency unreadable, but the free text has "daily", "bid" …
    bool text_says_weekly = false;        ///< likewise "weekly" or a weekday (RULES R04 U)
    bool text_says_several_days = false;  ///< likewise two or more weekdays
    bool text_names_day = false;          ///< no phase names a weekday, but some free text does
    bool has(DoseProblem p) const noexcept { return (problems & p) != 0; }
};

/// Dosage[] (dosageInstruction, dosage; R4, STU3 shapes) of `resource`, with its dispenseRequest and
/// courseOfTherapyType, to phases: RULES 2.5 steps 2–8. Never throws; what it cannot read it says in
/// `problems`.
DoseReading read_dosage(Json resource, const DoseContext& context);

/// The closed text grammar of step 7, already split at "then". Nothing when any part does not match.
struct TextInstruction {
    double amount = 0;
    std::string_view unit;              ///< "tablet", "capsule", "mg", "mL"; empty when none is written
    std::optional<double> strength_mg;  ///< "of 50 mg"
    double doses_per_day = 0;
    Frequency frequency = Frequency::unknown;
    std::uint8_t weekdays = 0;
    std::optional<int> days;  ///< "for 2 weeks"
    std::string_view route;   ///< "po", "sc" or empty
};
std::optional<std::vector<TextInstruction>> parse_dosage_text(std::string_view text);

}  // namespace iim::fhir

#pragma once

#include "engine/facts/patient.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Methotrexate as it is written: weekly or not (RULES R04), and by whom it is judged.
namespace iim::engine::mtx {

/// The methotrexate that this call is about, as far as it is for weekly use: by mouth, under the skin, into
/// the muscle or by a route that is not stated. Order hooks, refill and discharge: what is ordered;
/// patient-view: what is active.
Patient::Orders in_question(const Patient& patient);

/// By a route of weekly methotrexate; into a vein or the spinal canal is another treatment.
bool is_weekly_route(const Order& order) noexcept;

/// The order is for a neoplasm: it says so, a protocol or category of oncology does while the patient has
/// one, or the patient has one and neither myositis nor another reason on the order.
bool is_oncology(const Patient& patient, const Order& order);

/// One administration and no more (ectopic pregnancy).
bool is_single_dose(const Order& order) noexcept;

enum class Rhythm {
    weekly,
    split,       ///< a weekly dose in parts within mtx.split_hours
    not_weekly,  ///< daily, every other day, several days a week, as needed, or two readings of which one is
    unreadable,
    other,  ///< a single dose, or less often than weekly
};

struct Schedule {
    Rhythm rhythm = Rhythm::unreadable;
    std::string written;            ///< "15 mg daily"
    std::string clash;              ///< the second reading, when code, timing and text disagree
    std::uint8_t weekdays = 0;      ///< bit 0 Monday
    bool names_day = false;         ///< in the timing or in the text
    bool two_days = false;          ///< code and timing name different days
    bool weekly_by_text = false;    ///< the timing says nothing, the text says weekly
    std::optional<double> dose_mg;  ///< of one administration, when all are equal
    bool one_instruction = false;   ///< can be rewritten without losing another one
    const Order* beside = nullptr;  ///< another weekly order on another day
};
Schedule schedule_of(const Order& order, Day now, double split_hours);

/// Both are taken in some week from now on: neither ends before the other begins, and neither is a
/// patient's report or the renewal of the other.
bool are_two_at_once(const Order& one, const Order& other, Day now);

/// "15 mg", "10-15 mg", or "" when no amount is known.
std::string amount(const fhir::Span& mg);

/// "Monday", "Monday and Thursday".
std::string days_in_words(std::uint8_t weekdays);

}  // namespace iim::engine::mtx

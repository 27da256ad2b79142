#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"
#include "engine/taper/plan.hpp"

#include <initializer_list>
#include <optional>
#include <vector>

/// Schedules of the taper planner (RULES 7) as suggestions of a card.
namespace iim::engine {

/// The steroid by mouth that a schedule starts from.
struct TaperFrom {
    const Order* order = nullptr;
    Concept steroid;
    double mg = 0;                 ///< prednisone-equivalent mg/day
    bool rewrites = false;         ///< an open draft is changed rather than replaced, where it can be (R38)
    bool is_stopped = false;       ///< the order ends: only the new schedule goes on
    std::optional<Day> last = {};  ///< the last day on which it is taken, when that is over
};

using TaperKinds = std::initializer_list<taper::Kind>;
inline constexpr TaperKinds every_taper{
    taper::Kind::standard, taper::Kind::slow_tail, taper::Kind::maintenance};

/// Adds one suggestion for each plan that can be made; children get the plan of RULES 7.4 instead. Where
/// there is none the card says why. No plan in inclusion body and checkpoint-inhibitor myositis, nor beside
/// another steroid by mouth.
void offer_tapers(Finding& finding, const Patient& patient, const TaperFrom& from, TaperKinds kinds);

/// A lower dose, not a stop, is planned: dated in the calendar, or a later step without a date.
bool is_being_lowered(const Patient& patient);

}  // namespace iim::engine

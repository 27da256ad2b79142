#pragma once

#include "engine/facts/facts.hpp"

#include <optional>
#include <vector>

namespace iim::engine {

class Policy;

/// `mg` of a systemic corticosteroid as mg prednisone: mg × 5/x, x from the table of RULES 2.6, so that
/// dexamethasone 12 mg is exactly 80. Nothing for corticotropin and for drugs that are none.
std::optional<double> as_prednisone(Concept steroid, double mg) noexcept;

/// RULES 2.6: a pulse is at least 250 mg methylprednisolone a day, here as mg prednisone.
inline constexpr double pulse_mg = 250 * 5.0 / 4;

/// mg of the drug on a day of giving: of a single dose and of spaced injections the dose, else the mean.
/// Both ends absent when it cannot be known.
fhir::Span dose_of_day(const Order& order, const fhir::DosePhase& phase) noexcept;

/// Days on which one order gives the same amount: RULES 2.5 phases, put on the calendar.
struct Stretch {
    Day first, last;          ///< both included; open ones are counted up to `last` only
    Day dated_last;           ///< of an open one: the last day that is not assumed (may lie before `first`)
    double hi = 0, lo = 0;    ///< mg prednisone on a day of giving
    Days every{1};            ///< a day of giving every so many days, from `first` on
    bool open = false;        ///< no stop date is recorded
    bool supply_end = false;  ///< … but a supply end is
    bool pulse = false;
};

/// One corticosteroid order on the calendar.
struct SteroidCourse {
    std::vector<Stretch> stretches;
    std::vector<fhir::Span> undated;  ///< phases that no date can be given to
    bool readable = true;             ///< every phase has a dose
};

struct CourseLimits {
    Day now{};
    int assume_open_days = 90;
    int pulse_days = 5;               ///< an open-ended pulse is counted for so long
    std::optional<double> weight_kg;  ///< for pulses by weight
    std::optional<Day> superseded;    ///< another order takes over on this day
};

/// Drafts count from now on, historical orders before now only and at most until `superseded`.
SteroidCourse read_course(const Order& order, Concept steroid, const CourseLimits& limits);

/// RULES 2.6 `premed`: one small dose of hydrocortisone, methylprednisolone or dexamethasone given for, or on
/// the day of, an infusion. Holds the days of infusion of this patient.
class Infusions {
public:
    explicit Infusions(const Facts& facts);
    bool premedicated_by(const Order& steroid_order, Concept steroid, const SteroidCourse& course) const;
    /// A dose of so many mg prednisone given on that day is premedication.
    bool premedicated_by(Day day, Concept steroid, double mg) const;

private:
    struct Interval {
        Day first, last;
    };
    std::vector<Interval> intervals_;
    void add(const Order& order, Day now);
    bool on(Day day) const noexcept;
};

}  // namespace iim::engine

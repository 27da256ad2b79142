#pragma once

namespace iim::engine::taper {

/// How an adult's dose goes down (RULES 7.1).
struct Bands {
    double step_above_40 = 10;  ///< mg; a site may take up to 20, which then never passes 40 mg
    bool slow_tail = false;     ///< from 10 mg on steps of `tail_step`
    double tail_step = 1;       ///< mg
    double maintenance = 0;     ///< mg/day to stay at; 0: to zero
};

/// The usual step from this dose: 10 mg above 30, 5 mg above 20, else 2.5 mg.
double band_step(double mg, double step_above_40) noexcept;

/// The dose after `mg`, always a lower one; 0: the steroid ends. `mg` is above the maintenance dose.
double next_lower(double mg, const Bands& bands);

}  // namespace iim::engine::taper

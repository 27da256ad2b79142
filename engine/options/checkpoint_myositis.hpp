#pragma once

#include "engine/facts/patient.hpp"

#include <string>
#include <vector>

/// What RULES R56 looks at in a checkpoint-inhibitor myositis.
namespace iim::engine::checkpoint {

/// Why it is urgent, in plain words with dates.
struct Danger {
    std::vector<std::string> critical;  ///< heart, breathing, swallowing or speech
    std::vector<std::string> other;     ///< severe otherwise, overlap with myasthenia gravis
    bool any() const noexcept { return !critical.empty() || !other.empty(); }
};
Danger danger(const Patient& patient);

/// The newest troponin of 30 days, when nobody can tell what it says.
std::vector<std::string> unreadable_troponin(const Patient& patient);

/// A systemic steroid was begun by the second day after the onset; a draft that starts by then counts.
Truth steroid_in_time(const Patient& patient);

/// The checks of the catalogue, each of which may be what is missing.
struct Checks {
    bool troponin = false, ecg = false;    ///< neither on record in 30 days nor asked for
    const Order* inhibitor = nullptr;      ///< active or about to be signed
    bool low_steroid = false;              ///< below 0.5 mg/kg/day, or none
    bool referral = false;                 ///< no specialist was asked
    std::vector<std::string> lacking;      ///< the above in plain words
    std::vector<std::string> not_checked;  ///< sources that did not come
    bool any() const noexcept { return troponin || ecg || inhibitor || low_steroid || referral; }
};
Checks missing(const Patient& patient);

/// The last checkpoint inhibitor was more than 90 days ago, and the myositis is stable: nothing urgent is
/// recorded, and it is older than that or treated with a steroid.
bool is_over(const Patient& patient, const Danger& danger);

}  // namespace iim::engine::checkpoint

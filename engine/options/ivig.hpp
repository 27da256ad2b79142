#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <vector>

/// Infusions of normal immunoglobulin, as the rules R22–R26 see them.
namespace iim::engine::ivig {

/// By vein, or by a route that is not stated: immunoglobulin under the skin or into a muscle is another
/// treatment.
bool is_infused(const Order& order) noexcept;

/// It names another disease that immunoglobulin is given for, in other doses.
bool for_other_disease(const Order& order) noexcept;

/// The orders that this call is about.
Patient::Orders ordered(const Patient& patient);

/// Another immunoglobulin infusion than those that are ordered now: the last day on which one was given, as
/// administrations, procedures and earlier orders tell.
std::optional<Day> last_infusion(const Patient& patient);

/// The last one before `day`, `except` left out.
std::optional<Day> last_infusion_before(const Patient& patient, Day day, const Patient::Orders& except);

/// A recorded reaction to immunoglobulin.
struct Reaction {
    const Allergy* worst = nullptr;
    bool any() const noexcept { return worst != nullptr; }
    bool severe() const noexcept { return worst && worst->severity == AllergySeverity::severe; }
};
Reaction reaction(const Patient& patient);

/// IgA is deficient by diagnosis or level, or not told from it (RULES R25).
bool may_lack_iga(const Patient& patient);

/// The infusions of one day.
struct DayDose {
    Day day{};
    double lo = 0, hi = 0;  ///< grams
};

/// Infusions on following days, with pauses of at most a weekend.
struct Course {
    Day first{}, last{};
    int days = 0;           ///< days with an infusion
    double lo = 0, hi = 0;  ///< grams in all
    double most = 0;        ///< grams on its strongest day
};

/// What `orders` plan together.
struct Plan {
    std::vector<Course> courses;
    std::optional<double> first_rate, top_rate;  ///< mg/kg/min
    bool unreadable = false;                     ///< some instruction has no dose
    bool open = false;         ///< some instruction has no length: its infusions are not in `courses`
    bool open_daily = false;   ///< … and is for every day
    bool endless = false;      ///< courses follow one another without an end
    double most_on_a_day = 0;  ///< grams, of those without a length too
};
/// Plans that repeat are followed for `ahead`.
inline constexpr Days next_two_courses{70};
Plan plan_of(const Patient::Orders& orders, Day now, Days ahead = next_two_courses);

}  // namespace iim::engine::ivig

#pragma once

#include "engine/derive/dose_weight.hpp"
#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The daily dose of a thiopurine against the patient's weight (RULES R07, R08, R19), and the clicks that
/// lower or replace it.
namespace iim::engine::thiopurine {

/// A converted dose is not a round number.
inline constexpr double dose_slack = 1e-6;

/// mg/day in azathioprine equivalents, upper reading, from now on.
struct Dose {
    const Order* order = nullptr;
    std::optional<double> mg;
    std::optional<DoseWeight> weight;  ///< azaWeight of RULES 2.7
    bool sum = false;                  ///< another order of a thiopurine counts with it

    std::optional<double> mg_per_kg() const {
        return mg && weight ? std::optional(*mg / weight->kg) : std::nullopt;
    }
    /// More than `limit` mg/kg/day; false when that cannot be known.
    bool above(double limit) const { return mg && weight && *mg > limit * weight->kg + dose_slack; }
    /// Patient-reported alone: no dose alert stronger than information (RULES 2.4).
    bool reported() const noexcept { return order->reported; }
};
Dose dose_of(const Patient& patient, const Order& order);

/// "Azathioprine 100 mg/day, 1.43 mg/kg of actual body weight 70 kg (MedicationRequest/a)"
std::string dose_in_words(const Patient& patient, const Dose& dose);

/// "2.14", or "just over 2" when the figures alone would hide that it is above `limit`.
std::string mg_per_kg_in_words(double mg_per_kg, double limit);

/// What of weight and dose could not be used; empty when nothing is missing.
std::vector<std::string> dose_not_checked(const Dose& dose);

/// The drug's own mg for `azathioprine_mg`, rounded down to whole steps of `step` mg; 0 when that is nothing.
double tablets_for(const Order& order, double azathioprine_mg, double step);

/// A draft that the user can still change.
bool is_open_draft(const Order& order) noexcept;

/// "Change azathioprine to 25 mg once daily, blood count weekly for 4 weeks": nothing when `mg` is nothing or
/// no less than what is written, or when the dose is made of several orders.
std::optional<Suggestion> reduce_to(const Patient& patient, const Dose& dose, double mg);

/// Weekly blood counts for the first month, when they are not asked for already.
std::optional<Suggestion> weekly_counts(const Patient& patient);

/// Adds to `finding`: taking the draft out, and methotrexate or mycophenolate in its place as far as they fit
/// (RULES 6.1); when neither does, a referral.
void offer_other_agent(Finding& finding, const Patient& patient, const Order& order);

}  // namespace iim::engine::thiopurine

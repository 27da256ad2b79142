#pragma once

#include "engine/derive/dose_weight.hpp"
#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <vector>

namespace iim::engine::ivig {

/// The usual course of 2 g/kg, in whole vials where they make it, in place of what the draft says: over 5
/// days first when age, kidney, heart or a thrombosis risk call for it, else over 2 days (RULES C10). Nothing
/// for an order that cannot be changed any more.
/// Planned dates stay; the rate goes when it is too fast.
std::vector<Suggestion> usual_courses(
    const Patient& patient, const Order& order, const DoseWeight& weight, bool too_fast
);

/// A first course of 2 g/kg with the tests that it needs: over 5 days when age, kidney, heart
/// or a thrombosis risk call for it or `always_slow` does, else over 2 days (RULES C10). Nothing when one is
/// taken or planned already, when something in the record rules it out or IgA is deficient, or without a
/// usable weight.
std::optional<Suggestion> first_course(const Patient& patient, bool always_slow = false);

/// Says on the card what in the record rules a first course out, if anything does (RULES 6.1).
void explain_no_course(Finding& finding, const Patient& patient);

}  // namespace iim::engine::ivig

#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What is not checked when an order of these drugs cannot be read, and whether that concerns every patient
/// or only those with myositis (ruling 3).
struct Watched {
    ConceptGroup drugs;
    std::string_view checks;
    bool any_indication = false;
};
std::span<const Watched> watched_drugs() noexcept;

/// What of an order could not be read into an amount in time: "dose", "frequency", "weight", "body surface
/// area". Empty when all could be read.
std::vector<std::string> unreadable_parts(const Order& order);

/// The line that a card says about such an order: "prednisone: dose could not be read". The same words
/// wherever it is said, so that R60 need not repeat what another card already states.
std::string gap_line(std::string_view drug, const Order& order);

/// Of each of `tests` whose newest result of the window cannot be read: "ALT of 2026-11-02 could not be read
/// (Observation/a)". A limit was held against an older value at most, so it belongs under "not checked".
std::vector<std::string> unreadable_results(const Patient& patient, ConceptGroup tests, Days window);
/// The same of kidney function: of the eGFR or the creatinine, and only when neither tells.
std::vector<std::string> unreadable_kidney(const Patient& patient, Days window);

/// Why an order's dose cannot be meant (RULES 2.5 step 9), as a clause: "prednisone 600 mg/day by mouth is
/// above 250 mg/day". Nothing when the dose is plausible or unknown.
std::optional<std::string> implausible_dose(const Patient& patient, const Order& order);

}  // namespace iim::engine

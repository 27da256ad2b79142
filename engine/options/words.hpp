#pragma once

#include "engine/facts/patient.hpp"

#include <span>
#include <string>
#include <string_view>

/// Small building blocks of the sentences on cards.
namespace iim::engine::words {

/// 60 → "60", 7.5 → "7.5", 56.666 → "56.67": at most two decimals (five below 0.005), no trailing zeros.
std::string number(double value);

/// "prednisone" → "Prednisone"
std::string capitalised(std::string_view text);

/// "a", "a or b", "a, b or c"
std::string either(std::span<const std::string> items);
/// "a", "a and b", "a, b and c"
std::string all_of(std::span<const std::string> items);

/// "28 days", "1 day", and whole weeks from 14 days on: "4 weeks".
std::string duration(int days);

/// " (Condition/abc)": where a fact was read; empty when the resource has no id.
std::string from(const Source& source);

/// `text` without such places: button labels and summaries are for reading only.
std::string without_sources(std::string_view text);

/// "WBC 3.1 on 2026-11-02 (Observation/wbc)"
std::string result(const Result& result, std::string_view what, std::string_view unit);

/// "medication list not available", or "not complete" when a part of it came.
std::string medication_list(const Patient& patient);

/// What "none found" about medicines leaves open, as lines of what was not checked: a client that sends
/// orders only has not sent what patients report, nor infusions, which may have no order (RULES 2.1).
enum class Medicines { reported, reported_and_infused };
std::vector<std::string> not_delivered(const Patient& patient, Medicines which);

/// "HBsAg of 2026-11-02 could not be read (Observation/h)"
std::string unreadable(const Result& result, std::string_view what);

/// "eGFR 29", "eGFR <15"
std::string egfr(const KidneyFunction& kidney);

/// The plain name of the drug that an order is for: the first of its concepts in `group`.
std::string_view drug(const Patient& patient, const Order& order, ConceptGroup group);

}  // namespace iim::engine::words

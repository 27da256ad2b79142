#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>

/// TMP-SMX is avoided late in pregnancy (RULES 6.2 "near term", R51 "late pregnancy").
namespace iim::engine {

struct RecordedPregnancy {
    /// In the last twelve weeks before the estimated delivery; unknown without an estimated delivery.
    Truth late = Truth::unknown;
    std::optional<Day> delivery = {};
    Source source = {};

    /// Unknown counts: nobody can tell that it is early.
    bool may_be_late() const noexcept { return late != Truth::no; }
    /// "pregnancy, delivery estimated for 2027-03-20", "pregnancy without a recorded delivery date"
    std::string in_words() const;
};

/// Nothing when no pregnancy is recorded.
std::optional<RecordedPregnancy> recorded_pregnancy(const Patient& patient);

}  // namespace iim::engine

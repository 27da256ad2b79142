#pragma once

#include "fhir/json.hpp"

#include <string>
#include <string_view>

namespace iim::fhir {

/// The instructions as a person would repeat them, at most 160 bytes of whole UTF-8 characters without
/// control characters: the free text, else dose and timing. Text of the EHR: escape before showing.
std::string describe_dosages(Json dosages);

/// Whether free text that the grammar cannot read speaks of daily or of weekly dosing (RULES R04 U).
struct FrequencyWords {
    bool daily = false;
    bool weekly = false;
};
FrequencyWords frequency_words(std::string_view text);

/// True when free text names a day of the week, in full or shortened ("Mon"; never "Sun" or "Sat").
bool names_weekday(std::string_view text);

}  // namespace iim::fhir

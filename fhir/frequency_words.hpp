#pragma once

#include <string_view>

namespace iim::fhir {

/// What free text outside the grammar says of how often the drug of the order is taken (RULES R04 U). What it
/// says of another drug, of blood tests or of days that are not meant is left out, save for daily use: the
/// word alone counts.
struct FrequencyWords {
    bool daily = false;
    bool weekly = false;        ///< once a week, or on one named day, and nothing against it
    bool several_days = false;  ///< names two or more days of the week, among words of taking the drug only
    bool names_day = false;     ///< a day of the week, in full or shortened ("Mon")
};
FrequencyWords frequency_words(std::string_view text);

/// "Take every day with food": words of taking the dose, and no others. "Drink plenty every day", "take with
/// your daily vitamin", "once a week, not every day" are about something else.
bool says_daily(std::string_view text);

}  // namespace iim::fhir

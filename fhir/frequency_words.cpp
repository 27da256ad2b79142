#include "fhir/frequency_words.hpp"

#include "fhir/week_words.hpp"

#include <algorithm>
#include <array>

namespace iim::fhir {
namespace {

/// `phrase` (lower case) in `text`, and neither as the end nor as the beginning of a longer word.
bool has_phrase(std::string_view text, std::string_view phrase) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    for (auto from = text.begin(); from != text.end();) {
        const auto found = std::search(from, text.end(), phrase.begin(), phrase.end(), same);
        if (found == text.end()) return false;
        const auto after = found + static_cast<std::ptrdiff_t>(phrase.size());
        const bool inside = found != text.begin() && letter(*found) && letter(*(found - 1));
        if (!inside && (after == text.end() || !letter(*after))) return true;
        from = found + 1;
    }
    return false;
}

bool names_daily(std::string_view text) {
    constexpr std::array<std::string_view, 27> phrases{"daily",         "qd",
                                                       "bid",           "bd",
                                                       "tid",           "tds",
                                                       "qid",           "qds",
                                                       "qam",           "qpm",
                                                       "qhs",           "nightly",
                                                       "everyday",      "every day",
                                                       "each day",      "once a day",
                                                       "twice a day",   "times a day",
                                                       "per day",       "/day",
                                                       "a day.",        "every morning",
                                                       "every evening", "every night",
                                                       "each morning",  "each evening",
                                                       "each night"};
    return std::ranges::any_of(phrases, [text](std::string_view one) { return has_phrase(text, one); });
}

}  // namespace

FrequencyWords frequency_words(std::string_view text) {
    FrequencyWords words;
    if (text.empty()) return words;
    const WeekWords week(text);
    words.daily = names_daily(text);
    words.weekly = week.weekly();
    words.several_days = week.several_days();
    words.names_day = week.names_day();
    // "Once weekly on Monday. Do not take daily." is the good practice, not a contradiction.
    if (words.weekly && week.negates()) words.daily = false;
    return words;
}

bool says_daily(std::string_view text) {
    if (text.empty() || !names_daily(text)) return false;
    const WeekWords week(text);
    return week.only_of_taking() && !week.weekly();
}

}  // namespace iim::fhir

#pragma once

#include "engine/facts/readings.hpp"

#include <string_view>

namespace iim::engine {

struct Word {
    std::string_view text;
    Reading reading;
};

/// What a laboratory writes as its answer. Longest first where one phrase holds another.
inline constexpr Word answer_words[] = {
    {"not detected", Reading::negative},
    {"none detected", Reading::negative},
    {"non-detected", Reading::negative},
    {"non detected", Reading::negative},
    {"undetected", Reading::negative},
    {"undetectable", Reading::negative},
    {"not reactive", Reading::negative},
    {"non-reactive", Reading::negative},
    {"non reactive", Reading::negative},
    {"nonreactive", Reading::negative},
    {"not present", Reading::negative},
    {"not pregnant", Reading::negative},
    {"negative", Reading::negative},
    {"neg", Reading::negative},
    {"absent", Reading::negative},
    {"indeterminate", Reading::indeterminate},
    {"equivocal", Reading::indeterminate},
    {"borderline", Reading::indeterminate},
    {"inconclusive", Reading::indeterminate},
    {"positive", Reading::positive},
    {"pos", Reading::positive},
    {"detected", Reading::positive},
    {"present", Reading::positive},
    {"reactive", Reading::positive},
    {"pregnant", Reading::positive},
    // German, French, Italian, Spanish
    {"nicht nachweisbar", Reading::negative},
    {"nicht nachgewiesen", Reading::negative},
    {"nicht reaktiv", Reading::negative},
    {"negativ", Reading::negative},
    {"négatif", Reading::negative},
    {"négative", Reading::negative},
    {"NÉGATIF", Reading::negative},
    {"NÉGATIVE", Reading::negative},
    {"negatif", Reading::negative},
    {"negativo", Reading::negative},
    {"negativa", Reading::negative},
    {"non détecté", Reading::negative},
    {"non réactif", Reading::negative},
    {"non reattivo", Reading::negative},
    {"no reactivo", Reading::negative},
    {"no detectado", Reading::negative},
    {"grenzwertig", Reading::indeterminate},
    {"fraglich", Reading::indeterminate},
    {"douteux", Reading::indeterminate},
    {"dudoso", Reading::indeterminate},
    {"dubbio", Reading::indeterminate},
    {"positiv", Reading::positive},
    {"positif", Reading::positive},
    {"positivo", Reading::positive},
    {"positiva", Reading::positive},
    {"nachweisbar", Reading::positive},
    {"nachgewiesen", Reading::positive},
    {"reaktiv", Reading::positive},
    {"réactif", Reading::positive},
    {"reattivo", Reading::positive},
    {"reactivo", Reading::positive},
    {"détecté", Reading::positive},
    {"detectado", Reading::positive},
};

}  // namespace iim::engine

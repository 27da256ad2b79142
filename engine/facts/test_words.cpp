#include "engine/facts/test_words.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

namespace iim::engine {

namespace {

struct Name {
    std::string_view words;  ///< lower case, blanks for hyphens
    Concept meaning;
};

constexpr Name names[] = {
    {"mmt8", observation::muscle_strength_mmt8},
    {"mmt 8", observation::muscle_strength_mmt8},
    {"mmt8 score", observation::muscle_strength_mmt8},
    {"mmt 8 score", observation::muscle_strength_mmt8},
    {"manual muscle testing 8", observation::muscle_strength_mmt8},
    {"manual muscle testing (mmt8)", observation::muscle_strength_mmt8},
    {"manual muscle testing (mmt 8)", observation::muscle_strength_mmt8},
    {"haq", observation::haq},
    {"haq di", observation::haq},
    {"haq score", observation::haq},
    {"health assessment questionnaire", observation::haq},
    {"health assessment questionnaire (haq)", observation::haq},
    {"health assessment questionnaire disability index", observation::haq},
    {"cmas", observation::cmas},
    {"childhood myositis assessment scale", observation::cmas},
    {"frax", observation::frax_major},
    {"frax major osteoporotic fracture", observation::frax_major},
    {"frax 10 year major osteoporotic fracture risk", observation::frax_major},
    {"frax 10 year probability of major osteoporotic fracture", observation::frax_major},
    {"10 year probability of major osteoporotic fracture", observation::frax_major},
    {"dietary calcium", observation::dietary_calcium},
    {"dietary calcium adequate", observation::dietary_calcium},
    {"adequate dietary calcium", observation::dietary_calcium},
    {"dietary calcium intake", observation::dietary_calcium},
    {"dietary calcium intake adequate", observation::dietary_calcium},
    {"adequate dietary calcium intake", observation::dietary_calcium},
};

/// How the name of a graded muscle group begins: "MRC grade, hip flexors". Not the MRC scale of
/// breathlessness, nor a sum of grades.
constexpr std::string_view grades[] = {
    "mrc grade",
    "mrc muscle strength",
    "mrc muscle power",
    "mrc strength",
    "mrc power",
    "muscle strength grade",
    "muscle power grade",
    "muscle strength (mrc",
    "muscle power (mrc",
    "medical research council muscle",
};

bool begins_as_grade(std::string_view text) noexcept {
    if (has_part(text, "sum") || has_part(text, "dysp")) return false;
    for (const std::string_view name : grades)
        if (equals_name(text.substr(0, name.size()), name)) return true;
    return false;
}

}  // namespace

Concept test_named(std::string_view text) noexcept {
    text = trimmed(text);
    if (begins_as_grade(text)) return observation::muscle_strength_grade;
    for (const Name& name : names)
        if (equals_name(text, name.words)) return name.meaning;
    return {};
}

}  // namespace iim::engine

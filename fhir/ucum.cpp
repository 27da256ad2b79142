#include "fhir/ucum.hpp"

#include "fhir/unit_text.hpp"

#include <algorithm>
#include <array>

namespace iim::fhir {
namespace {

struct Spelling {
    std::string_view text;  // lower case, no spaces
    DoseUnit unit;
    double factor;
};

constexpr Spelling spellings[] = {
    {"mg", DoseUnit::mg, 1},
    {"mgs", DoseUnit::mg, 1},
    {"milligram", DoseUnit::mg, 1},
    {"milligrams", DoseUnit::mg, 1},
    {"g", DoseUnit::mg, 1000},
    {"gm", DoseUnit::mg, 1000},
    {"gram", DoseUnit::mg, 1000},
    {"grams", DoseUnit::mg, 1000},
    {"ug", DoseUnit::mg, 1e-3},
    {"mcg", DoseUnit::mg, 1e-3},
    {"microgram", DoseUnit::mg, 1e-3},
    {"micrograms", DoseUnit::mg, 1e-3},
    {"ng", DoseUnit::mg, 1e-6},
    {"nanogram", DoseUnit::mg, 1e-6},
    {"nanograms", DoseUnit::mg, 1e-6},
    {"mg/kg", DoseUnit::mg_per_kg, 1},
    {"mg/kg/dose", DoseUnit::mg_per_kg, 1},
    {"mg/kg/{dose}", DoseUnit::mg_per_kg, 1},
    {"g/kg", DoseUnit::mg_per_kg, 1000},
    {"gm/kg", DoseUnit::mg_per_kg, 1000},
    {"ug/kg", DoseUnit::mg_per_kg, 1e-3},
    {"mcg/kg", DoseUnit::mg_per_kg, 1e-3},
    {"mg/m2", DoseUnit::mg_per_m2, 1},
    {"mg/m^2", DoseUnit::mg_per_m2, 1},
    {"g/m2", DoseUnit::mg_per_m2, 1000},
    {"ml", DoseUnit::mL, 1},
    {"milliliter", DoseUnit::mL, 1},
    {"milliliters", DoseUnit::mL, 1},
    {"millilitre", DoseUnit::mL, 1},
    {"millilitres", DoseUnit::mL, 1},
    {"l", DoseUnit::mL, 1000},
    {"liter", DoseUnit::mL, 1000},
    {"litre", DoseUnit::mL, 1000},
    {"[iu]", DoseUnit::iu, 1},
    {"iu", DoseUnit::iu, 1},
    {"u", DoseUnit::iu, 1},
    {"unt", DoseUnit::iu, 1},
    {"unit", DoseUnit::iu, 1},
    {"units", DoseUnit::iu, 1},
    {"internationalunit", DoseUnit::iu, 1},
    {"internationalunits", DoseUnit::iu, 1},
    {"[iu]/kg", DoseUnit::iu_per_kg, 1},
    {"iu/kg", DoseUnit::iu_per_kg, 1},
    {"u/kg", DoseUnit::iu_per_kg, 1},
    {"units/kg", DoseUnit::iu_per_kg, 1},
    {"mg/h", DoseUnit::mg_per_h, 1},
    {"mg/hr", DoseUnit::mg_per_h, 1},
    {"mg/hour", DoseUnit::mg_per_h, 1},
    {"g/h", DoseUnit::mg_per_h, 1000},
    {"g/hr", DoseUnit::mg_per_h, 1000},
    {"g/hour", DoseUnit::mg_per_h, 1000},
    {"ug/h", DoseUnit::mg_per_h, 1e-3},
    {"mcg/h", DoseUnit::mg_per_h, 1e-3},
    {"mcg/hr", DoseUnit::mg_per_h, 1e-3},
    {"mg/min", DoseUnit::mg_per_h, 60},
    {"ml/h", DoseUnit::mL_per_h, 1},
    {"ml/hr", DoseUnit::mL_per_h, 1},
    {"ml/hour", DoseUnit::mL_per_h, 1},
    {"ml/min", DoseUnit::mL_per_h, 60},
    {"mg/kg/min", DoseUnit::mg_per_kg_min, 1},
    {"mg/(kg.min)", DoseUnit::mg_per_kg_min, 1},
    {"mg/kg/h", DoseUnit::mg_per_kg_min, 1. / 60},
    {"mg/kg/hr", DoseUnit::mg_per_kg_min, 1. / 60},
    {"mg/(kg.h)", DoseUnit::mg_per_kg_min, 1. / 60},
    {"ml/kg", DoseUnit::mL_per_kg, 1},
    {"ml/kg/min", DoseUnit::mL_per_kg_min, 1},
    {"ml/(kg.min)", DoseUnit::mL_per_kg_min, 1},
    {"ml/kg/h", DoseUnit::mL_per_kg_min, 1. / 60},
    {"ml/kg/hr", DoseUnit::mL_per_kg_min, 1. / 60},
    {"ml/kg/hour", DoseUnit::mL_per_kg_min, 1. / 60},
    {"ml/(kg.h)", DoseUnit::mL_per_kg_min, 1. / 60},
};

/// One piece of a product: printed words, UCUM annotations without their braces, and the codes for oral
/// solids of HL7 v3 orderableDrugForm.
constexpr std::string_view pieces[] = {
    "pill",          "pills",        "pill(s)",   "tbl",       "tab",        "tabs",
    "tab(s)",        "tablet",       "tablets",   "tablet(s)", "oraltablet", "cap",
    "caps",          "cap(s)",       "capsule",   "capsules",  "capsule(s)", "oralcapsule",
    "caplet",        "caplets",      "caplet(s)", "each",      "ea",         "vial",
    "vials",         "vial(s)",      "syringe",   "syringes",  "syringe(s)", "ampule",
    "ampules",       "ampoule",      "ampoules",  "pen",       "pens",       "autoinjector",
    "auto-injector", "prefilledpen", "ortab",     "chewtab",   "cptab",      "disintab",
    "drtab",         "ectab",        "erectab",   "ertab",     "ertab12",    "ertab24",
    "sltab",         "buctab",       "srbuctab",  "orcap",     "entcap",     "erentcap",
    "ercap",         "ercap12",      "ercap24",   "ereccap",
};

/// UCUM is case-sensitive: Mg is a megagram (and a metal), mG a milligauss, u an atomic mass. A slip is
/// more likely than any of these, but which one is not guessed.
bool means_something_else(std::string_view as_written) noexcept {
    return as_written.starts_with("Mg") || as_written.starts_with("mG") || as_written == "u"
           || as_written.starts_with("u/");
}

std::string_view without_braces(std::string_view text) noexcept {
    const bool braced = text.size() > 2 && text.front() == '{' && text.back() == '}';
    return braced ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

DoseUnitValue dose_unit(std::string_view unit_or_code) {
    const auto written = UnitText::plain(unit_or_code);
    if (!written || means_something_else(written->view())) return {};
    const UnitText folded = written->lower();
    const std::string_view text = folded.view();
    if (text == "1") return {DoseUnit::count, 1};
    for (const Spelling& one : spellings)
        if (one.text == text) return {one.unit, one.factor};
    const bool piece =
        std::find(std::begin(pieces), std::end(pieces), without_braces(text)) != std::end(pieces);
    return piece ? DoseUnitValue{DoseUnit::count, 1} : DoseUnitValue{};
}

}  // namespace iim::fhir

#include "fhir/ucum.hpp"

#include <cmath>
#include <limits>
#include <ostream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace iim::fhir;

namespace {

constexpr double creatinine = 113.12;  // g/mol
constexpr double glucose = 180.156;
constexpr double calcium = 40.078;

struct Conversion {
    double value;
    std::string_view from, target;
    double molar_mass;
    double want;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ucum)

BOOST_AUTO_TEST_CASE(dose_units_of_the_closed_list) {
    const struct {
        std::string_view text;
        DoseUnit unit;
        double factor;
    } cases[] = {
        {"mg", DoseUnit::mg, 1},
        {"MG", DoseUnit::mg, 1},
        {"milligram", DoseUnit::mg, 1},
        {"Milligrams", DoseUnit::mg, 1},
        {" mg ", DoseUnit::mg, 1},
        {"g", DoseUnit::mg, 1000},
        {"G", DoseUnit::mg, 1000},
        {"gram", DoseUnit::mg, 1000},
        {"ug", DoseUnit::mg, 0.001},
        {"mcg", DoseUnit::mg, 0.001},
        {"MCG", DoseUnit::mg, 0.001},
        {"\u00B5g", DoseUnit::mg, 0.001},
        {"\u03BCg", DoseUnit::mg, 0.001},
        {"ng", DoseUnit::mg, 0.000001},
        {"mg/kg", DoseUnit::mg_per_kg, 1},
        {"MG/KG", DoseUnit::mg_per_kg, 1},
        {"mg / kg", DoseUnit::mg_per_kg, 1},
        {"g/kg", DoseUnit::mg_per_kg, 1000},
        {"ug/kg", DoseUnit::mg_per_kg, 0.001},
        {"mg/m2", DoseUnit::mg_per_m2, 1},
        {"mg/m\u00B2", DoseUnit::mg_per_m2, 1},
        {"g/m2", DoseUnit::mg_per_m2, 1000},
        {"mL", DoseUnit::mL, 1},
        {"ml", DoseUnit::mL, 1},
        {"ML", DoseUnit::mL, 1},
        {"L", DoseUnit::mL, 1000},
        {"[IU]", DoseUnit::iu, 1},
        {"[iU]", DoseUnit::iu, 1},
        {"IU", DoseUnit::iu, 1},
        {"U", DoseUnit::iu, 1},
        {"units", DoseUnit::iu, 1},
        {"[IU]/kg", DoseUnit::iu_per_kg, 1},
        {"{pill}", DoseUnit::count, 1},
        {"{tbl}", DoseUnit::count, 1},
        {"{tablet}", DoseUnit::count, 1},
        {"{Tablet}", DoseUnit::count, 1},
        {"{cap}", DoseUnit::count, 1},
        {"{capsule}", DoseUnit::count, 1},
        {"{each}", DoseUnit::count, 1},
        {"1", DoseUnit::count, 1},
        {"TAB", DoseUnit::count, 1},
        {"tablet(s)", DoseUnit::count, 1},
        {"Tablets", DoseUnit::count, 1},
        {"capsule", DoseUnit::count, 1},
        {"capsule(s)", DoseUnit::count, 1},
        {"CAP", DoseUnit::count, 1},
        {"ECTAB", DoseUnit::count, 1},
        {"ERTAB24", DoseUnit::count, 1},
        {"ORCAP", DoseUnit::count, 1},
        {"each", DoseUnit::count, 1},
        {"{pen}", DoseUnit::count, 1},
        {"pen", DoseUnit::count, 1},
        {"Auto-Injector", DoseUnit::count, 1},
        {"prefilled pen", DoseUnit::count, 1},
        {"mg/h", DoseUnit::mg_per_h, 1},
        {"g/h", DoseUnit::mg_per_h, 1000},
        {"mL/h", DoseUnit::mL_per_h, 1},
        {"mL/hr", DoseUnit::mL_per_h, 1},
        {"mg/kg/min", DoseUnit::mg_per_kg_min, 1},
        {"mg/kg/h", DoseUnit::mg_per_kg_min, 1. / 60},
        {"mL/kg/min", DoseUnit::mL_per_kg_min, 1},
        {"mL/kg/h", DoseUnit::mL_per_kg_min, 1. / 60},
        {"mL/(kg.h)", DoseUnit::mL_per_kg_min, 1. / 60},
        {"mL/kg", DoseUnit::mL_per_kg, 1},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.text) {
            const DoseUnitValue got = dose_unit(one.text);
            BOOST_TEST((got.unit == one.unit));
            BOOST_TEST(got.factor == one.factor);
        }
}

BOOST_AUTO_TEST_CASE(any_other_dose_unit_is_unknown) {
    const std::string_view cases[] = {
        "",
        " ",
        "Mg",
        "Mg/kg",
        "mG",
        "kg",
        "{mg}",
        "{g}",
        "{}",
        "{1}",
        "10",
        "%",
        "{dose}",
        "dose",
        "drop",
        "{drop}",
        "[drp]",
        "puff",
        "patch",
        "mmol",
        "meq",
        "mg/d",
        "mg/kg/d",
        "mg/mL",
        "mg/",
        "/kg",
        "tablet/d",
        "mgmg",
        "teaspoon",
        "SUPP",
        "VAGTAB",
        "TPATCH",
        "MU",
        "mU",
        "mol",
        "g/m3",
        "u",
        "u/kg",
        "\u00B5",
        "mg\n",
        "a unit name far longer than any that anybody would print",
    };
    for (const auto& one : cases)
        BOOST_TEST_CONTEXT(one) BOOST_TEST((dose_unit(one).unit == DoseUnit::unknown));
}

BOOST_AUTO_TEST_CASE(counts_in_all_their_spellings_are_the_same_number) {
    for (const std::string_view thousands : {
             "10*3/uL",      "10^3/uL",
             "10E3/uL",      "10e3/uL",
             "x10E3/uL",     "X10E3/UL",
             "x10(3)/uL",    "10**3/uL",
             "K/uL",         "k/uL",
             "K/UL",         "K/mcL",
             "K/mm3",        "Thousand/uL",
             "THOU/UL",      "thous/mcL",
             "10*3/mm3",     "10*9/L",
             "10^9/L",       "x10^9/L",
             "10E9/L",       "10*9/l",
             "G/L",          "/nL",
             "10*6/mL",      "10*3{cells}/uL",
             "10\u00B3/uL",  "10*3/\u00B5L",
             "K/cumm",       "th/cumm",
             "Th/uL",        "Tsd/\u00B5l",
             "Tsd./\u00B5l", "Gpt/l",
             "Gpt/L",        "bil/L",
             "10\u2079/L",   "\u00D710\u2079/L",
             "x 10\u2079/L", "10\u00B3/\u00B5L",
             "10\u2076/mL",  "x10\u00A0\u2079/L",
         })
        BOOST_TEST_CONTEXT(thousands) BOOST_TEST((convert(3.5, thousands, "10*9/L") == 3.5));
    BOOST_TEST((convert(4.5, "10\u00B9\u00B2/L", "10*12/L") == 4.5));
    for (const std::string_view none : {"109/L", "10 9/L", "10\u207B\u2079/L", "Mpt/L", "t/L", "bn/L"})
        BOOST_TEST_CONTEXT(none) BOOST_TEST(!convert(3.5, none, "10*9/L").has_value());
    for (const std::string_view single :
         {"/uL",
          "{cells}/uL",
          "cells/uL",
          "Cells/uL",
          "cells/mm3",
          "CELLS/MCL",
          "1/uL",
          "#/uL",
          "/mm3",
          "10*6/L"})
        BOOST_TEST_CONTEXT(single) BOOST_TEST((convert(3500, single, "10*9/L") == 3.5));
    BOOST_TEST((convert(1.2, "10*9/L", "/uL") == 1200));
    BOOST_TEST((convert(4.5, "10*12/L", "10*6/uL") == 4.5));
}

BOOST_AUTO_TEST_CASE(conversions_land_exactly_on_thresholds) {
    const Conversion cases[] = {
        {10, "g/dL", "g/L", 0, 100},
        {10.7, "g/dL", "g/L", 0, 107},
        {10, "G/DL", "g/L", 0, 100},
        {35, "g/L", "g/dL", 0, 3.5},
        {500, "mg/dL", "g/L", 0, 5},
        {0.07, "g/L", "mg/dL", 0, 7},
        {5, "mg/dl", "mg/dL", 0, 5},
        {5, "MG/DL", "mg/dL", 0, 5},
        {5.5, "mmol/L", "mmol/L", 0, 5.5},
        {5.5, "meq/L", "mmol/L", 0, 5.5},
        {5.5, "mEq/L", "mmol/L", 0, 5.5},
        {5.5, "MMOL/L", "mmol/L", 0, 5.5},
        {40, "U/L", "U/L", 0, 40},
        {40, "[IU]/L", "U/L", 0, 40},
        {40, "IU/L", "U/L", 0, 40},
        {40, "u/l", "U/L", 0, 40},
        {40, "Units/L", "U/L", 0, 40},
        {40, "UNITS/L", "U/L", 0, 40},
        {40, "unit/L", "U/L", 0, 40},
        {40, "UI/L", "U/L", 0, 40},
        {40, "UI/l", "U/L", 0, 40},
        {40, "iU/L", "U/L", 0, 40},
        {40, "mU/mL", "U/L", 0, 40},
        {250, "mcmol/L", "umol/L", 0, 250},
        {1.5, "kU/L", "U/L", 0, 1500},
        {10, "ukat/L", "U/L", 0, 600},
        {14, "ng/L", "ng/L", 0, 14},
        {14, "pg/mL", "ng/L", 0, 14},
        {0.014, "ng/mL", "ng/L", 0, 14},
        {14, "PG/ML", "ng/L", 0, 14},
        {70, "kg", "kg", 0, 70},
        {70, "Kg", "kg", 0, 70},
        {3500, "g", "kg", 0, 3.5},
        {1.75, "m", "cm", 0, 175},
        {1750, "mm", "cm", 0, 175},
        {30, "%", "%", 0, 30},
        {90, "fL", "fL", 0, 90},
        {90, "FL", "fL", 0, 90},
        {35, "kg/m2", "kg/m2", 0, 35},
        {180, "mm[Hg]", "mm[Hg]", 0, 180},
        {180, "mmHg", "mm[Hg]", 0, 180},
        {20, "mm/hr", "mm/h", 0, 20},
        {300, "mg/g", "mg/g", 0, 300},
        {300, "mg/g{creat}", "mg/g", 0, 300},
        {0.3, "g/g creat", "mg/g", 0, 300},
        {3.5, "g/24h", "mg/{24_h}", 0, 3500},
        {3500, "mg/d", "g/d", 0, 3.5},
        {90, "mL/min", "mL/min", 0, 90},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value << " " << one.from << " in " << one.target)
    BOOST_TEST((convert(one.value, one.from, one.target, one.molar_mass) == one.want));
}

BOOST_AUTO_TEST_CASE(filtration_rates_per_surface) {
    for (const std::string_view unit : {
             "mL/min/{1.73_m2}",
             "mL/min/1.73m2",
             "mL/min/1.73 m2",
             "mL/min/1.73m\u00B2",
             "mL/min/1.73",
             "ml/min/1.73m2",
             "mL/min/{1.73m2}",
             "mL/min/1.73_m2",
             "mL/min/1.73m^2",
             "mL/min/1.73 sq m",
             "ML/MIN/1.73M2",
             "mL/min per 1.73 m2",
             "mL/min/1,73m2",
             "mL/min/(173.10*-2.m2)",
         })
        BOOST_TEST_CONTEXT(unit) BOOST_TEST((convert(29.9, unit, "mL/min/{1.73_m2}") == 29.9));
    for (const std::string_view unit :
         {"mL/min", "mL/min/m2", "mL/min/kg", "mL/min/1.8m2", "mL/h/{1.73_m2}", "mL/min/{1.73_m2}/d"})
        BOOST_TEST_CONTEXT(unit) BOOST_TEST(!convert(29.9, unit, "mL/min/{1.73_m2}").has_value());
}

BOOST_AUTO_TEST_CASE(conversions_through_the_molar_mass, *boost::unit_test::tolerance(1e-9)) {
    const Conversion cases[] = {
        {1, "mg/dL", "umol/L", creatinine, 88.4016973125884},  // 10 / 113.12 mmol/L
        {100, "umol/L", "mg/dL", creatinine, 1.1312},
        {200, "mg/dL", "mmol/L", glucose, 11.10148981993384},  // 2 / 180.156 mol/L
        {11.1, "mmol/L", "mg/dL", glucose, 199.97316},
        {6.2, "mmol/L", "g/L", 16114, 99.9068},
        {10, "mg/dL", "mmol/L", calcium, 2.495134487748890},
        {30, "mg/mmol", "mg/g", creatinine, 265.2050919377652},  // 30 / 0.11312
        {30, "mg/mmol{creat}", "mg/g", creatinine, 265.2050919377652},
        {150, "[lb_av]", "kg", 0, 68.0388555},
        {150, "lbs", "kg", 0, 68.0388555},
        {70, "[in_i]", "cm", 0, 177.8},
        {70, "in", "cm", 0, 177.8},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value << " " << one.from << " in " << one.target) {
            const auto got = convert(one.value, one.from, one.target, one.molar_mass);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST(*got == one.want);
        }
}

BOOST_AUTO_TEST_CASE(what_is_not_on_the_list_is_not_converted) {
    const Conversion cases[] = {
        {1, "", "mg/dL", 0, 0},
        {1, "", "", 0, 0},
        {1, "mg/dL", "", 0, 0},
        {1, "mg/dL", "umol/L", 0, 0},
        {1, "mg/dL", "umol/L", -1, 0},
        {1, "mg/dL", "umol/L", std::nan(""), 0},
        {1, "mg", "mg/dL", creatinine, 0},
        {1, "Mg/dL", "mg/dL", 0, 0},
        {1, "G/L", "g/L", 0, 0},
        {1, "g/L", "10*9/L", 0, 0},
        {1, "U/L", "g/L", 0, 0},
        {1, "MU/L", "U/L", 0, 0},
        {1, "meq/L", "mmol/L", calcium, 0},
        {1, "mmol/L", "U/L", 0, 0},
        {1, "kg", "cm", 0, 0},
        {1, "mM", "mmol/L", 0, 0},
        {1, "10*99/L", "10*9/L", 0, 0},
        {1, "10*/L", "10*9/L", 0, 0},
        {1, "10*-3/L", "10*9/L", 0, 0},
        {1, "109/L", "10*9/L", 0, 0},
        {1, "10/L", "10*9/L", 0, 0},
        {1, "/", "10*9/L", 0, 0},
        {1, "//", "10*9/L", 0, 0},
        {1, "}/}", "10*9/L", 0, 0},
        {1, "}/L", "10*9/L", 0, 0},
        {1, "K/uL/d", "10*9/L", 0, 0},
        {1, "mg/g/d", "mg/g", 0, 0},
        {1, "ug/min", "ng/L", 0, 0},
        {1, "thousand", "10*9/L", 0, 0},
        {std::numeric_limits<double>::infinity(), "mg/dL", "mg/dL", 0, 0},
        {std::nan(""), "mg/dL", "g/L", 0, 0},
        {1e308, "10*12/uL", "/L", 0, 0},
    };
    for (const auto& one : cases) BOOST_TEST_CONTEXT(one.value << " " << one.from << " in " << one.target)
    BOOST_TEST(!convert(one.value, one.from, one.target, one.molar_mass).has_value());
}

RC_BOOST_PROP(there_and_back_is_the_same_amount, ()) {
    const double value = *rc::gen::inRange(1, 1'000'000) / 100.0;
    const auto pair = *rc::gen::element(
        std::pair("g/dL", "g/L"),
        std::pair("10*9/L", "/uL"),
        std::pair("mg/dL", "umol/L"),
        std::pair("[lb_av]", "kg"),
        std::pair("ukat/L", "U/L"),
        std::pair("mg/g", "mg/mmol")
    );
    const auto there = convert(value, pair.first, pair.second, creatinine);
    RC_ASSERT(there.has_value());
    const auto back = convert(*there, pair.second, pair.first, creatinine);
    RC_ASSERT(std::abs(*back - value) < 1e-9 * value);
}

BOOST_AUTO_TEST_SUITE_END()

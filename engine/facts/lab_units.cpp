#include "engine/facts/lab_units.hpp"

#include "engine/terms/concepts.hpp"

namespace iim::engine {

namespace {

struct Row {
    Concept test;
    LabUnit unit;
};

constexpr Row units[] = {
    {lab::wbc, {"10*9/L"}},
    {lab::neutrophils, {"10*9/L"}},
    {lab::lymphocytes, {"10*9/L"}},
    {lab::platelets, {"10*9/L"}},
    {lab::hemoglobin, {"g/L", 16114.5}},  // per monomer
    {lab::mcv, {"fL"}},
    {lab::creatinine, {"umol/L", 113.12}},
    {lab::egfr, {"mL/min/{1.73_m2}"}},
    {lab::potassium, {"mmol/L"}},  // mEq/L is the same number
    {lab::calcium, {"mmol/L", 40.078}},
    {lab::albumin, {"g/L"}},
    {lab::alt, {"U/L"}},
    {lab::ast, {"U/L"}},
    {lab::alp, {"U/L"}},
    {lab::ggt, {"U/L"}},
    {lab::ldh, {"U/L"}},
    {lab::ck, {"U/L"}},
    {lab::bilirubin_total, {"umol/L", 584.66}},
    {lab::bilirubin_direct, {"umol/L", 584.66}},
    {lab::igg, {"g/L"}},
    {lab::iga, {"g/L"}},
    {lab::igm, {"g/L"}},
    {lab::crp, {"mg/L"}},
    {lab::glucose, {"mmol/L", 180.156}},
    {lab::glucose_fasting, {"mmol/L", 180.156}},
    {lab::vitamin_d_25_oh, {"nmol/L", 400.64}},
    {lab::urate, {"umol/L", 168.11}},
    {observation::body_weight, {"kg"}},
    {observation::body_height, {"cm"}},
    {observation::systolic_bp, {"mm[Hg]"}},
    {observation::diastolic_bp, {"mm[Hg]"}},
    {observation::spo2, {"%"}},
    {observation::fvc_percent_predicted, {"%"}},
};

}  // namespace

LabUnit lab_unit(Concept test) noexcept {
    for (const Row& row : units)
        if (row.test == test) return row.unit;
    return {};
}

}  // namespace iim::engine

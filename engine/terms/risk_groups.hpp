#pragma once

#include "engine/terms/concepts.hpp"
#include "engine/terms/groups.hpp"

#include <array>

/// Classes for the checks of interactions, bones, clots and kidneys; the drug classes stand in groups.hpp.
namespace iim::engine::group {

// --- drugs that interact with methotrexate (R18) or a calcineurin inhibitor (R28)
inline constexpr std::array nsaids{
    drug::nsaid_class,
    drug::ibuprofen,
    drug::naproxen,
    drug::diclofenac,
    drug::celecoxib,
    drug::meloxicam,
    drug::indomethacin,
    drug::ketorolac,
};
inline constexpr std::array high_dose_penicillins{drug::piperacillin, drug::penicillin_class};
/// Itraconazole and its kind, two macrolides, the boosters of HIV drugs. Azithromycin does not count.
inline constexpr std::array strong_cyp3a4_inhibitors{
    drug::azole_antifungal, drug::clarithromycin, drug::erythromycin, drug::cyp3a4_booster_class};
inline constexpr std::array moderate_cyp3a4_inhibitors{drug::diltiazem, drug::verapamil};
inline constexpr std::array cyp3a4_inducers{
    drug::rifampicin,
    drug::carbamazepine,
    drug::phenytoin,
    drug::st_johns_wort,
    drug::cyp3a4_inducer_other,
};
/// Beside a calcineurin inhibitor or an immunoglobulin infusion they harm the kidney further.
inline constexpr auto nephrotoxic =
    joined(calcineurin_inhibitors, nsaids, std::array{drug::aminoglycoside, drug::nephrotoxic_other});
inline constexpr std::array kidney_tests{lab::creatinine, lab::egfr};

// --- lipids (R48, R43)
inline constexpr std::array statins{
    drug::atorvastatin,
    drug::fluvastatin,
    drug::lovastatin,
    drug::pitavastatin,
    drug::pravastatin,
    drug::rosuvastatin,
    drug::simvastatin,
    drug::statin_class,
    drug::statin_combination_class,
    drug::red_yeast_rice,
};

// --- bones (R31–R34)
/// By mouth unless the order says otherwise; ibandronic acid is also infused.
inline constexpr std::array oral_bisphosphonates{
    drug::alendronic_acid, drug::risedronate, drug::ibandronate, drug::bisphosphonate_class};
inline constexpr std::array antiresorptives{
    drug::alendronic_acid,
    drug::risedronate,
    drug::ibandronate,
    drug::pamidronate,
    drug::zoledronic_acid,
    drug::bisphosphonate_class,
    drug::denosumab,
    drug::teriparatide,
    drug::abaloparatide,
    drug::romosozumab,
};
inline constexpr std::array calcium{
    drug::calcium_carbonate, drug::calcium_citrate, drug::calcium_class, drug::calcium_vitamin_d};
inline constexpr std::array vitamin_d{
    drug::cholecalciferol,
    drug::ergocalciferol,
    drug::calcifediol,
    drug::vitamin_d_class,
    drug::calcium_vitamin_d,
};
inline constexpr std::array osteoporosis{condition::osteoporosis, condition::osteoporosis_with_fracture};
inline constexpr std::array fragility_fractures{
    condition::fragility_fracture, condition::osteoporosis_with_fracture};

// --- clots and vessels (R23, RULES 3.5)
/// What has happened once stays a risk.
inline constexpr std::array earlier_clots{
    condition::venous_thromboembolism, condition::myocardial_infarction, condition::stroke};
inline constexpr std::array clotting_tendencies{
    condition::hypercoagulable_state,
    condition::antiphospholipid_syndrome,
    condition::immobility,
    condition::central_venous_catheter,
    condition::hyperviscosity,
};
/// Of the heart: they call for an ECG as well.
inline constexpr std::array heart_diseases{
    condition::coronary_artery_disease, condition::heart_failure, condition::atrial_fibrillation};
inline constexpr auto cardiovascular_risks = joined(
    heart_diseases,
    std::array{
        condition::hypertension,
        condition::peripheral_artery_disease,
        condition::dyslipidaemia,
        condition::smoking,
        condition::obesity}
);
inline constexpr std::array diabetes{
    condition::diabetes,
    condition::diabetes_type_1,
    condition::diabetes_type_2,
    condition::diabetes_secondary,
    condition::diabetes_steroid_induced,
    condition::diabetes_other,
};

// --- signs that point to the brain under a calcineurin inhibitor (R27)
inline constexpr std::array pres{condition::pres, condition::hypertensive_encephalopathy};

// --- infections
/// "Sepsis/pneumonia code" (R01): immunosuppressants wait, IVIG may be used alone.
inline constexpr std::array sepsis_or_pneumonia{
    condition::sepsis,
    condition::pneumonia,
    condition::pneumocystis_pneumonia,
    condition::aspiration_pneumonia,
};
/// Endocarditis, meningitis, osteomyelitis and their like besides: no B-cell depletion and no pulse meanwhile
/// (R29, R44).
inline constexpr auto serious_infections = joined(
    sepsis_or_pneumonia, std::array{condition::tuberculosis_active, condition::infection_other_serious}
);

}  // namespace iim::engine::group
